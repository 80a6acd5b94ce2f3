package tg.hotline.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Draws faults at random: so many of all calls, storms included, are hit. Calls that arrive in the
 * same order get the same. Thread-safe.
 */
final class FaultMix {
  static final FaultMix NONE = new FaultMix(0, 0);

  private static final List<Fault> ALL = List.of(Fault.values());
  private static final int SHORTEST_STORM = 6;
  private static final int LONGEST_STORM = 18;

  private final double share;
  private final Random random;
  private Fault storm = Fault.TOO_MANY_REQUESTS;

  /** How many calls the storm goes on for. */
  private int left;

  /** How many faults are not drawn, because a storm has had them. */
  private int overdrawn;

  /**
   * @param share from 0 to 1
   */
  FaultMix(double share, long seed) {
    this.share = share;
    this.random = new Random(seed);
  }

  /** What the next call gets, if anything. */
  synchronized Optional<Fault> next() {
    if (left > 0) {
      left--;
      return Optional.of(storm);
    }
    if (random.nextDouble() >= share) {
      return Optional.empty();
    }
    if (overdrawn > 0) {
      overdrawn--;
      return Optional.empty();
    }
    Fault fault = ALL.get(random.nextInt(ALL.size()));
    if (fault.storms()) {
      storm = fault;
      left = SHORTEST_STORM - 1 + random.nextInt(LONGEST_STORM - SHORTEST_STORM + 1);
      overdrawn = left;
    }
    return Optional.of(fault);
  }
}
