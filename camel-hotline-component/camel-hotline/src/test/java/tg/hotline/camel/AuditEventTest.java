package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsJson;

/** No value forges a line. */
class AuditEventTest {

  static Stream<String> hostile() {
    return Stream.of(
        "plain",
        "line\nbreak",
        "\r\n2026-01-01 INFO tg.hotline.audit {\"outcome\":\"OK\"}",
        "quote\" and \\ backslash",
        "\u0000\u0001\u001b[31m\u007f\u0085\u2028\u2029\u200b\u202e\ufeff",
        "half of one \ud83d",
        "Олена 👋",
        "%s %n ${jndi:ldap://x} {}",
        "</script>",
        "");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aLineIsOneObjectWhateverIsInIt(String value) {
    for (String text : List.of(value, value + "x".repeat(100_000))) {
      AuditEvent event = event(text);
      String line = event.toJson();

      assertThat(line).matches("[\\x20-\\x7e]*").hasSizeLessThan(6000);
      assertThat(TopicsJson.readObject(line))
          .contains(
              entry("connection", event.connection()),
              entry("exchangeId", event.exchangeId()),
              entry("routeId", String.valueOf(event.routeId())),
              entry("traceId", String.valueOf(event.traceId())));
      String whole = text.replace("one \ud83d", "one ?");
      assertThat(event.routeId())
          .isEqualTo(whole.length() <= 200 ? whole : whole.substring(0, 199) + "…");
    }
  }

  private static AuditEvent event(String text) {
    return new AuditEvent(
        Instant.EPOCH,
        HotlineOperation.SEND,
        text,
        null,
        1L,
        1,
        1,
        1,
        Outcome.OK,
        200,
        5,
        5,
        "00",
        text,
        text,
        text);
  }
}
