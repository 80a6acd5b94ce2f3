package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final String KEY = "R3al-Key.9";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api_key\":\"R3al-Key.9\"}",
        "{ \"api_key\" :\n  \"R3al-Key.9\" }",
        "{\"API_KEY\":\"R3al-Key.9\",\"apiKey\":\"R3al-Key.9\",\"x-api-key\":\"R3al-Key.9\"}",
        "{\"api_key\":\"other\",\"api_key\":\"R3al-Key.9\"}",
        "{\"a\":[{\"b\":{\"api_key\":\"R3al-Key.9\"}}]}",
        "{\"api_key\":[\"x\",{\"y\":\"R3al-Key.9\"}]}",
        "{\"api_key\":{\"y\":\"}R3al-Key.9\"}}",
        "{\"api\\u005fkey\":\"R3al-Key.9\"}",
        "{\"\\u0061\\u0070\\u0069\\u005F\\u006b\\u0065\\u0079\":\"R3al-Key.9\"}",
        "{\"api_key\":\"a\\\"R3al-Key.9\"}",
        "{\"api_key\":\"\\\\\",\"api_key\":\"\\\\\\\"R3al-Key.9\"}",
        "{\"api_key\":R3al-Key.9}",
        "{\"api_key\":R3al-Key.9\"}",
        "{\"api_key\":\"R3al-Key.9",
        "{\"api_key\" \"R3al-Key.9\"",
        "{'api_key':'R3al-Key.9'}",
        "{api_key: 'R3al-Key.9'}",
        "{\"message\":\"{\\\"api_key\\\":\\\"R3al-Key.9\\\"}\"}",
        "{\"message\":\"{\\n \\\"api_key\\\" :\\n \\\"a\\\\\\\"R3al-Key.9\\\"}\"}",
        "{\"m\":\"{\\\"n\\\":\\\"{\\\\\\\"api_key\\\\\\\":\\\\\\\"R3al-Key.9\\\\\\\"}\\\"}\"}",
        "{\"message\":\"{\\n api_key\\n:\\\"R3al-Key.9\\\"}\"}",
        "action=x&api_key=R3al-Key.9&user_id=1",
        "<a><api_key>R3al-Key.9</api_key></a>",
        "name=\"api_key\"\r\n\r\nR3al-Key.9\r\n--",
      })
  void whateverIsNamedApiKeyIsHidden(String body) {
    assertThat(masking(body).apply(body)).contains("***").doesNotContain("R3al");
    String quoted = N8n.notJson(body).body();
    assertThat(masking(body).apply(quoted)).contains("***").doesNotContain("R3al");
    // Where the masking knows nothing of the body either.
    assertThat(masking("").apply(quoted)).contains("***").doesNotContain("R3al");
  }

  @Test
  void theRestStays() {
    String body =
        "{\"action\":\"x\",\"api_key\":\"R3al-Key.9\",\"message\":\"héllo 🟪\\n\\u00e9\"}";

    assertThat(masking(body).apply(body)).isEqualTo(body.replace(KEY, "***"));
    String harmless = "{\"message\":\"the api_key, or API key, is \\\"wrong\\\"\",\"n\":1}";
    assertThat(masking(harmless).apply(harmless)).isEqualTo(harmless);
  }

  @Test
  void aNumberIsHiddenAndJsonStaysJson() {
    assertThat(masking("").apply("{\"api_key\":12345,\"user_id\":1}"))
        .isEqualTo("{\"api_key\":\"***\",\"user_id\":1}");
  }

  @Test
  void whatWasSentAsASecretIsHiddenWhereverItIsRepeated() {
    String body =
        "{\"api_key\":\"R3al-Key.9\",\"message\":\"it is R3al-Key.9 and t0ken-in-header\"}";
    Masking masking = new Masking(text -> text, "t0ken-in-header", body);

    assertThat(masking.apply(body))
        .isEqualTo("{\"api_key\":\"***\",\"message\":\"it is *** and ***\"}");
    assertThat(masking.apply("{\"message\":\"R3al-\\u004bey.9\"}"))
        .isEqualTo("{\"message\":\"***\"}");
  }

  @Test
  void aShortOneIsHiddenInItsFieldOnly() {
    String body = "{\"api_key\":\"e\",\"message\":\"hello\"}";

    assertThat(masking(body).apply(body)).isEqualTo("{\"api_key\":\"***\",\"message\":\"hello\"}");
  }

  @Test
  void itDoesNotTakeLongForWhateverIsThere() {
    String backslashes = "api_key" + "\\".repeat(Transcript.SHOWN) + "\"";
    String names = "\"api_key\":\"x,".repeat(Transcript.SHOWN / 13);

    assertTimeout(
        Duration.ofSeconds(1),
        () -> {
          assertThat(masking(backslashes).apply(backslashes)).startsWith("api_key");
          assertThat(masking(names).apply(names)).contains("***").doesNotContain("x");
        });
  }

  private static Masking masking(String body) {
    return new Masking(text -> text, null, body);
  }
}
