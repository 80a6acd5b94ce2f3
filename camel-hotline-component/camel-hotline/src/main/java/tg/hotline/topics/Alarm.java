package tg.hotline.topics;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An alarm that rings once, when it was last set to. Thread-safe. */
final class Alarm {

  private final ScheduledExecutorService timer;
  private final Runnable bell;
  private @Nullable Future<?> task;
  private long setTo;
  private long settings;

  /**
   * Makes an alarm that is not set.
   *
   * @param bell run by the timer; may set the alarm again
   */
  Alarm(ScheduledExecutorService timer, Runnable bell) {
    this.timer = timer;
    this.bell = bell;
  }

  /**
   * Makes it ring at a time, or before: if it is set to an earlier one, it stays so.
   *
   * @return whether the timer takes anything still
   */
  synchronized boolean set(long now, long at) {
    if (task != null && setTo - at <= 0) {
      return true;
    }
    cancel();
    long setting = ++settings;
    try {
      task = timer.schedule(() -> ring(setting), Math.max(0, at - now), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return false;
    }
    setTo = at;
    return true;
  }

  synchronized void cancel() {
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }

  private void ring(long setting) {
    synchronized (this) {
      if (setting == settings) { // else it was too late to cancel it
        task = null;
      }
    }
    bell.run();
  }
}
