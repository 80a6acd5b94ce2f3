package tg.hotline.camel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * Asks Hotline for a topic, which changes nothing there, to see whether a connection works. One
 * call is under way at a time, however many want to know, and what came of it is kept for a while.
 * Thread-safe.
 */
final class Verification {

  /** How long a result is good enough. */
  static final Duration KEPT = Duration.ofSeconds(30);

  /** How long whoever wants to know waits for a newer result, from the call's start. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long a start waits. */
  static final Duration START_PATIENCE = Duration.ofSeconds(20);

  /** Makes one call. */
  interface Call {
    void begin(Consumer<TopicsResult<TopicInfo>> callback);
  }

  /**
   * What came of a call.
   *
   * @param at when it ended
   * @param since since when all have ended with this outcome
   * @param nanos when it ended, by the other clock; null if there was none yet
   */
  record Known(TopicsResult<TopicInfo> result, Instant at, Instant since, @Nullable Long nanos) {

    /** No call has ended yet. */
    boolean isGuess() {
      return nanos == null;
    }

    boolean isOk() {
      return result.outcome() == Outcome.OK;
    }
  }

  private record Running(CompletableFuture<Known> end, long since) {}

  private final TopicRef topic;
  private final Call probing;
  private final Call starting;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private @Nullable Known known;
  private @Nullable Running running;

  /**
   * @param probing asks for it once
   * @param starting asks for it more than once if need be
   * @param patience as {@link #PATIENCE}
   * @param nanoTime a clock that only goes forward, in nanoseconds
   * @param clock the time of day, to tell people
   */
  Verification(
      TopicRef topic,
      Call probing,
      Call starting,
      Duration patience,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.topic = topic;
    this.probing = probing;
    this.starting = starting;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  TopicRef topic() {
    return topic;
  }

  /** The newest result that can be had soon. */
  Known newest() {
    Known kept = kept();
    if (kept != null && isFresh(kept)) {
      return kept;
    }
    Running going = ask(probing);
    long waited = nanoTime.getAsLong() - going.since;
    await(going.end, patience.toNanos() - waited);
    kept = kept();
    return kept != null ? kept : guess("no answer yet");
  }

  /**
   * For a start, which needs no newer result if the connection has worked before. Waits for {@link
   * #START_PATIENCE} at most.
   */
  Known atStart() {
    CompletableFuture<Known> end = beginAtStart();
    await(end, START_PATIENCE.toNanos());
    return end.isDone()
        ? end.join()
        : guess("no answer within %d s".formatted(START_PATIENCE.toSeconds()));
  }

  /** As {@link #atStart()}, without waiting; never ends exceptionally. */
  CompletableFuture<Known> beginAtStart() {
    Known kept = kept();
    return kept != null && (kept.isOk() || isFresh(kept))
        ? CompletableFuture.completedFuture(kept)
        : ask(starting).end;
  }

  private synchronized @Nullable Known kept() {
    return known;
  }

  private boolean isFresh(Known kept) {
    Long at = kept.nanos;
    return at != null && nanoTime.getAsLong() - at < KEPT.toNanos();
  }

  private Running ask(Call call) {
    Running mine = new Running(new CompletableFuture<>(), nanoTime.getAsLong());
    synchronized (this) {
      if (running != null) {
        return running;
      }
      running = mine;
    }
    try {
      call.begin(result -> ended(mine, result));
    } catch (RuntimeException | Error e) { // never seen; else nobody could ask again
      ended(mine, new Failure<>(Outcome.NOT_SENT, 0, e.toString(), e));
    }
    return mine;
  }

  private void ended(Running mine, TopicsResult<TopicInfo> result) {
    Known now;
    synchronized (this) {
      Instant at = clock.instant();
      Known before = known;
      Instant since =
          before != null && before.result.outcome() == result.outcome() ? before.since : at;
      now = new Known(result, at, since, nanoTime.getAsLong());
      known = now;
      running = null;
    }
    mine.end.complete(now);
  }

  private Known guess(String reason) {
    Instant now = clock.instant();
    return new Known(new Failure<>(Outcome.UNKNOWN, 0, reason, null), now, now, null);
  }

  private static void await(CompletableFuture<Known> end, long nanos) {
    try {
      end.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) { // then what is known must do
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed so
    }
  }
}
