package tg.hotline.camel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that routes go on with after a call: one, as long as they do not hold it, since more
 * would only be in each other's way. A route may hold it though, even until another call is through
 * that needs a thread to end. So while tasks wait there are soon twice as many threads if none gets
 * on, and a little later if they get on slowly, again and again, without a limit; and half as many
 * may stay after each second in which that was enough. Thread-safe.
 */
final class RoutingThreads implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(RoutingThreads.class);

  private static final long LOOK_MILLIS = 5;

  /** As many tasks as a thread takes between two looks, if they are no longer than 1 ms. */
  private static final long BRISK = LOOK_MILLIS;

  /** As many looks in a row call for more threads: those at which few tasks were taken, or none. */
  private static final int SLOW_LOOKS = 10;

  private static final int SLOW_LOOKS_OF_NONE = 2;

  private static final long ENOUGH = TimeUnit.SECONDS.toNanos(1);
  private static final long LINGERS = TimeUnit.SECONDS.toNanos(60);

  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;

  /** Set on a thread that runs tasks. */
  private final ThreadLocal<@Nullable Boolean> current = new ThreadLocal<>();

  // Not an ArrayDeque: that one is broken where there is no memory left to make it longer.
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  // What follows is written under the lock. What is volatile is read without it too, by those who
  // have added to the queue; who finds the queue empty looks once more after having written.

  /** Threads that have a task or want one; of them, those that want one. */
  private volatile int running;

  private volatile int idle;

  /** As many may want one. */
  private int needed = 1;

  private long neededAt;
  private volatile boolean closed;

  /** Whether a look is to come. What was seen since the last: tasks taken, by how many threads. */
  private volatile boolean watched;

  private volatile int look;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger takers = new AtomicInteger();
  private int slow;

  /** Whether somebody waits, or has waited, until nothing is run. */
  private boolean quietWanted;

  /**
   * Has no thread yet.
   *
   * @param threads has one more at any time, or refuses by an exception; not closed here
   * @param timer is not held, unless there is no thread to be had; not closed here
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  RoutingThreads(ExecutorService threads, ScheduledExecutorService timer, LongSupplier nanoTime) {
    this.threads = threads;
    this.timer = timer;
    this.nanoTime = nanoTime;
  }

  /**
   * Runs a task; those that came before have begun by then.
   *
   * @throws RejectedExecutionException if this is closed, or the threads are; as with all that is
   *     thrown, the task will not run
   */
  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    queue.add(task);
    if (idle > 0 || running == 0 || !watched || closed) { // in this order: who goes was idle
      seeTo(task);
    }
  }

  /** Whether the thread that asks runs one of the tasks. */
  boolean isCurrent() {
    return current.get() != null;
  }

  private synchronized void seeTo(Runnable task) {
    boolean seenTo = !closed && watch();
    if (running == 0 || !seenTo) {
      try {
        start();
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        if (queue.remove(task)) { // else somebody has taken it
          throw e;
        }
      }
    } else if (quietWanted) {
      notifyAll(); // one could be who wants it
    } else if (idle > 0) {
      notify();
    }
  }

  /**
   * Waits until no task waits, and none is run, but for one that had to be by the timer.
   *
   * @param nanos how long at most
   */
  synchronized void awaitQuiet(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    quietWanted = true;
    for (long left = nanos; left > 0 && !isQuiet(); left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000)); // 0 ms is for ever
    }
  }

  private boolean isQuiet() {
    return queue.isEmpty() && idle == running; // in this order: who takes a task is not idle
  }

  /** What waits is still run, and nothing else any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
    if (!queue.isEmpty()) { // the timer may end, too
      grow();
    }
  }

  private synchronized void start() {
    threads.execute(new Runner());
    running++;
  }

  /** A thread's work. */
  private final class Runner implements Runnable {
    private int seen = look - 1;

    @Override
    public void run() {
      try {
        for (Runnable task = next(this); task != null; task = next(this)) {
          RoutingThreads.this.run(task);
        }
      } finally {
        current.remove();
      }
    }
  }

  private void run(Runnable task) {
    var unused = Thread.interrupted(); // if the task before has left it so
    try {
      if (!isCurrent()) {
        current.set(true);
      }
      task.run();
    } catch (Throwable e) { // others wait for this thread
      LOG.warn("What came after a call failed: {}", e.toString());
    }
  }

  /** Waits for a task; null if the thread is not needed any more. */
  private @Nullable Runnable next(Runner runner) {
    Runnable task = queue.poll();
    if (task == null) {
      task = await();
    }
    if (task != null) {
      taken.incrementAndGet();
      if (runner.seen != look) {
        runner.seen = look;
        takers.incrementAndGet();
      }
    }
    return task;
  }

  private synchronized @Nullable Runnable await() {
    long end = System.nanoTime() + LINGERS;
    idle++;
    Runnable task = queue.poll();
    if (quietWanted) {
      notifyAll();
    }
    try {
      for (long left = LINGERS;
          task == null && left > 0 && running <= needed && !closed;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000)); // 0 ms is for ever
        task = queue.poll();
      }
    } catch (InterruptedException e) { // by whoever closes the threads
      task = queue.poll();
    }
    if (task == null) {
      running--;
    }
    idle--;
    return task;
  }

  /** Sees to it that a look is taken; false if the timer is gone. */
  private synchronized boolean watch() {
    if (!watched) {
      try {
        var unused = timer.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        watched = true;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        return false;
      }
      look++;
      taken.set(0);
      takers.set(0);
    }
    return true;
  }

  /** Sees how the tasks get on. */
  private void look() {
    Runnable held = null;
    synchronized (this) {
      watched = false;
      boolean brisk =
          queue.isEmpty() || idle > 0 || taken.get() >= BRISK * Math.max(1, takers.get());
      slow = brisk ? 0 : slow + (taken.get() > 0 ? 1 : SLOW_LOOKS / SLOW_LOOKS_OF_NONE);
      long now = nanoTime.getAsLong();
      if (slow >= SLOW_LOOKS) {
        slow = 0;
        neededAt = now;
        held = grow() ? null : queue.poll();
      } else if (needed > 1 && now - neededAt > ENOUGH) {
        neededAt = now;
        needed /= 2;
        notifyAll();
      }
      if (!queue.isEmpty() && !watch()) {
        grow();
      }
    }
    if (held != null) { // better on this thread than never
      run(held);
      current.remove();
    }
  }

  /** Twice as many threads, if there is work for as many; false if there is none to be had. */
  private boolean grow() {
    long more = queue.stream().limit(Math.max(1, running)).count();
    try {
      for (int i = 0; i < more; i++) {
        start();
      }
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false;
    } finally {
      needed = running;
    }
  }
}
