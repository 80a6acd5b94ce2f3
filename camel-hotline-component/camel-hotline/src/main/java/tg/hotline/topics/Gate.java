package tg.hotline.topics;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the calls of one access token through: so many at a time, so many in a period, none while
 * Hotline asks for a pause. The others wait, in the order of their turns within a lane, the lanes
 * in turn. Nobody waits on a thread: a visitor is told when its turn has come. Thread-safe.
 */
public final class Gate implements AutoCloseable {

  /**
   * How many pass, and how many wait.
   *
   * @param maxConcurrentCalls calls under way at a time
   * @param maxQueuedCalls calls waiting at a time, for their turn or for a retry; when a new one
   *     comes to as many, it is refused, or the newest of a lane that has more
   * @param rateLimit calls in a period, tries after the first included; null for no limit
   */
  public record Limits(int maxConcurrentCalls, int maxQueuedCalls, @Nullable RateLimit rateLimit) {

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

    // Why these two are written out: JDK-8078641. What Java 17 makes of a record's own keeps its
    // classes from being unloaded with a web application.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Limits limits
          && maxConcurrentCalls == limits.maxConcurrentCalls
          && maxQueuedCalls == limits.maxQueuedCalls
          && Objects.equals(rateLimit, limits.rateLimit);
    }

    @Override
    public int hashCode() {
      return Objects.hash(maxConcurrentCalls, maxQueuedCalls, rateLimit);
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

  /** What keeps the next one from passing. */
  private enum Hold {
    PAUSE,
    CONCURRENCY,
    RATE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Why a call is refused that comes when the component stops, or waits then. */
  public static final String STOPPING = "the component is stopping";

  private static final String UNWANTED = "nobody waits for it any more";

  private final Limits limits;
  private final LongSupplier nanoTime;

  private final Object lock = new Object();
  private final WaitingRoom room = new WaitingRoom();
  private final @Nullable SlidingWindow window;
  private final Alarm alarm; // one for all who are here
  private int running;
  private long pausedUntil;
  private Hold lastHold = Hold.CONCURRENCY;
  private boolean serving;
  private volatile boolean draining;
  private boolean closed;

  /**
   * Opens a gate.
   *
   * @param timer ends waits; must refuse tasks by an exception once it is shut down; not closed
   *     here
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  public Gate(Limits limits, ScheduledExecutorService timer, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.alarm = new Alarm(timer, this::serve);
    this.window = limits.rateLimit() == null ? null : new SlidingWindow(limits.rateLimit());
    this.pausedUntil = now();
  }

  /** How many pass, and how many wait. */
  public Limits limits() {
    return limits;
  }

  /** The time by the gate's clock, in nanoseconds. */
  long now() {
    return nanoTime.getAsLong();
  }

  /**
   * Brings a visitor to the gate.
   *
   * @param deadline until when it waits for its turn, at most
   */
  void enter(Visitor visitor, long deadline) {
    Turn turn = visitor.turn();
    Waiting pushedOut = null;
    String refusal = null;
    boolean admitted = false;
    synchronized (lock) {
      long now = now();
      room.rouse(now);
      if (closed) {
        refusal = STOPPING;
      } else if (!turn.isWanted()) {
        refusal = UNWANTED;
      } else if (room.nobodyWaits() && hold(now) == null) {
        begin(turn, now);
        admitted = true;
      } else if (draining) {
        refusal = STOPPING;
      } else if (turn.hasBegun()
          || room.size() < limits.maxQueuedCalls()
          || (pushedOut = room.pushOutFor(turn)) != null
          || (limits.maxQueuedCalls() > 0 && !room.hasAnyOf(turn))) { // though all have begun
        room.enter(new Waiting(visitor, turn.hasBegun(), deadline));
        setAlarm(now);
      } else {
        refusal = full("send slower");
      }
    }
    if (pushedOut != null) {
      refuse(pushedOut, full("a route that has fewer needed a place; send slower"));
    }
    sendAwayIfDraining();
    if (admitted) {
      visitor.admitted(false);
    } else if (refusal != null) {
      visitor.refused(refusal);
    }
  }

  private String full(String advice) {
    return "%,d calls wait already, as many as maxQueuedCalls allows; %s or raise it"
        .formatted(limits.maxQueuedCalls(), advice);
  }

  /**
   * Brings a visitor, who was through already, to the gate again, later.
   *
   * @param due until when it stays away
   * @param deadline until when it waits for its turn then, at most
   */
  void enterAt(long due, Visitor visitor, long deadline) {
    boolean taken;
    synchronized (lock) {
      taken = !draining;
      if (taken) {
        room.rest(new Waiting(visitor, true, deadline), due);
        setAlarm(now());
      }
    }
    if (taken) {
      sendAwayIfDraining();
    } else {
      visitor.refused(STOPPING);
    }
  }

  /**
   * Lets nobody through until then; what is asked for by several is the longest of it. Who waits
   * already is looked after when somebody leaves or the alarm rings, as without it.
   *
   * @return whether there was no pause before
   */
  boolean pause(long until) {
    synchronized (lock) {
      boolean begins = pausedUntil - now() <= 0;
      if (until - pausedUntil > 0) {
        pausedUntil = until;
      }
      return begins;
    }
  }

  /** Whether nothing would be lost if another gate took its place: no call, no rate, no pause. */
  public boolean isQuiet() {
    synchronized (lock) {
      long now = now();
      return running == 0
          && room.size() == 0
          && pausedUntil - now <= 0
          && (window == null || window.isEmpty(now));
    }
  }

  /** How many calls wait, for their turn or for a retry. */
  public int waiting() {
    synchronized (lock) {
      return room.size();
    }
  }

  /** How many calls are under way. */
  public int underWay() {
    synchronized (lock) {
      return running;
    }
  }

  /** How long nobody is let through any more, since Hotline asked for it; 0 without a pause. */
  public long pausedNanos() {
    synchronized (lock) {
      return Math.max(0, pausedUntil - now());
    }
  }

  /** A visitor is through. */
  void leave() {
    synchronized (lock) {
      running--;
      if (room.size() == 0) {
        return; // nobody to serve, as a rule
      }
    }
    serve();
  }

  /** Does for those who are here what can be done now. */
  private void serve() {
    synchronized (lock) {
      if (serving) {
        return; // whoever serves looks again after each, so that nobody recurses through visitors
      }
      serving = true;
    }
    for (Runnable step = nextStep(); step != null; step = nextStep()) {
      run(step);
    }
    sendAwayIfDraining();
  }

  private static void refuse(Waiting waiting, String reason) {
    run(() -> waiting.visitor.refused(reason));
  }

  /** One visitor that breaks must not keep the others waiting for ever. */
  private static void run(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      LOG.error("A call broke at the gate", e);
    }
  }

  private @Nullable Runnable nextStep() {
    synchronized (lock) {
      long now = now();
      room.rouse(now);
      Waiting late = room.late(now);
      if (late != null) {
        String reason = tooLate();
        return () -> late.visitor.refused(reason);
      }
      Hold hold = hold(now);
      Waiting next = hold == null ? room.next() : null;
      if (next != null && !next.turn.isWanted()) {
        return () -> next.visitor.refused(UNWANTED);
      }
      if (next != null) {
        begin(next.turn, now);
        return () -> next.visitor.admitted(true);
      }
      serving = false;
      setAlarm(now);
      return null;
    }
  }

  private void begin(Turn turn, long now) {
    turn.begin();
    running++;
    if (window != null) {
      window.take(now);
    }
  }

  private @Nullable Hold hold(long now) {
    if (pausedUntil - now > 0) {
      return Hold.PAUSE;
    }
    if (running >= limits.maxConcurrentCalls()) {
      return Hold.CONCURRENCY;
    }
    return window != null && window.waitNanos(now) > 0 ? Hold.RATE : null;
  }

  private String tooLate() {
    return "its turn did not come within retryTimeout; "
        + switch (lastHold) {
          case PAUSE -> "Hotline had asked for a pause";
          case CONCURRENCY ->
              "as many calls as maxConcurrentCalls allows (%d) were under way"
                  .formatted(limits.maxConcurrentCalls());
          case RATE ->
              "as many calls as rateLimit allows (%s) were made".formatted(limits.rateLimit());
        };
  }

  /** Sees to it that somebody serves when time alone changes something. */
  private void setAlarm(long now) {
    Long next = room.nextAlarm();
    if (next == null) {
      alarm.cancel();
      return;
    }
    long at = next;
    Hold hold = room.nobodyWaits() ? null : hold(now);
    lastHold = hold == null ? lastHold : hold;
    if (hold == Hold.PAUSE) {
      at = earlier(at, pausedUntil);
    } else if (hold == Hold.RATE && window != null) {
      at = earlier(at, now + window.waitNanos(now));
    }
    if (!alarm.set(now, at)) { // the timer is shut down
      draining = true;
      closed = true;
    }
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  /** Refuses all who wait, and from now on all who would have to; the others pass as before. */
  public void drain() {
    draining = true;
    sendAwayIfDraining();
  }

  /** Refuses all who wait and all who come; those under way are not touched. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    drain();
  }

  private void sendAwayIfDraining() {
    if (draining) {
      List<Waiting> all;
      synchronized (lock) {
        alarm.cancel();
        all = room.clear();
      }
      all.forEach(waiting -> refuse(waiting, STOPPING));
    }
  }
}
