package tg.hotline.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one access token through, so many at a time, the others in the order of their
 * arrival. Nobody waits on a thread: a visitor is told when its turn has come. Thread-safe.
 */
public final class Gate implements AutoCloseable {

  /**
   * How many pass, and how many wait.
   *
   * @param maxConcurrentCalls calls under way at a time
   * @param maxQueuedCalls calls waiting at a time, for their turn or for a retry; a new one more is
   *     refused
   */
  public record Limits(int maxConcurrentCalls, int maxQueuedCalls) {

    /**
     * @throws IllegalArgumentException naming the number that cannot be
     */
    public Limits {
      if (maxConcurrentCalls < 1) {
        throw new IllegalArgumentException(
            "maxConcurrentCalls must be 1 or more, not " + maxConcurrentCalls);
      }
      if (maxQueuedCalls < 0) {
        throw new IllegalArgumentException(
            "maxQueuedCalls must be 0 or more, not " + maxQueuedCalls);
      }
    }
  }

  /**
   * A call that wants to pass. After each visit exactly one of {@code admitted} and {@code refused}
   * is called, once; neither may throw.
   */
  interface Visitor {

    /** Its place in line. */
    Turn turn();

    /**
     * Its turn has come; it must say {@link Gate#leave()} once when it is through.
     *
     * @param waited whether it is told on a thread of somebody else's, which it must not hold
     */
    void admitted(boolean waited);

    /** It will not get through; it must not say {@link Gate#leave()}. */
    void refused(String reason);
  }

  static final String STOPPING = "the component is stopping";

  private final Limits limits;
  private final ScheduledExecutorService timer;

  private final Object lock = new Object();
  private final Set<Waiting> queue = new LinkedHashSet<>();
  private final Set<Waiting> resting = new LinkedHashSet<>();
  private int running;
  private boolean admitting;
  private boolean closed;

  /**
   * Opens a gate.
   *
   * @param timer ends waits; must refuse tasks by an exception once it is shut down; not closed
   *     here
   */
  public Gate(Limits limits, ScheduledExecutorService timer) {
    this.limits = limits;
    this.timer = timer;
  }

  /** How many pass, and how many wait. */
  public Limits limits() {
    return limits;
  }

  /**
   * Brings a visitor to the gate.
   *
   * @param patience how long it waits for its turn, at most
   */
  void enter(Visitor visitor, Duration patience) {
    enter(visitor, patience, false);
  }

  /**
   * Brings a visitor, who was through already, to the gate again, later.
   *
   * @param rest how long it stays away
   * @param patience how long it waits for its turn then, at most
   */
  void enterAfter(Duration rest, Visitor visitor, Duration patience) {
    synchronized (lock) {
      if (!closed
          && await(
              resting,
              new Waiting(visitor),
              rest,
              rested -> {
                if (remove(resting, rested)) {
                  enter(visitor, patience, true);
                }
              })) {
        return;
      }
    }
    visitor.refused(STOPPING);
  }

  private void enter(Visitor visitor, Duration patience, boolean returning) {
    String refusal = null;
    synchronized (lock) {
      if (closed) {
        refusal = STOPPING;
      } else if (running < limits.maxConcurrentCalls() && queue.isEmpty()) {
        running++;
      } else if (returning || queue.size() + resting.size() < limits.maxQueuedCalls()) {
        if (await(queue, new Waiting(visitor), patience, this::giveUp)) {
          return;
        }
        refusal = STOPPING;
      } else {
        refusal =
            "%,d calls wait already, as many as maxQueuedCalls allows; send slower or raise it"
                .formatted(limits.maxQueuedCalls());
      }
    }
    if (refusal == null) {
      visitor.admitted(returning);
    } else {
      visitor.refused(refusal);
    }
  }

  /** False if the timer takes nothing any more. */
  private boolean await(
      Set<Waiting> room, Waiting waiting, Duration time, Consumer<Waiting> atItsEnd) {
    try {
      waiting.alarm =
          timer.schedule(() -> atItsEnd.accept(waiting), time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return false;
    }
    return room.add(waiting); // the lock keeps it from being at its end already
  }

  private boolean remove(Set<Waiting> room, Waiting waiting) {
    synchronized (lock) {
      return room.remove(waiting);
    }
  }

  private void giveUp(Waiting waiting) {
    if (remove(queue, waiting)) {
      waiting.visitor.refused(
          "its turn did not come within retryTimeout; as many calls as maxConcurrentCalls allows ("
              + limits.maxConcurrentCalls()
              + ") were under way");
    }
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
      next.visitor.admitted(true);
    }
  }

  private @Nullable Waiting nextOrDone() {
    synchronized (lock) {
      if (running >= limits.maxConcurrentCalls() || queue.isEmpty()) {
        admitting = false;
        return null;
      }
      Waiting next = queue.iterator().next();
      queue.remove(next);
      next.disarm();
      running++;
      return next;
    }
  }

  /** Refuses all who wait and all who come; those under way are not touched. */
  @Override
  public void close() {
    List<Waiting> sentAway = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      sentAway.addAll(queue);
      sentAway.addAll(resting);
      queue.clear();
      resting.clear();
    }
    for (Waiting waiting : sentAway) {
      waiting.disarm();
      waiting.visitor.refused(STOPPING);
    }
  }

  /** One that waits; compared by identity. */
  private static final class Waiting {
    final Visitor visitor;
    @Nullable Future<?> alarm;

    Waiting(Visitor visitor) {
      this.visitor = visitor;
    }

    void disarm() {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }
}
