package tg.hotline.topics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who wants to call, and since when: the parts of one text and the retries of one call come with
 * the same turn, so that they keep their place before those who came later. Thread-safe.
 */
public final class Turn {

  private static final AtomicLong ARRIVALS = new AtomicLong();

  private final String lane;
  private final long arrival = ARRIVALS.getAndIncrement();
  private volatile boolean begun;

  /**
   * Takes a turn.
   *
   * @param lane whose turns are served in their order; between lanes it goes round. A route's id
   *     does well
   */
  public Turn(String lane) {
    this.lane = lane;
  }

  String lane() {
    return lane;
  }

  /** Grows with each turn that is taken. */
  long arrival() {
    return arrival;
  }

  /** A call of this turn was let through, so those that continue it are not turned away. */
  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }
}
