package tg.hotline.topics;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * So many calls, retries included, in any stretch of time as long as the period.
 *
 * @param calls 1 to {@link #MAX_CALLS}; for each the gate remembers a time, 8 bytes
 * @param period 1 ms to 365 days
 */
public record RateLimit(int calls, Duration period) {

  /** The most calls that a limit can allow. */
  public static final int MAX_CALLS = 100_000;

  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * @throws IllegalArgumentException naming what cannot be
   */
  public RateLimit {
    if (calls < 1 || calls > MAX_CALLS) {
      throw new IllegalArgumentException(
          "rateLimit must allow 1 to %,d calls, not %,d".formatted(MAX_CALLS, calls));
    }
    if (period.compareTo(Duration.ofMillis(1)) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "rateLimit must have a period of 1ms to 365d, not " + period);
    }
  }

  /** As it is written in options: {@code 20/1m}. */
  @Override
  public String toString() {
    long millis = period.toMillis();
    return calls
        + "/"
        + (millis % 3_600_000 == 0
            ? millis / 3_600_000 + "h"
            : millis % 60_000 == 0
                ? millis / 60_000 + "m"
                : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms");
  }

  // Written out because of JDK-8078641: what Java 17 makes of a record's own keeps its classes from
  // being unloaded with a web application.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RateLimit that && calls == that.calls && period.equals(that.period);
  }

  @Override
  public int hashCode() {
    return Objects.hash(calls, period);
  }
}
