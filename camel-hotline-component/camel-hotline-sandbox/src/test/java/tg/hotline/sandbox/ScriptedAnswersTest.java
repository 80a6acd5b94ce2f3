package tg.hotline.sandbox;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HotlineSandboxExtension.class)
class ScriptedAnswersTest {
  private static final String SEND = Caller.send(Seed.USER_ID, "hi");

  private final HotlineSandbox hotline;
  private final Caller caller;

  ScriptedAnswersTest(HotlineSandbox hotline) {
    this.hotline = hotline;
    this.caller = new Caller(hotline);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "403 | Authorization data is wrong!",
        "500 | {\"message\":\"Error in workflow\"}",
        "503 | {\"code\":503,\"message\":\"Database is not ready!\"}",
      })
  void theDocumentedAnswersComeByteForByte(int status, String body) throws Exception {
    hotline.answerNext(Answer.status(status));

    HttpResponse<String> answer = caller.call(SEND);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertNothingPosted(status);
  }

  @Test
  void status404IsTheWorkflowThatIsSwitchedOff() throws Exception {
    hotline.answerNext(Answer.status(404));

    assertThat(caller.call(SEND).body())
        .startsWith(
            "{\"code\":404,\"message\":\"The requested webhook \\\"POST topic_action\\\" is not"
                + " registered.\",\"hint\":\"The workflow must be active");
    assertNothingPosted(404);
  }

  @Test
  void status422IsTheBodyThatIsNotJson() throws Exception {
    hotline.answerNext(Answer.status(422));

    assertThat(caller.call(SEND).body())
        .startsWith("{\"code\":422,\"message\":\"Failed to parse request body\",\"hint\":\"");
    assertNothingPosted(422);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void someStatusesComeWithoutABody(int status) throws Exception {
    hotline.answerNext(Answer.status(status));

    HttpResponse<String> answer = caller.call(SEND);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertNothingPosted(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 504, 418})
  void otherStatusesComeFromAProxy(int status) throws Exception {
    hotline.answerNext(Answer.status(status));

    HttpResponse<String> answer = caller.call(SEND);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.body()).startsWith("<html>");
    assertNothingPosted(status);
  }

  private void assertNothingPosted(int status) {
    assertThat(hotline.messages()).isEmpty();
    assertThat(hotline.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.status()).isEqualTo(status);
              assertThat(call.outcome()).isEqualTo(Call.Outcome.SCRIPTED);
              assertThat(call.tookEffect()).isFalse();
            });
  }

  @Test
  void anAnswerOfOnesOwnComesWithItsHeaders() throws Exception {
    hotline.answerNext(Answer.raw(429, "text/plain", "slöwly").header("Retry-After", "7"));

    HttpResponse<String> answer = caller.call(SEND);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("7");
    assertThat(answer.body()).isEqualTo("slöwly");
  }

  @Test
  void anAnswerOfOnesOwnMayHaveNoContentType() throws Exception {
    hotline.answerNext(Answer.raw(200, null, "[]"));

    HttpResponse<String> answer = caller.call(SEND);

    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    assertThat(answer.body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 199, 600})
  void whatIsNoAnswerCannotBeScripted(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answer.status(status))
        .withMessageContaining(String.valueOf(status));
  }

  @Test
  void answersAreUsedInTheOrderTheyWereScriptedAndThenNoMore() throws Exception {
    hotline.answerNext(2, Answer.status(503));
    hotline.answerNext(Answer.usual());
    hotline.answerNext(Answer.status(404));

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statuses.add(caller.call(SEND).statusCode());
    }

    assertThat(statuses).containsExactly(503, 503, 200, 404, 200);
    assertThat(hotline.messages()).hasSize(2);
  }

  @Test
  void aGetLeavesTheScriptAlone() throws Exception {
    hotline.answerNext(Answer.status(503));

    assertThat(caller.get("/webhook/topic_action").statusCode()).isEqualTo(404);
    assertThat(caller.call(SEND).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void atLeastOnce(int times) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.answerNext(times, Answer.usual()));
  }

  @Test
  void aDelayedCallTakesEffectAndIsAnsweredLate() throws Exception {
    hotline.answerNext(Answer.delayed(ofMillis(300)));

    long start = System.nanoTime();
    CompletableFuture<HttpResponse<String>> answer = caller.callAsync(SEND);
    hotline.awaitCall(call -> call.outcome() == Call.Outcome.PENDING, Caller.PATIENCE);
    assertThat(hotline.messages()).isEmpty();

    assertThat(answer.get().body()).startsWith("{\"result\":\"message_sent\"");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(ofMillis(300));
    assertThat(hotline.messages()).hasSize(1);
    assertThat(hotline.calls().get(0).millis()).isGreaterThanOrEqualTo(299);
  }

  @Test
  void aDelayedCallTakesEffectEvenWhenTheCallerGaveUp() {
    hotline.answerNext(Answer.delayed(ofMillis(600)));
    HttpRequest impatient =
        HttpRequest.newBuilder(caller.rightCall(SEND), (name, value) -> true)
            .timeout(ofMillis(200))
            .build();

    assertThatThrownBy(() -> caller.exchange(impatient)).isInstanceOf(HttpTimeoutException.class);

    assertThat(hotline.awaitMessages(1, Caller.PATIENCE)).hasSize(1);
    assertThat(hotline.awaitCalls(1, Caller.PATIENCE))
        .singleElement()
        .satisfies(call -> assertThat(call.tookEffect()).isTrue());
  }

  /** More than there are threads: a delay that held one would make the later ones wait twice. */
  @Test
  void manyCallsCanBeDelayedAtATime() throws Exception {
    int calls = 200;
    hotline.answerNext(calls, Answer.delayed(ofSeconds(2)));

    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      answers.add(caller.callAsync(SEND));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(10));
    assertThat(hotline.messages()).hasSize(calls);
  }

  @Test
  void anErrorCanBeDelayed() throws Exception {
    hotline.answerNext(Answer.delayed(ofMillis(1), Answer.status(503)));

    assertThat(caller.call(SEND).statusCode()).isEqualTo(503);
    assertNothingPosted(503);
  }

  @Test
  void aCutConnectionGivesNoAnswerAndHasNoEffect() {
    hotline.answerNext(Answer.cut());

    assertThatThrownBy(() -> caller.call(SEND)).isInstanceOf(IOException.class);

    assertThat(hotline.messages()).isEmpty();
    assertCut(false);
  }

  @Test
  void aConnectionCutAfterTheEffectGivesNoAnswerButTheMessageIsThere() {
    hotline.answerNext(Answer.cutAfterEffect());

    assertThatThrownBy(() -> caller.call(SEND)).isInstanceOf(IOException.class);

    assertThat(hotline.messages()).singleElement().extracting(Message::text).isEqualTo("hi");
    assertCut(true);
  }

  @Test
  void aWrongCallHasNoEffectToCutAfter() {
    hotline.answerNext(Answer.cutAfterEffect());

    assertThatThrownBy(() -> caller.call(Caller.send(1, "hi"))).isInstanceOf(IOException.class);

    assertThat(hotline.messages()).isEmpty();
    assertCut(false);
  }

  private void assertCut(boolean tookEffect) {
    assertThat(hotline.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.status()).isZero();
              assertThat(call.outcome()).isEqualTo(Call.Outcome.CUT);
              assertThat(call.tookEffect()).isEqualTo(tookEffect);
            });
  }

  @Test
  void aCutConnectionIsEmptyOnTheWire() throws Exception {
    hotline.answerNext(Answer.cut());

    assertThat(
            caller.raw(
                "POST /webhook/topic_action HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 2\r\n\r\n{}"))
        .isEmpty();
  }

  @Test
  void anErrorCanHideThatTheCallTookEffect() throws Exception {
    hotline.answerNext(Answer.afterEffect(Answer.status(502)));

    assertThat(caller.call(SEND).statusCode()).isEqualTo(502);

    assertThat(hotline.messages()).hasSize(1);
    assertThat(hotline.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.outcome()).isEqualTo(Call.Outcome.SCRIPTED);
              assertThat(call.tookEffect()).isTrue();
            });
  }

  @Test
  void theEffectCanComeAtOnceAndTheRightAnswerLateButOnlyOnce() throws Exception {
    hotline.answerNext(Answer.afterEffect(Answer.delayed(ofMillis(300))));

    CompletableFuture<HttpResponse<String>> answer = caller.callAsync(SEND);
    hotline.awaitMessages(1, Caller.PATIENCE);
    assertThat(hotline.calls().get(0).outcome()).isEqualTo(Call.Outcome.PENDING);

    assertThat(answer.get().body()).startsWith("{\"result\":\"message_sent\"");
    assertThat(hotline.messages()).hasSize(1);
  }
}
