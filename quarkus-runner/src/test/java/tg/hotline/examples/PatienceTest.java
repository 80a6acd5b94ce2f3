package tg.hotline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

  private final Patience patience =
      new Patience(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "user_answered, 2026-03-01T11:44:59, UTC, true",
    "user_answered, 2026-03-01T11:45:00, UTC, false",
    "user_answered, 2026-03-01T12:30:00, UTC, false",
    "user_answered, 2026-03-01T12:44:59, Europe/Berlin, true",
    "user_answered, 2026-03-01T12:46:00, Europe/Berlin, false",
    "support_answered, 2026-03-01T01:00:00, UTC, false",
    "closed, 2026-03-01T01:00:00, UTC, false",
    "unheard_of, 2026-03-01T01:00:00, UTC, false",
    "user_answered,, UTC, false",
    ", 2026-03-01T01:00:00, UTC, false",
  })
  void isOverAfterTheLimitInTheZone(
      String status, LocalDateTime lastDate, String zone, boolean over) {
    patience.setTimeZone(zone);

    assertThat(patience.isOver(status, lastDate)).isEqualTo(over);
  }

  @Test
  void theLimitCanBeSet() {
    patience.setLimit("PT5M");

    assertThat(patience.isOver("user_answered", LocalDateTime.parse("2026-03-01T11:54:00")))
        .isTrue();
  }

  @Test
  void saysSinceWhen() {
    assertThat(patience.since(LocalDateTime.parse("2026-03-01T09:05:07")))
        .isEqualTo("2026-03-01 09:05 UTC");
  }
}
