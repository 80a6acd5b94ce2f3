package tg.hotline.topics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Who wants to call, and since when: the parts of one text and the retries of one call come with
 * the same turn, so that they keep their place before those who came later. Thread-safe.
 */
public final class Turn {

  private static final AtomicLong ARRIVALS = new AtomicLong();

  private final String lane;
  private final BooleanSupplier wanted;
  private final long arrival = ARRIVALS.getAndIncrement();
  private volatile boolean begun;

  /**
   * Takes a turn.
   *
   * @param lane whose turns are served in their order; between lanes it goes round. A route's id
   *     does well
   */
  public Turn(String lane) {
    this(lane, () -> true);
  }

  /**
   * Takes a turn for calls that somebody may lose interest in: none is made any more then.
   *
   * @param lane as above
   * @param wanted whether calls are still wanted; asked by any thread when the turn has come, and
   *     must not block
   */
  public Turn(String lane, BooleanSupplier wanted) {
    this.lane = lane;
    this.wanted = wanted;
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

  boolean isWanted() {
    return wanted.getAsBoolean();
  }

  /** A call of this turn was let through, so those that continue it are not turned away. */
  void begin() {
    begun = true;
  }

  /** Whether a call of this turn was let through. */
  public boolean hasBegun() {
    return begun;
  }
}
