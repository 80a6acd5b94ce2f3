package tg.hotline.topics;

/**
 * Holds a {@link RateLimit} exactly: remembers when the last calls went, as many as the limit
 * allows, and lets the next one go when the first of them is a period ago. Times are nanoseconds of
 * a clock that only goes forward. Not thread-safe.
 */
final class SlidingWindow {

  private final long period;
  private final long[] times;
  private int taken;
  private int oldest;

  SlidingWindow(RateLimit limit) {
    this.period = limit.period().toNanos();
    this.times = new long[limit.calls()];
  }

  /** How long the next call has to wait; 0 if it may go now. */
  long waitNanos(long now) {
    return taken < times.length ? 0 : Math.max(0, times[oldest] + period - now);
  }

  /** Whether the last call went a period ago. */
  boolean isEmpty(long now) {
    int newest = (oldest + times.length - 1) % times.length;
    return taken == 0 || times[newest] + period - now <= 0;
  }

  /** A call goes; it must not have to wait. */
  void take(long now) {
    times[oldest] = now;
    oldest = (oldest + 1) % times.length;
    taken = Math.min(taken + 1, times.length);
  }
}
