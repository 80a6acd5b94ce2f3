package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {

  private static final SecretSearch PLAIN = new SecretSearch(List.of("tok/en-1", "pQTng"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pQTng",
        "xtok/en-1y",
        "tok\\/en-1",
        "tok\\u002Fen-1",
        "tok%2fen-1",
        "tok%252Fen-1",
        "tok&#47;en-1",
        "tok&amp;#x2f;en-1",
        "\\u0070QTng"
      })
  void findsASecretHoweverItIsWritten(String text) {
    assertThat(PLAIN.mayHold(text)).isTrue();
    assertThat(PLAIN.finds(text)).isTrue();
    assertThat(PLAIN.mask("a " + text + " b")).contains("***").doesNotContain(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "pQTn", "PQTNG", "Order 10045 is paid", "tok / en - 1", "100 % & more"})
  void leavesWhatIsNone(String text) {
    assertThat(PLAIN.mask(text)).isEqualTo(text);
    assertThat(PLAIN.finds(text)).isFalse();
  }

  @Test
  void aBlankMayBeAPlus() {
    assertThat(new SecretSearch(List.of("two words")).mask("two+words")).isEqualTo("***");
  }

  @Test
  void otherLettersMayBeReadAsLatin1() {
    String secret = "schlüssel";
    String misread = new String(secret.getBytes(UTF_8), ISO_8859_1);

    assertThat(new SecretSearch(List.of(secret)).mask(misread)).isEqualTo("***");
  }
}
