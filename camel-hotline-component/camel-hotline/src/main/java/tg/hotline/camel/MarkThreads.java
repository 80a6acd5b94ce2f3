package tg.hotline.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Where idempotent repositories are called, which may block: never on the thread of a caller, an
 * I/O thread or the timer. It has no transaction of the route's either, since those belong to a
 * thread: a mark is committed when it is written, whatever becomes of the route. Thread-safe.
 */
final class MarkThreads {

  private final ExecutorService starting;
  private final Hop hop;

  /**
   * @param starting for marks before a call; must refuse by an exception what it cannot take
   * @param hop for marks after a call, which are on its threads already
   */
  MarkThreads(ExecutorService starting, Hop hop) {
    this.starting = starting;
    this.hop = hop;
  }

  /** Threads by which routing goes on after a call, and which know themselves. */
  static final class Hop implements Executor {
    private final Executor threads;
    private final ThreadLocal<Boolean> isOne = new ThreadLocal<>();

    Hop(Executor threads) {
      this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
      threads.execute(
          () -> {
            isOne.set(true);
            try {
              task.run();
            } finally {
              isOne.remove();
            }
          });
    }

    boolean hasThisThread() {
      return isOne.get() != null;
    }
  }

  /**
   * Runs what comes before a call.
   *
   * @throws RejectedExecutionException if there is no place for it; it will not run then
   */
  void before(Runnable task) {
    starting.execute(task);
  }

  /** Whether what comes before a call is to give up. */
  boolean isStopping() {
    return starting.isShutdown();
  }

  /**
   * Runs what comes after a call: on this thread, if it is one of the hop's. It is not while the
   * component stops, when an I/O thread may have had to tell how the call ended.
   *
   * @return false if there is no thread for it; it will not run then
   */
  boolean after(Runnable task) {
    if (hop.hasThisThread()) {
      task.run();
      return true;
    }
    for (Executor threads : List.of(hop, starting)) {
      try {
        threads.execute(task);
        return true;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // the next one
      }
    }
    return false;
  }

  /** Those that wait; to be run, so that they give up, once {@link #isStopping()}. */
  List<Runnable> waiting() {
    List<Runnable> waiting = new ArrayList<>();
    if (starting instanceof ThreadPoolExecutor pool) {
      pool.getQueue().drainTo(waiting);
    }
    return waiting;
  }
}
