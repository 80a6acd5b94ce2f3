package tg.hotline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CsvProgressTest {

  private long now = TimeUnit.DAYS.toNanos(1);
  private final CsvProgress progress = new CsvProgress(100_000, () -> now);

  @Test
  void saysNothingOfWhatIsQuick() {
    passes(3, 40_000);
    assertThat(progress.line()).isEmpty();
  }

  @Test
  void saysHowFarHowFastAndHowLong() {
    assertThat(progress.line()).isEmpty();
    LongStream.range(0, 13).forEach(row -> progress.rowFailed());
    passes(20, 41_200);

    assertThat(progress.line())
        .hasValue("41,200 of 100,000 rows done, 13 failed, 58,800 left, 2,060/s, 29 s to go");

    progress.rowSentBefore();
    assertThat(progress.line().orElseThrow())
        .startsWith("41,200 of 100,000 rows done, 1 sent before, 13 failed, 58,800 left, ");
  }

  @Test
  void aStandstillShows() {
    progress.line();
    passes(5, 5_000);
    progress.line();
    passes(5, 0);
    assertThat(progress.line())
        .hasValue("5,000 of 100,000 rows done, 0 failed, 95,000 left, 0/s, time to go unknown");

    passes(5, 2_500);
    assertThat(progress.line().orElseThrow())
        .as("the rate of all three")
        .endsWith("500/s, 3 min 5 s to go");
  }

  @Test
  void theRateIsThatOfTheLastMinute() {
    progress.line();
    passes(60, 60_000);
    progress.line();
    passes(60, 6);
    assertThat(progress.line().orElseThrow()).endsWith("39,994 left, 0.1/s, 111 h 5 min to go");
  }

  @Test
  void theTotalCountsFromTheStart() {
    passes(80, 100_000);
    assertThat(progress.total()).isEqualTo("100,000 sent, in 1 min 20 s, 1,250/s");
    progress.rowFailed();
    assertThat(progress.total()).isEqualTo("99,999 sent, 1 not, in 1 min 20 s, 1,250/s");
  }

  private void passes(long seconds, long rows) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    LongStream.range(0, rows).forEach(row -> progress.rowDone());
  }
}
