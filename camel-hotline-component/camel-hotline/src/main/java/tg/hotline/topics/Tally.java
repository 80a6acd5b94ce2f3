package tg.hotline.topics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How the calls of one connection ended, each with all its tries counting once. Thread-safe. */
public final class Tally {

  /**
   * A call that did not go well.
   *
   * @param status the HTTP status of its last answer, 0 without one
   * @param reason one line for people, without secrets
   */
  public record LastFailure(Outcome outcome, int status, String reason, Instant at) {}

  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
  private volatile @Nullable LastFailure lastFailure;

  public Tally() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  void count(TopicsResult<?> result, InstantSource clock) {
    if (result instanceof TopicsResult.Failure<?> failure) {
      lastFailure =
          new LastFailure(failure.outcome(), failure.status(), failure.reason(), clock.instant());
    }
    LongAdder calls = ended.get(result.outcome());
    if (calls != null) {
      calls.increment();
    }
  }

  /**
   * Counts a call that was surely not sent, since there was nothing to make it with.
   *
   * @param reason one line for people, without secrets
   */
  public void countUncalled(String reason) {
    count(new TopicsResult.Failure<>(Outcome.NOT_SENT, 0, reason, null), InstantSource.system());
  }

  /** Counts those of another one here too. */
  public void add(Tally other) {
    ended.forEach((outcome, calls) -> calls.add(other.calls(outcome)));
  }

  /** How many calls ended so. */
  public long calls(Outcome outcome) {
    LongAdder calls = ended.get(outcome);
    return calls == null ? 0 : calls.sum();
  }

  /** The latest call that did not go well; null if all did. */
  public @Nullable LastFailure lastFailure() {
    return lastFailure;
  }
}
