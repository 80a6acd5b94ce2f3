package tg.hotline.sandbox;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static tg.hotline.sandbox.Answer.afterEffect;
import static tg.hotline.sandbox.Answer.usual;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Call.Outcome;

/** Every kind of answer that what stands behind the API's URL was seen to give, byte by byte. */
@ExtendWith(HotlineSandboxExtension.class)
class WhatAnswersTest {
  private static final String SEND = Caller.send(Seed.USER_ID, "hi");
  private static final String RIGHT =
      "{\"result\":\"message_sent\",\"topic_link\":\"https://t.me/c/2101424779/5343\","
          + "\"message\":\"hi\",\"chat_id\":\"-1002101424779\",\"thread_id\":5602541568}";
  private static final String JSON = "application/json; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String NONE = "";

  private final HotlineSandbox hotline;

  WhatAnswersTest(HotlineSandbox hotline) {
    this.hotline = hotline;
  }

  record Row(String name, Answer answer, int status, String type, String body, boolean effect) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What the body has to begin with; the whole body where nothing varies. */
  static Stream<Row> rows() {
    return Stream.of(
        new Row("right", usual(), 200, JSON, RIGHT, true),
        new Row(
            "wrong token",
            Answers.WRONG_ACCESS_TOKEN,
            403,
            NONE,
            "1c\r\nAuthorization data is wrong!\r\n0\r\n\r\n",
            false),
        new Row(
            "wrong method",
            Answers.WRONG_METHOD,
            404,
            JSON,
            "{\"code\":404,\"message\":\"This webhook is not registered for GET requests. Did you mean to make a POST request?\"}",
            false),
        new Row(
            "switched off",
            Answers.NOT_REGISTERED,
            404,
            JSON,
            "{\"code\":404,\"message\":\"The requested webhook \\\"POST topic_action\\\" is not registered.\",\"hint\":\"The workflow must be active",
            false),
        new Row("no such path", Answers.NOT_FOUND, 404, HTML, "<!DOCTYPE html>", false),
        new Row("the editor", Answers.EDITOR, 200, HTML, "<!DOCTYPE html>", false),
        new Row(
            "not JSON",
            Answers.NOT_JSON,
            422,
            JSON,
            "{\"code\":422,\"message\":\"Failed to parse request body\",\"hint\":\"",
            false),
        new Row("a step fails: empty", Answers.EMPTY, 200, "application/json", "", false),
        new Row(
            "a later step fails: empty",
            afterEffect(Answers.EMPTY),
            200,
            "application/json",
            "",
            true),
        new Row(
            "a step fails: 500",
            Answers.ERROR_IN_WORKFLOW,
            500,
            JSON,
            "{\"message\":\"Error in workflow\"}",
            false),
        new Row(
            "a later step fails: 500",
            afterEffect(Answers.ERROR_IN_WORKFLOW),
            500,
            JSON,
            "{\"message\":\"Error in workflow\"}",
            true),
        new Row(
            "a step fails: 500, other words",
            Answers.EXECUTION_FAILED,
            500,
            JSON,
            "{\"message\":\"Workflow execution failed\"}",
            false),
        new Row("continue on error", Answers.STEP_FAILED, 200, JSON, "{\"error\":\"", false),
        new Row(
            "continue on a later error",
            afterEffect(Answers.STEP_FAILED_OBJECT),
            200,
            JSON,
            "{\"error\":{",
            true),
        new Row("answers {}", afterEffect(Answers.EMPTY_OBJECT), 200, JSON, "{}", true),
        new Row("answers []", afterEffect(Answers.EMPTY_ARRAY), 200, JSON, "[]", true),
        new Row("answers 204", afterEffect(Answers.NO_CONTENT), 204, NONE, "", true),
        new Row(
            "no item",
            afterEffect(Answers.NO_ITEM),
            500,
            JSON,
            "{\"code\":0,\"message\":\"No item to return was found\"}",
            true),
        new Row("all items", Answers.ARRAY, 200, JSON, "[" + RIGHT + "]", true),
        new Row("text", Answers.HTML, 200, HTML, RIGHT, true),
        new Row(
            "started",
            afterEffect(Answers.STARTED),
            200,
            JSON,
            "{\"message\":\"Workflow was started\"}",
            true),
        new Row(
            "over 16 MiB",
            Answers.TOO_LARGE,
            500,
            JSON,
            "{\"code\":0,\"message\":\"There was a problem executing the workflow\"}",
            false),
        new Row(
            "upgrading", Answers.STARTING_UP, 200, HTML, "n8n is starting up. Please wait", false),
        new Row(
            "database away",
            Answers.DATABASE_NOT_READY,
            503,
            JSON,
            "{\"code\":503,\"message\":\"Database is not ready!\"}",
            false),
        new Row(
            "shutting down",
            Answers.SHUTTING_DOWN,
            500,
            JSON,
            "{\"code\":0,\"message\":\"The execution was cancelled because the system is shutting down\"}",
            false),
        new Row(
            "shutting down, too late",
            afterEffect(Answers.SHUTTING_DOWN),
            500,
            JSON,
            "{\"code\":0,\"message\":\"The execution was",
            true),
        new Row("a proxy: 429", Answers.tooManyRequests(7), 429, HTML, "<html>", false),
        new Row("a proxy: 502", Answers.proxy(502), 502, HTML, "<html>", false),
        new Row("a proxy: 503", Answers.proxy(503), 503, HTML, "<html>", false),
        new Row("a proxy: 504", afterEffect(Answers.proxy(504)), 504, HTML, "<html>", true),
        new Row("slow", Answer.delayed(ofMillis(50)), 200, JSON, RIGHT, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void everyAnswerCanBeScripted(Row row) throws Exception {
    hotline.answerNext(row.answer());
    try (Line line = new Line(hotline)) {
      line.call(SEND);

      String answer = line.readAnswer();
      int end = answer.indexOf("\r\n\r\n") + 2;
      String head = answer.substring(0, end);
      assertThat(head)
          .startsWith("HTTP/1.1 " + row.status() + " ")
          .contains("\r\nConnection: keep-alive\r\n", "\r\nKeep-Alive: timeout=5\r\n");
      if (row.type().isEmpty()) {
        assertThat(head).doesNotContain("Content-Type");
      } else {
        assertThat(head).contains("\r\nContent-Type: " + row.type() + "\r\n");
      }
      assertThat(answer.substring(end + 2)).startsWith(row.body());
      assertThat(row.body().isEmpty()).isEqualTo(answer.length() == end + 2);

      line.call(SEND);
      assertThat(line.readAnswer()).as("the next answer on this connection").endsWith(RIGHT);
    }
    assertThat(hotline.calls())
        .extracting(Call::status, Call::tookEffect)
        .startsWith(tuple(row.status(), row.effect()));
    assertThat(hotline.messages()).hasSize(row.effect() ? 2 : 1);
  }

  @Test
  void aProxySaysWhenToComeBack() throws Exception {
    hotline.answerNext(Answers.tooManyRequests(7));
    hotline.answerNext(Answers.tooManyRequests(Instant.parse("2026-01-02T03:04:05.678Z")));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readAnswer()).contains("\r\nRetry-After: 7\r\n");
      line.call(SEND);
      assertThat(line.readAnswer()).contains("\r\nRetry-After: Fri, 02 Jan 2026 03:04:05 GMT\r\n");
    }
  }

  @Test
  void aRefusedCallIsNotPutIntoAnArray() throws Exception {
    hotline.accessToken("new");
    hotline.answerNext(Answers.ARRAY);

    assertThat(answer()).contains("Authorization data is wrong!").doesNotContain("[");
    assertEnded(403, Outcome.HTTP_ERROR, false);
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740993, 9007199254740992",
    "\"9007199254740993\", 9007199254740993",
    "9007199254740991, 9007199254740991"
  })
  void theWorkflowSeesNumbersAbove2To53Rounded(String sent, String seen) throws Exception {
    try (Line line = new Line(hotline)) {
      line.call(SEND.replace(Long.toString(Seed.USER_ID), sent));
      assertThat(line.readAnswer()).contains("with user " + seen + "\"");
    }
  }

  @Test
  void anAnswerCanComeBeforeTheEffect() throws Exception {
    hotline.answerNext(Answer.beforeEffect(Answers.STARTED, ofMillis(200)));

    assertThat(answer()).endsWith("{\"message\":\"Workflow was started\"}");

    assertEnded(200, Outcome.SCRIPTED, false);
    hotline.awaitCall(Call::tookEffect, Caller.PATIENCE);
    assertEnded(200, Outcome.SCRIPTED, true);
    assertThat(hotline.messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "20"})
  void anAnswerCanEndInItsMiddle(int bytes) throws Exception {
    hotline.answerNext(Answer.cutWithin(bytes));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readToEnd())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Content-Length: " + RIGHT.length() + "\r\n", "Connection: keep-alive\r\n")
          .endsWith("\r\n\r\n" + RIGHT.substring(0, bytes));
    }
    assertEnded(200, Outcome.CUT, true);
  }

  @Test
  void anyAnswerCanEndInItsMiddle() throws Exception {
    hotline.answerNext(
        Answer.cutWithin(5, Answer.delayed(ofMillis(1), Answers.WRONG_ACCESS_TOKEN)));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readToEnd()).startsWith("HTTP/1.1 403").endsWith("\r\n\r\n5\r\nAutho\r\n");
    }
    assertEnded(403, Outcome.CUT, false);
  }

  @Test
  void aConnectionCanEndAfterAnAnswerThatSaidItWouldStay() throws Exception {
    hotline.answerNext(Answer.cutAfterAnswer());
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readToEnd()).contains("\r\nKeep-Alive: timeout=5\r\n").endsWith(RIGHT);
    }
    assertEnded(200, Outcome.MESSAGE_SENT, true);
  }

  @Test
  void aConnectionCanEndInOrderOrBeReset() throws Exception {
    hotline.answerNext(Answer.cut());
    hotline.answerNext(Answer.reset());
    hotline.answerNext(afterEffect(Answer.reset()));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readToEnd()).isEmpty();
    }
    for (boolean effect : new boolean[] {false, true}) {
      try (Line line = new Line(hotline)) {
        line.call(SEND);
        assertThatExceptionOfType(SocketException.class)
            .isThrownBy(line::readToEnd)
            .withMessage("Connection reset");
      }
      Call last = hotline.calls().get(hotline.calls().size() - 1);
      assertThat(last.tookEffect()).isEqualTo(effect);
      assertThat(last.outcome()).isEqualTo(Outcome.CUT);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "10"})
  void aConnectionCanEndWhileTheClientStillWrites(int bytes) throws Exception {
    hotline.answerNext(Answer.cutRequest(bytes));
    try (Line line = new Line(hotline)) {
      line.write(Line.HEAD + "Content-Length: 1000000\r\n\r\n" + SEND.substring(0, bytes));
      assertThat(line.readToEnd()).isEmpty();
    }
    assertEnded(0, Outcome.CUT, false);
    assertThat(hotline.calls().get(0).action()).isNull();
    assertThat(answer()).endsWith(RIGHT);
  }

  @Test
  void aCallCanHangForGood() throws Exception {
    hotline.answerNext(Answer.hang());
    try (Line line = new Line(hotline)) {
      line.write(Line.request(SEND).replace("Host:", "Upgrade: h2c\r\nHost:"));
      hotline.awaitCall(call -> true, Caller.PATIENCE);
      assertThat(answer()).endsWith(RIGHT);

      assertThat(line.isSilent()).isTrue();
      assertEnded(0, Outcome.PENDING, false);
    }
  }

  @Test
  void aRestartGoesThroughItsPhases() throws Exception {
    hotline.answerNext(Answer.status(502));
    try (Line before = new Line(hotline)) {
      before.call(Caller.INFO);
      assertThat(before.readAnswer()).startsWith("HTTP/1.1 502");

      hotline.phase(Phase.STOPPED);
      hotline.phase(Phase.STOPPED);
      assertThat(before.readToEnd()).isEmpty();
      assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Line(hotline));
    }
    hotline.answerNext(Answer.status(504));
    hotline.phase(Phase.STARTING);
    assertThat(answer()).startsWith("HTTP/1.1 404").contains("Cannot POST /webhook/topic_action");
    hotline.phase(Phase.LOADING);
    assertThat(answer()).startsWith("HTTP/1.1 404").contains("{\"code\":404,");
    hotline.phase(Phase.RUNNING);
    assertThat(answer()).startsWith("HTTP/1.1 504");
    assertThat(answer()).endsWith(RIGHT);

    assertThat(hotline.calls())
        .extracting(Call::status, Call::outcome, Call::tookEffect)
        .containsExactly(
            tuple(502, Outcome.SCRIPTED, false),
            tuple(404, Outcome.HTTP_ERROR, false),
            tuple(404, Outcome.HTTP_ERROR, false),
            tuple(504, Outcome.SCRIPTED, false),
            tuple(200, Outcome.MESSAGE_SENT, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPGRADING | POST /webhook/topic_action | n8n is starting up. Please wait",
        "UPGRADING | GET /home                  | n8n is starting up. Please wait",
        "UPGRADING | GET /                      | nobody real is reached",
        "STARTING  | GET /home                  | Cannot GET /home",
        "LOADING   | GET /webhook/x             | \"GET x\\\" is not registered",
        "LOADING   | GET /home                  | n8n.io",
        "STARTING  | GET /console/api/messages  | []",
      })
  void whileItStartsEveryPathIsConcernedButTheConsole(Phase phase, String request, String body)
      throws Exception {
    hotline.phase(phase);
    try (Line line = new Line(hotline)) {
      line.write(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      assertThat(line.readAnswer()).contains(body);
    }
  }

  @Test
  void aResetStartsIt() throws Exception {
    hotline.phase(Phase.STOPPED);
    hotline.reset();

    assertThat(answer()).endsWith(RIGHT);
  }

  @Test
  void closingWhileItIsStoppedFreesThePort() throws Exception {
    HotlineSandbox stopped = HotlineSandbox.start();
    stopped.phase(Phase.STOPPED);
    stopped.close();

    try (HotlineSandbox again = HotlineSandbox.builder().port(stopped.port()).start()) {
      assertThat(again.port()).isEqualTo(stopped.port());
    }
  }

  @Test
  void overloadedItLetsCallsQueue() throws Exception {
    try (HotlineSandbox busy = HotlineSandbox.builder().slots(1).start()) {
      busy.answerNext(Answer.delayed(ofMillis(500)));
      List<String> texts = List.of("slow", "second", "third");
      List<Line> lines = new ArrayList<>();
      try {
        for (String text : texts) {
          lines.add(new Line(busy));
          lines.get(lines.size() - 1).call(Caller.send(Seed.USER_ID, text));
          busy.awaitCall(call -> call.number() == lines.size(), Caller.PATIENCE);
        }
        for (Line line : lines) {
          assertThat(line.readAnswer()).contains("message_sent");
        }
      } finally {
        lines.forEach(Line::close);
      }
      assertThat(busy.messages()).extracting(Message::text).isEqualTo(texts);
    }
  }

  @Test
  void aResetFreesTheSlotsOfCallsThatHang() throws Exception {
    try (HotlineSandbox busy = HotlineSandbox.builder().slots(1).start();
        Line hanging = new Line(busy);
        Line next = new Line(busy)) {
      busy.answerNext(Answer.hang());
      hanging.call(SEND);
      busy.awaitCall(call -> true, Caller.PATIENCE);
      busy.reset();
      next.call(SEND);
      assertThat(next.readAnswer()).endsWith(RIGHT);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void thereIsAtLeastOneSlot(int slots) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HotlineSandbox.builder().slots(slots))
        .withMessageContaining(String.valueOf(slots));
  }

  @Test
  void theJournalKnowsThatTheClientGaveUp() throws Exception {
    hotline.answerNext(Answer.delayed(ofMillis(300)));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      hotline.awaitCall(call -> true, Caller.PATIENCE);
    }
    hotline.awaitCalls(1, Caller.PATIENCE);

    assertEnded(0, Outcome.CLIENT_GONE, true);
    assertThat(hotline.messages()).hasSize(1);
  }

  @Test
  void callsThatMatchAreTreatedSo() throws Exception {
    hotline.answerNext(1, call -> "incoming_in_topic".equals(call.action()), Answers.EMPTY);
    hotline.answerNext(Answers.NO_CONTENT);
    hotline.answerWhen(call -> call.topicId() != null, Answers.EMPTY_ARRAY);
    hotline.answerWhen(call -> Long.valueOf(5344).equals(call.topicId()), Answers.EMPTY_OBJECT);

    assertThat(answer(Caller.INFO)).as("the first for any").startsWith("HTTP/1.1 204");
    assertThat(answer(Caller.INFO)).as("whenever").endsWith("\r\n\r\n[]");
    assertThat(answer(SEND)).as("the first that matches").endsWith("\r\n\r\n");
    assertThat(answer(SEND)).as("no more").endsWith(RIGHT);
    assertThat(answer(Caller.INFO)).as("still").endsWith("\r\n\r\n[]");
    assertThat(answer(Caller.infoOf("2101424779", 5344))).as("told last").endsWith("\r\n\r\n{}");
    hotline.reset();
    assertThat(answer(Caller.INFO)).as("forgotten").contains("topic_info");
  }

  @Test
  void aConditionThatFailsEndsTheCall() throws Exception {
    hotline.answerWhen(
        call -> {
          throw new IllegalStateException("a test's mistake");
        },
        usual());
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      assertThat(line.readToEnd()).isEmpty();
    }
    assertEnded(0, Outcome.CUT, false);
  }

  @Test
  void bytesCannotBeNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> Answer.cutWithin(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Answer.cutRequest(-1));
  }

  private void assertEnded(int status, Outcome outcome, boolean tookEffect) {
    Call call = hotline.calls().get(0);
    assertThat(tuple(call.status(), call.outcome(), call.tookEffect()))
        .isEqualTo(tuple(status, outcome, tookEffect));
  }

  private String answer() throws IOException {
    return answer(SEND);
  }

  private String answer(String json) throws IOException {
    try (Line line = new Line(hotline)) {
      line.call(json);
      return line.readAnswer();
    }
  }
}
