package tg.hotline.sandbox;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /console/api/calls/{number}}. */
class CallDetailsTest {
  private static final String SEND = Caller.send(Seed.USER_ID, "hi");

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void itTellsWhatCameInAndWhatWentOut() throws Exception {
    caller.call(SEND);

    JsonNode call = details(1);

    assertThat(call.path("number").intValue()).isEqualTo(1);
    assertThat(call.path("outcome").textValue()).isEqualTo("message_sent");
    assertThat(call.path("fault").isNull()).isTrue();
    JsonNode in = call.path("came_in");
    assertThat(in.path("method").textValue()).isEqualTo("POST");
    assertThat(in.path("headers").path("Content-Type").textValue()).isEqualTo(Caller.JSON);
    assertThat(in.path("headers").path("Content-Length").textValue())
        .isEqualTo(String.valueOf(SEND.length()));
    assertThat(in.path("headers").path("X-API-KEY").textValue()).isEqualTo("***");
    assertThat(in.path("body").textValue()).isEqualTo(SEND.replace(Seed.API_KEY, "***"));
    assertThat(in.path("length").intValue()).isEqualTo(SEND.length());
    JsonNode out = call.path("went_out");
    assertThat(out.path("end").textValue()).isEqualTo("answered");
    assertThat(out.path("status").intValue()).isEqualTo(200);
    assertThat(out.path("headers").path("Content-Type").textValue()).isEqualTo(N8n.JSON);
    assertThat(out.path("body").textValue()).startsWith("{\"result\":\"message_sent\"");
  }

  @Test
  void foreignSecretsAreHiddenWhereTheAnswerQuotesThem() throws Exception {
    String broken =
        "{\"api\\u005fkey\":\"a-real-key\",\"message\":\"a-real-key a-real-token "
            + Seed.SALES_API_KEY
            + "\",";
    caller.exchange(
        caller
            .post("/webhook/topic_action?api_key=a-real-key", broken)
            .header("X-API-KEY", "a-real-token")
            .header("Content-Type", Caller.JSON)
            .header("User-Agent", "mine, a-real-token")
            .build());

    String text = caller.get("/console/api/calls/1").body();

    assertThat(text).doesNotContain("a-real-key", "a-real-token", Seed.SALES_API_KEY);
    JsonNode call = Json.MAPPER.readTree(text);
    assertThat(call.path("came_in").path("headers").path("User-Agent").textValue())
        .isEqualTo("mine, ***");
    assertThat(call.path("came_in").path("body").textValue())
        .isEqualTo("{\"api_key\":\"***\",\"message\":\"*** *** ***\",");
    assertThat(call.path("went_out").path("status").intValue()).isEqualTo(422);
    assertThat(call.path("went_out").path("body").textValue())
        .contains("Failed to parse request body", "\\\"api_key\\\":\\\"***\\\"");
  }

  @Test
  void whatIsLongIsCutAndNoSecretWithIt() throws Exception {
    String before = "{\"message\":\"" + "a".repeat(Transcript.SHOWN - 15);
    String long1 = before + Seed.ACCESS_TOKEN + "b".repeat(50_000) + "\"}";
    String long2 =
        "{\"x\":\"" + (Seed.ACCESS_TOKEN + " ").repeat(60) + "b".repeat(Transcript.SHOWN);
    for (int at = 0; at < Seed.ACCESS_TOKEN.length(); at++) {
      String kept = long2.substring(0, Transcript.SHOWN + 256 - at - 1) + Seed.ACCESS_TOKEN + "\"}";
      caller.call(kept);
    }
    caller.call(long1);

    List<String> shown = new ArrayList<>();
    for (Call call : hotline.calls()) {
      shown.add(details(call.number()).path("came_in").path("body").textValue());
    }
    JsonNode last = details(hotline.calls().size()).path("came_in");

    assertThat(last.path("length").intValue()).isEqualTo(long1.length());
    assertThat(shown).allMatch(text -> text.length() <= Transcript.SHOWN);
    assertThat(shown).allMatch(text -> text.lastIndexOf("sand") < 0, "without half a secret");
    assertThat(shown.get(shown.size() - 1)).startsWith("{\"message\":\"aaa");
  }

  @Test
  void theNewestAreKeptAndTheOthersAreNotFound() throws Exception {
    int calls = Transcripts.KEPT + 2;
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      answers.add(caller.callAsync(Caller.INFO));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    assertThat(details(3).path("went_out").path("status").intValue()).isEqualTo(200);
    assertThat(details(calls).path("went_out").path("status").intValue()).isEqualTo(200);
    HttpResponse<String> gone = caller.get("/console/api/calls/2");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body())
        .isEqualTo(
            "{\"error\":\"Call 2 is not kept: what came in and went out is, of the newest 500\"}");
    assertThat(hotline.calls()).hasSize(calls);
  }

  @Test
  void aNumberThatIsNoneIsNotFound() throws Exception {
    for (String number : List.of("0", "-1", "1", "x", "99999999999999999999", "1/2", "")) {
      HttpResponse<String> answer = caller.get("/console/api/calls/" + number);
      assertThat(answer.statusCode()).as(number).isEqualTo(404);
      assertThat(answer.body()).startsWith("{\"error\":\"");
    }
  }

  @Test
  void eachEndIsToldApart() throws Exception {
    hotline.answerNext(Answer.cut());
    hotline.answerNext(Answer.reset());
    hotline.answerNext(Answer.cutWithin(20));
    hotline.answerNext(Answer.cutRequest(10));
    hotline.answerNext(Answer.cutAfterAnswer());
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> caller.call(SEND)).isInstanceOf(IOException.class);
    }
    caller.call(SEND);

    assertThat(end(1)).isEqualTo("connection closed without an answer");
    assertThat(end(2)).isEqualTo("connection reset without an answer");
    assertThat(end(3)).matches("connection closed after 20 of \\d+ bytes of the body");
    assertThat(details(3).path("went_out").path("body").textValue())
        .isEqualTo("{\"result\":\"message_s");
    assertThat(end(4)).isEqualTo("connection closed while the request came in");
    assertThat(details(4).path("came_in").path("body").textValue())
        .isEqualTo(SEND.substring(0, 10));
    assertThat(end(5)).isEqualTo("answered, then the connection was closed");
    assertThat(details(1).path("fault").textValue()).isEqualTo("scripted by the program");
    assertThat(details(4).path("fault").textValue()).isEqualTo("scripted by the program");
  }

  @Test
  void whatIsNotAnsweredYetIsTold() throws Exception {
    hotline.answerNext(Answer.hang());
    hotline.answerNext(Answer.delayed(ofSeconds(60)));
    try (Line hanging = new Line(hotline);
        Line waiting = new Line(hotline)) {
      hanging.call(SEND);
      hotline.awaitCall(call -> call.fault() != null, Caller.PATIENCE);
      waiting.call(SEND);
      hotline.awaitCall(call -> call.number() == 2 && call.fault() != null, Caller.PATIENCE);

      long deadline = System.nanoTime() + Caller.PATIENCE.toNanos();
      while (end(1).equals("no answer yet") && System.nanoTime() < deadline) {
        Thread.onSpinWait(); // what is played is told before it is played
      }
      assertThat(end(1)).isEqualTo("no answer, and the connection stays open");
      assertThat(end(2)).isEqualTo("no answer yet");
      assertThat(details(2).path("outcome").textValue()).isEqualTo("pending");
    }
  }

  @Test
  void aCallerWhoDidNotWaitIsTold() throws Exception {
    hotline.answerNext(Answer.delayed(ofMillis(100)));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      hotline.awaitCall(call -> call.number() == 1, Caller.PATIENCE);
    }
    hotline.awaitCalls(1, Caller.PATIENCE);

    assertThat(end(1)).isEqualTo("no answer: the client had closed the connection");
  }

  @Test
  void whatIsNotRunningAndWhatIsNoPostIsKeptToo() throws Exception {
    hotline.phase(Phase.UPGRADING);
    caller.call(SEND);
    hotline.phase(Phase.RUNNING);
    caller.get("/webhook/topic_action");

    assertThat(details(1).path("went_out").path("body").textValue())
        .isEqualTo("n8n is starting up. Please wait");
    assertThat(details(2).path("came_in").path("method").textValue()).isEqualTo("GET");
    assertThat(details(2).path("went_out").path("status").intValue()).isEqualTo(404);
  }

  @Test
  void aFaultAtRandomIsNamed() throws Exception {
    try (HotlineSandbox broken = HotlineSandbox.builder().faults(1, 1).start()) {
      Caller there = new Caller(broken);
      for (int i = 0; i < 5; i++) {
        var unused = there.callAsync(SEND); // many of them fail
      }
      broken.awaitCall(call -> call.number() == 5, Caller.PATIENCE);

      assertThat(broken.calls())
          .allSatisfy(call -> assertThat(Fault.labelled(String.valueOf(call.fault()))).isNotNull());
    }
  }

  private String end(long number) throws Exception {
    return details(number).path("went_out").path("end").textValue();
  }

  private JsonNode details(long number) throws Exception {
    HttpResponse<String> answer = caller.get("/console/api/calls/" + number);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    return Json.MAPPER.readTree(answer.body());
  }
}
