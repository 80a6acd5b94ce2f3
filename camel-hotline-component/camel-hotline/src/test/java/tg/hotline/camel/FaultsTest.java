package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Fault;
import tg.hotline.sandbox.Seed;

/** What the sandbox says that a caller can know of its faults is what this caller tells. */
class FaultsTest extends HotlineTestSupport {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Those of which the effect comes after seconds, if any. */
  private static final List<Fault> SLOW = List.of(Fault.SLOW, Fault.SLOW_CUT);

  @Test
  void eachIsToldAsWhatItIs() {
    List<String> wrong = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      sandbox().answerNext(fault.answer());
      Fault.Told told = told(fault.label(), SLOW.contains(fault) ? "150" : "10000");
      if (told != fault.told()) {
        wrong.add(fault + " told " + told);
      }
      if (fault.effect() && !SLOW.contains(fault)) {
        sandbox().awaitMessage(message -> message.text().equals(fault.label()), PATIENCE);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(sandbox().messages())
        .allMatch(message -> Fault.labelled(message.text()).effect(), "of a fault with effect");
  }

  /** Those that the sandbox's page offers besides. */
  @Test
  void whatIsScriptedByAClickIsToldAsThePageSays() throws Exception {
    Set<String> tried = Stream.of(Fault.values()).map(Fault::label).collect(Collectors.toSet());
    List<String> wrong = new ArrayList<>();
    JsonNode offers = new ObjectMapper().readTree(console("GET", ""));
    for (JsonNode offer : offers) {
      String label = offer.path("label").asText();
      if (tried.add(label)) {
        console("POST", "{\"label\":\"" + label + "\"}");
        Fault.Told told = told(label, label.equals("hang") ? "150" : "10000");
        if (!offer.path("told").asText().equals(told.name())) {
          wrong.add(label + " told " + told);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(tried).hasSizeGreaterThan(Fault.values().length);
    assertThat(sandbox().messages()).isEmpty();
  }

  private static String console(String method, String json) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(sandbox().url().resolve("/console/api/faults"))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private Fault.Told told(String text, String timeout) {
    try {
      template.sendBodyAndHeaders(
          "hotline:send?maxRetries=0&requestTimeout=" + timeout,
          text,
          Map.of(HotlineConstants.USER_ID, Seed.USER_ID));
      return Fault.Told.OK;
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof HotlineNotSentException) {
        return Fault.Told.NOT_SENT;
      }
      if (e.getCause() instanceof HotlineRejectedException) {
        return Fault.Told.REJECTED;
      }
      assertThat(e).hasCauseInstanceOf(HotlineDeliveryUnknownException.class);
      return Fault.Told.UNKNOWN;
    }
  }
}
