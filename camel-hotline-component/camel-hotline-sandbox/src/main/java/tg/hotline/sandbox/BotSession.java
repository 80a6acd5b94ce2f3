package tg.hotline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a bot's own program has not fetched yet: Telegram's queue of updates, with its long polling.
 * Thread-safe.
 */
final class BotSession {
  /** Telegram keeps updates for a day; the oldest go when there are more than this. */
  static final int MAX_PENDING = 10_000;

  /**
   * The highest number given by any session of this JVM. A bot that goes on polling when the
   * sandbox was reset or started anew says which updates it knows already, and would never see
   * those that have a lower number; hence the clock, in seconds as numbers have at most 31 bits.
   */
  private static final AtomicLong LAST_ID = new AtomicLong();

  /** Someone who waits for updates. Told once; both methods have to return at once. */
  interface Waiter {
    void updates(List<Update> updates);

    /** Another one asks now, and Telegram serves the newest only. */
    void replaced();
  }

  private record Waiting(int limit, Waiter waiter) {}

  private final Deque<Update> pending = new ArrayDeque<>();
  private long lastId = Math.max(LAST_ID.get(), Instant.now().getEpochSecond());
  private boolean ended;
  private @Nullable Long lastAsked;
  private @Nullable Waiting waiting;

  synchronized void add(LongFunction<Update> update) {
    pending.addLast(update.apply(++lastId));
    LAST_ID.accumulateAndGet(lastId, Math::max);
    if (pending.size() > MAX_PENDING) {
      pending.removeFirst();
    }
    Waiting told = waiting;
    if (told != null) {
      waiting = null;
      lastAsked = System.nanoTime();
      told.waiter().updates(first(told.limit()));
    }
  }

  /**
   * Fetches, at once if there is something, else when something comes.
   *
   * @param offset updates before this one are known and forgotten; a negative one counts from the
   *     end; 0 forgets nothing
   * @param limit how many at most
   * @return whether the waiter waits now
   */
  synchronized boolean fetch(long offset, int limit, Waiter waiter) {
    Waiting before = waiting;
    waiting = null;
    lastAsked = System.nanoTime();
    if (before != null) {
      before.waiter().replaced();
    }
    forget(offset);
    if (pending.isEmpty() && !ended) {
      waiting = new Waiting(limit, waiter);
      return true;
    }
    waiter.updates(first(limit));
    return false;
  }

  /** Time is up for this one: no updates, if it still waits. */
  synchronized void timeout(Waiter waiter) {
    Waiting now = waiting;
    if (now != null && now.waiter() == waiter) {
      waiting = null;
      lastAsked = System.nanoTime();
      waiter.updates(List.of());
    }
  }

  /**
   * Whether a program waits for updates now, or asked within this time, as it does between polls.
   */
  synchronized boolean isPolled(Duration lately) {
    Long last = lastAsked;
    return waiting != null || (last != null && System.nanoTime() - last < lately.toNanos());
  }

  /** From now on nobody waits here. */
  synchronized void end() {
    ended = true;
    Waiting now = waiting;
    if (now != null) {
      timeout(now.waiter());
    }
  }

  private void forget(long offset) {
    if (offset < 0) {
      while (pending.size() + offset > 0) {
        pending.removeFirst();
      }
    } else {
      pending.removeIf(update -> update.id() < offset);
    }
  }

  private List<Update> first(int limit) {
    return pending.stream().limit(limit).toList();
  }
}
