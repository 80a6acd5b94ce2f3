package tg.hotline.camel;

import java.util.concurrent.TimeUnit;

/**
 * Counts the exchanges that producers and consumers have taken and not handed back. Thread-safe.
 */
final class InFlight {

  private int exchanges;

  synchronized void begin() {
    exchanges++;
  }

  synchronized void end() {
    exchanges--;
    if (exchanges == 0) {
      notifyAll();
    }
  }

  /**
   * Waits until all are handed back.
   *
   * @param nanos how long at most; not at all if it is 0 or less
   * @return how many are left
   */
  synchronized int await(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; exchanges > 0 && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000)); // 0 ms is for ever
      }
    } catch (InterruptedException e) { // whoever stops is in a hurry
      Thread.currentThread().interrupt();
    }
    return exchanges;
  }
}
