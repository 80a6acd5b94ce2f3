package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant CLOCK = Instant.parse("2026-03-01T12:00:00Z");

  /** The longest wait here is 30 s. An empty column: no such header, or no wait. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                                  |                               | PT7S
          ' 7 '                              |                               | PT7S
          0                                  |                               | PT0S
          007                                |                               | PT7S
          30                                 |                               | PT30S
          31                                 |                               | PT30S
          999999999                          |                               | PT30S
          9999999999                         |                               | PT30S
          000000000000000000000000000005     |                               | PT5S
          1000000000000000000000000000000    |                               | PT30S
                                             |                               |
          ''                                 |                               |
          ' '                                |                               |
          -1                                 |                               |
          +5                                 |                               |
          1.5                                |                               |
          1e3                                |                               |
          5s                                 |                               |
          ٥                                  |                               |
          soon                               |                               |
          2026-03-01T12:00:09Z               |                               |
          Sun, 01 Mar 2026 12:00:09 GMT      |                               | PT9S
          Sun, 1 Mar 2026 12:00:09 GMT       |                               | PT9S
          Sunday, 01-Mar-26 12:00:09 GMT     |                               | PT9S
          Sun Mar  1 12:00:09 2026           |                               |
          Sun, 01 Mar 2026 12:00:00 GMT      |                               | PT0S
          Sun, 01 Mar 2026 11:59:59 GMT      |                               |
          Fri, 01 Mar 2126 12:00:00 GMT      |                               | PT30S
          Sun, 01 Mar 2026 12:00:09 GMT      | Sun, 01 Mar 2026 12:00:04 GMT | PT5S
          Sun, 01 Mar 2020 12:00:09 GMT      | Sun, 01 Mar 2020 12:00:04 GMT | PT5S
          Sun, 01 Mar 2026 12:00:09 GMT      | Sun, 01 Mar 2026 12:00:10 GMT |
          Sun, 01 Mar 2026 12:00:09 GMT      | today                         | PT9S
          7                                  | Sun, 01 Mar 2026 11:00:00 GMT | PT7S
          """)
  void readsSecondsAndDates(
      @Nullable String retryAfter, @Nullable String date, @Nullable Duration wait) {
    HttpAnswer answer = new HttpAnswer(429, new byte[0], false, retryAfter, date, null);

    assertThat(RetryAfter.of(answer, CLOCK, Duration.ofSeconds(30))).isEqualTo(wait);
  }
}
