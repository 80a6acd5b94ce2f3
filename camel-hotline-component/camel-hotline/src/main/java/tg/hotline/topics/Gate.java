package tg.hotline.topics;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of one access token through, so many at a time, the others in the order of their
 * arrival. Nobody waits on a thread: a visitor is told when its turn has come. Thread-safe.
 */
public final class Gate {

  /** A call that wants to pass. Exactly one of the methods is called, once. */
  interface Visitor {

    /** Its turn has come; it must say {@link Gate#leave()} once when it is through. */
    void admitted();

    /** It will not get through; it must not say {@link Gate#leave()}. */
    void refused(String reason);
  }

  private final int maxConcurrentCalls;
  private final int maxQueuedCalls;
  private final ScheduledExecutorService timer;

  private final Object lock = new Object();
  private final Set<Waiting> queue = new LinkedHashSet<>();
  private int running;
  private boolean admitting;

  /**
   * @param maxConcurrentCalls calls under way at a time
   * @param maxQueuedCalls calls waiting at a time; one more is refused
   * @param timer ends the wait of those whose turn does not come in time; not closed here
   * @throws IllegalArgumentException naming the number that cannot be
   */
  public Gate(int maxConcurrentCalls, int maxQueuedCalls, ScheduledExecutorService timer) {
    if (maxConcurrentCalls < 1) {
      throw new IllegalArgumentException(
          "maxConcurrentCalls must be 1 or more, not " + maxConcurrentCalls);
    }
    if (maxQueuedCalls < 0) {
      throw new IllegalArgumentException("maxQueuedCalls must be 0 or more, not " + maxQueuedCalls);
    }
    this.maxConcurrentCalls = maxConcurrentCalls;
    this.maxQueuedCalls = maxQueuedCalls;
    this.timer = timer;
  }

  /** Brings a visitor, who waits at most so long. */
  void enter(Visitor visitor, Duration patience) {
    Verdict verdict;
    synchronized (lock) {
      verdict = judge(visitor, patience);
    }
    switch (verdict) {
      case ADMITTED -> visitor.admitted();
      case QUEUED -> {}
      case FULL ->
          visitor.refused(
              "%,d calls wait already, as many as maxQueuedCalls allows; send slower or raise it"
                  .formatted(maxQueuedCalls));
      case CLOSED -> visitor.refused("the component is stopping");
    }
  }

  private enum Verdict {
    ADMITTED,
    QUEUED,
    FULL,
    CLOSED
  }

  private Verdict judge(Visitor visitor, Duration patience) {
    if (running < maxConcurrentCalls && queue.isEmpty()) {
      running++;
      return Verdict.ADMITTED;
    }
    if (queue.size() >= maxQueuedCalls) {
      return Verdict.FULL;
    }
    Waiting waiting = new Waiting(visitor, patience);
    try {
      waiting.end = timer.schedule(() -> giveUp(waiting), patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return Verdict.CLOSED;
    }
    queue.add(waiting);
    return Verdict.QUEUED;
  }

  /** A visitor is through. */
  void leave() {
    synchronized (lock) {
      running--;
      if (admitting) {
        return; // whoever admits looks again after each, so that nobody recurses through visitors
      }
      admitting = true;
    }
    for (Waiting next = nextOrDone(); next != null; next = nextOrDone()) {
      next.visitor.admitted();
    }
  }

  private @Nullable Waiting nextOrDone() {
    synchronized (lock) {
      if (running >= maxConcurrentCalls || queue.isEmpty()) {
        admitting = false;
        return null;
      }
      Iterator<Waiting> first = queue.iterator();
      Waiting next = first.next();
      first.remove();
      running++;
      if (next.end != null) {
        next.end.cancel(false);
      }
      return next;
    }
  }

  private void giveUp(Waiting waiting) {
    boolean waits;
    synchronized (lock) {
      waits = queue.remove(waiting);
    }
    if (waits) {
      waiting.visitor.refused(
          "its turn did not come within "
              + waiting.patience.toMillis()
              + " ms; "
              + maxConcurrentCalls
              + " calls (maxConcurrentCalls) were under way before it");
    }
  }

  /** One that waits; compared by identity. */
  private static final class Waiting {
    final Visitor visitor;
    final Duration patience;
    @Nullable Future<?> end;

    Waiting(Visitor visitor, Duration patience) {
      this.visitor = visitor;
      this.patience = patience;
    }
  }
}
