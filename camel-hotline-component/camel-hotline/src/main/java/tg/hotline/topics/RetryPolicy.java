package tg.hotline.topics;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Decides whether and when a call is made again. What may be made again is decided by its outcome
 * alone; how often and how long, by the numbers here. Waits grow twofold from {@code backoff} to
 * {@code backoffMax}; each is drawn from the upper half of that, so that callers who failed
 * together do not come back together.
 *
 * @param maxRetries calls after the first, at most; 0 for none
 * @param backoff the first wait
 * @param backoffMax the longest wait, also where an answer's {@code Retry-After} asks for a longer
 * @param timeout for all tries and waits together, from the call's arrival
 */
public record RetryPolicy(int maxRetries, Duration backoff, Duration backoffMax, Duration timeout) {

  /** Nanoseconds are counted in a long. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * @throws IllegalArgumentException naming the number that cannot be
   */
  public RetryPolicy {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries must be 0 or more, not " + maxRetries);
    }
    requirePositive("retryBackoff", backoff);
    requirePositive("retryBackoffMax", backoffMax);
    requirePositive("retryTimeout", timeout);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than 0, not " + duration);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be at most 36500d, not " + duration);
    }
  }

  /** Whether a call that ended so may be made again without asking anybody. */
  static boolean allows(Outcome outcome, boolean repeatable) {
    return switch (outcome) {
      case OK, REJECTED -> false;
      case NOT_SENT -> true;
      case UNKNOWN -> repeatable;
    };
  }

  /**
   * The wait before a retry.
   *
   * @param retry 1 for the first
   * @param random draws from 0 (inclusive) to 1 (exclusive)
   * @return nanoseconds
   */
  long waitNanos(int retry, DoubleSupplier random) {
    double grown = backoff.toNanos() * Math.pow(2, retry - 1);
    double most = Math.min(grown, (double) backoffMax.toNanos());
    return (long) (most / 2 + most / 2 * random.getAsDouble());
  }
}
