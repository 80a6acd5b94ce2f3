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

  /**
   * Takes a turn for a call that is nobody's work: where as many wait as may, it is not turned
   * away, and nobody is for its sake. There should be few of them.
   */
  public static Turn beside(String lane) {
    Turn turn = new Turn(lane);
    turn.begin();
    return turn;
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
