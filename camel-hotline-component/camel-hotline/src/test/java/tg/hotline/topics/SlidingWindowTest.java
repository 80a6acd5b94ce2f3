package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void letsTheNextGoAPeriodAfterTheFirst() {
    SlidingWindow window = new SlidingWindow(new RateLimit(2, Duration.ofSeconds(1)));
    long start = Long.MAX_VALUE - SECOND / 2; // the clock passes its largest number
    window.take(start);
    assertThat(window.waitNanos(start)).isZero();
    window.take(start + 10);
    assertThat(window.waitNanos(start + 10)).isEqualTo(SECOND - 10);
    assertThat(window.waitNanos(start + SECOND - 1)).isEqualTo(1);
    assertThat(window.waitNanos(start + SECOND)).isZero();
    window.take(start + SECOND);
    assertThat(window.waitNanos(start + SECOND)).isEqualTo(10);
    assertThat(window.waitNanos(start + 5 * SECOND)).isZero();
  }

  /** By the definition: an event may go if fewer than N of all before are less than P old. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50})
  void saysWhatTheDefinitionSays(int calls) {
    Random random = new Random(calls);
    SlidingWindow window = new SlidingWindow(new RateLimit(calls, Duration.ofMillis(1)));
    List<Long> taken = new ArrayList<>();
    long now = -3_000_000;
    for (int i = 0; i < 10_000; i++) {
      now += random.nextInt(10) == 0 ? 0 : random.nextInt(3_000_000 / calls);
      long at = now;
      long young =
          taken.subList(Math.max(0, taken.size() - calls), taken.size()).stream()
              .filter(time -> at - time < 1_000_000)
              .count();
      assertThat(window.waitNanos(now) == 0).isEqualTo(young < calls);
      if (window.waitNanos(now) == 0) {
        window.take(now);
        taken.add(now);
      }
    }
    assertThat(taken).hasSizeGreaterThan(2_500);
  }

  @Test
  void isBounded() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimit(0, second))
        .withMessage("rateLimit must allow 1 to 100,000 calls, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimit(100_001, second))
        .withMessageContaining("100,000");
    for (Duration period :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(999_999),
            Duration.ofDays(366),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RateLimit(1, period))
          .withMessageContaining("a period of 1ms to 365d");
    }
  }

  @ParameterizedTest
  @CsvSource({"PT1H, 5/1h", "PT36H, 5/36h", "PT1M, 5/1m", "PT1M30S, 5/90s", "PT0.5S, 5/500ms"})
  void isWrittenAsInOptions(Duration period, String text) {
    assertThat(new RateLimit(5, period)).hasToString(text);
  }
}
