package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.sandbox.Answer.AfterEffect;
import tg.hotline.sandbox.Answer.BeforeEffect;

/** {@code /console/api/faults} and {@code /console/api/phase}. */
class FaultCommandsTest {
  private static final String SEND = Caller.send(Seed.USER_ID, "hi");

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void allThatCanBeScriptedIsListedOnce() throws Exception {
    JsonNode offers = Json.MAPPER.readTree(caller.get("/console/api/faults").body());

    List<String> labels = new ArrayList<>();
    offers.forEach(offer -> labels.add(offer.path("label").textValue()));
    assertThat(labels).doesNotHaveDuplicates();
    for (Fault fault : Fault.values()) {
      assertThat(offers)
          .anySatisfy(
              offer -> {
                assertThat(offer.path("label").textValue()).isEqualTo(fault.label());
                assertThat(offer.path("told").textValue()).isEqualTo(fault.told().name());
                assertThat(offer.path("effect").booleanValue()).isEqualTo(fault.effect());
                assertThat(offer.path("says").textValue()).endsWith(".").hasSizeLessThan(80);
              });
    }
    List<Answer> played =
        Offer.ALL.stream()
            .map(offer -> offer.answer().get())
            .map(answer -> answer instanceof BeforeEffect before ? before.now() : answer)
            .toList();
    for (Field constant : Answers.class.getFields()) {
      assertThat(played).as(constant.getName()).contains((Answer) constant.get(null));
    }
    assertThat(played)
        .contains(Answers.proxy(429), Answers.proxy(502), Answers.proxy(503), Answers.proxy(504))
        .contains(Answers.tooManyRequests(1))
        .anySatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        Answer.Raw.class,
                        raw -> assertThat(raw.headers().get("Retry-After")).endsWith(" GMT")));
    // A factory more has to be offered, and asked for above; but for the Bot API's, no call's.
    assertThat(publicFactories(Answers.class))
        .containsExactlyInAnyOrder(
            "proxy(int)",
            "tooManyRequests(long)",
            "tooManyRequests(Instant)",
            "botTooManyRequests(long)");
  }

  private static Set<String> publicFactories(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(FaultCommandsTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  @Test
  void oneIsPlayedForTheNextCalls() throws Exception {
    JsonNode script =
        Json.MAPPER.readTree(post("faults", "{\"label\":\"bad-gateway\",\"times\":2}", 200).body());
    assertThat(script.path("next").toString())
        .isEqualTo("[{\"label\":\"bad-gateway\",\"times\":2,\"any_call\":true}]");
    post("faults", "{\"label\":\"empty-after-effect\"}", 200);

    assertThat(caller.call(SEND).statusCode()).isEqualTo(502);
    assertThat(caller.call(SEND).statusCode()).isEqualTo(502);
    assertThat(caller.call(SEND).body()).isEmpty();
    assertThat(caller.call(SEND).body()).contains("message_sent");

    assertThat(hotline.calls())
        .extracting(Call::fault)
        .containsExactly("bad-gateway", "bad-gateway", "empty-after-effect", null);
    assertThat(hotline.messages()).hasSize(2);
  }

  @Test
  void whatIsNextCanBeForgottenAndWhatHoldsForAllStays() throws Exception {
    hotline.answerNext(Answer.status(503));
    hotline.answerWhen(call -> call.userId() == null, Answer.status(500));
    post("faults", "{\"label\":\"cut\"}", 200);

    JsonNode script = Json.MAPPER.readTree(post("faults/clear", "{}", 200).body());

    assertThat(script.path("phase").textValue()).isEqualTo("running");
    assertThat(script.path("next")).isEmpty();
    assertThat(script.path("always").toString())
        .isEqualTo("[{\"label\":\"scripted by the program\",\"times\":1,\"any_call\":false}]");
    assertThat(caller.call(SEND).statusCode()).isEqualTo(200);
    assertThat(caller.call(Caller.INFO).statusCode()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({
    "starting, 404, Cannot POST",
    "loading, 404, not registered",
    "upgrading, 200, n8n is starting up",
  })
  void aPhaseCanBeEntered(String phase, int status, String text) throws Exception {
    post("phase", "{\"phase\":\"" + phase + "\"}", 200);
    HttpResponse<String> answer = caller.call(SEND);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(text);

    assertThat(post("phase", "{\"phase\":\"running\"}", 200).body()).contains("running");
    assertThat(caller.call(SEND).body()).contains("message_sent");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "faults | {} | label is none",
        "faults | {\"label\":\"no-such\"} | label is none",
        "faults | {\"label\":5} | label is none",
        "faults | {\"label\":\"cut\",\"times\":0} | times is not a whole number from 1 to 1000",
        "faults | {\"label\":\"cut\",\"times\":1001} | times is not a whole number",
        "faults | {\"label\":\"cut\",\"times\":1.5} | times is not a whole number",
        "faults | {\"label\":\"cut\",\"times\":\"2\"} | times is not a whole number",
        "faults | {\"label\":\"cut\",\"times\":null} | times is not a whole number",
        "faults | [] | not a JSON object",
        "faults | { | not a JSON object",
        "phase | {} | phase is none of running, starting, loading, upgrading",
        "phase | {\"phase\":\"stopped\"} | phase is none of",
        "phase | {\"phase\":\"RUNNING\"} | phase is none of",
      },
      delimiter = '|')
  void whatIsWrongIsNamedAndChangesNothing(String path, String body, String error)
      throws Exception {
    assertThat(Json.MAPPER.readTree(post(path, body, 400).body()).path("error").textValue())
        .contains(error);

    assertThat(caller.call(SEND).body()).contains("message_sent");
  }

  @Test
  void itTakesJsonOnlySoThatNoForeignFormDoes() throws Exception {
    HttpRequest form =
        caller
            .post("/console/api/faults", "{\"label\":\"cut\"}")
            .header("Content-Type", "text/plain")
            .build();

    assertThat(caller.exchange(form).statusCode()).isEqualTo(415);
    assertThat(caller.get("/console/api/phase").statusCode()).isEqualTo(405);
    assertThat(caller.get("/console/api/faults/clear").statusCode()).isEqualTo(405);
  }

  /** The sandbox's own words on what each does; the real caller's are tried where that one is. */
  @Test
  void whatEachIsSaidToDoItDoes() {
    for (Offer offer : Offer.ALL) {
      Answer answer = offer.answer().get();
      boolean posts =
          answer instanceof AfterEffect
              || answer instanceof BeforeEffect
              || answer instanceof Answer.Changed
              || answer instanceof Answer.CutWithin
              || (answer instanceof Answer.Delayed late && late.then() instanceof Answer.Usual);
      assertThat(offer.effect()).as(offer.label()).isEqualTo(posts);
    }
  }

  private HttpResponse<String> post(String path, String body, int status) throws Exception {
    HttpResponse<String> answer =
        caller.exchange(
            caller.post("/console/api/" + path, body).header("Content-Type", Caller.JSON).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer;
  }
}
