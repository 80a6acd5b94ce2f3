package tg.hotline.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock and a timer whose time goes on only when a test says so. It starts shortly before {@code
 * nanoTime}'s largest number, as it may on a real machine. What falls due runs on the test's
 * thread, at its exact time. Thread-safe.
 */
final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  private final TreeSet<Task> tasks =
      new TreeSet<>(
          Comparator.<Task>comparingLong(task -> task.at).thenComparingLong(task -> task.number));
  private long passed;
  private long numbers;
  private boolean shutdown;

  /** As {@link System#nanoTime()}. */
  synchronized long nanoTime() {
    return START + passed;
  }

  /** Nanoseconds since the start. */
  synchronized long passed() {
    return passed;
  }

  synchronized int tasks() {
    return tasks.size();
  }

  /** Nanoseconds until the next task. */
  synchronized long untilNext() {
    return tasks.first().at - passed;
  }

  /** Runs a task so many nanoseconds from now. */
  synchronized void after(long nanos, Runnable command) {
    tasks.add(new Task(command, passed + nanos, numbers++));
  }

  void advance(Duration time) {
    advance(time.toNanos());
  }

  void advance(long nanos) {
    long end = passed() + nanos;
    for (Task next = nextUntil(end); next != null; next = nextUntil(end)) {
      next.run();
    }
    synchronized (this) {
      passed = end;
    }
  }

  private synchronized @Nullable Task nextUntil(long end) {
    if (tasks.isEmpty() || tasks.first().at > end) {
      return null;
    }
    Task next = tasks.pollFirst();
    passed = Math.max(passed, next.at);
    return next;
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    Task task = new Task(command, passed + unit.toNanos(delay), numbers++);
    tasks.add(task);
    return task;
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = new ArrayList<>(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public void shutdown() {
    shutdownNow();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }

  @Override
  public void execute(Runnable command) {
    after(0, command);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long at;
    private final long number;

    Task(Runnable command, long at, long number) {
      super(command, null);
      this.at = at;
      this.number = number;
    }

    @Override
    protected void setException(Throwable thrown) {
      throw new AssertionError("a task failed", thrown);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      synchronized (VirtualTime.this) {
        tasks.remove(this);
      }
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - passed(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
