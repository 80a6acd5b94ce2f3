package tg.hotline.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that idempotent repositories may block: not the caller's, no I/O thread, and not the
 * timer. They have no transaction of a route, since those belong to a thread: a mark is committed
 * when it is written, whatever becomes of the route. Thread-safe.
 */
final class MarkThreads {

  private static final Logger LOG = LoggerFactory.getLogger(MarkThreads.class);

  private final ExecutorService starting;
  private final Executor hop;
  private final BooleanSupplier onHop;

  /** Set on a thread that marks are started on, while one is. */
  private final ThreadLocal<@Nullable Boolean> onStarting = new ThreadLocal<>();

  /**
   * @param starting for marks before a call; must refuse by an exception what it cannot take
   * @param hop by which routing goes on after a call, for the marks after it
   * @param onHop whether the thread that asks is one of the hop's
   */
  MarkThreads(ExecutorService starting, Executor hop, BooleanSupplier onHop) {
    this.starting = starting;
    this.hop = hop;
    this.onHop = onHop;
  }

  private Runnable onStarting(Runnable task) {
    return () -> {
      onStarting.set(true);
      try {
        task.run();
      } finally {
        onStarting.remove();
      }
    };
  }

  /** What waits for a thread. Exactly one of the two is run. */
  private record Waiting(Runnable start, Runnable giveUp) implements Runnable {
    @Override
    public void run() {
      start.run();
    }
  }

  /**
   * Runs what comes before a call.
   *
   * @param giveUp run instead, on the hop, if it is sent away before
   * @throws RejectedExecutionException if there is no place for it; neither will run then
   */
  void before(Runnable start, Runnable giveUp) {
    starting.execute(new Waiting(onStarting(start), giveUp));
  }

  /** Whether there will be no place any more. */
  boolean isStopping() {
    return starting.isShutdown();
  }

  /**
   * Runs what comes after a call; on this thread, if it may be blocked. That it may not happens
   * when there is no thread to be had, and an I/O thread has to tell how the call ended.
   *
   * @return false if there is no thread for it; it will not run then
   */
  boolean after(Runnable task) {
    if (onStarting.get() != null || onHop.getAsBoolean()) {
      task.run();
      return true;
    }
    for (Executor threads : List.of(hop, starting)) {
      try {
        threads.execute(threads == starting ? onStarting(task) : task);
        return true;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // perhaps the other
      }
    }
    return false;
  }

  /**
   * Goes on with routing, which may block for as long as it likes, even for another mark: so not on
   * a thread that marks are started on, of which there are only so many.
   */
  void goOn(Runnable routing) {
    if (onStarting.get() != null) {
      handOver(routing);
    } else {
      routing.run();
    }
  }

  /**
   * Lets those give up that wait to start: they may wait behind a repository that does not answer.
   * Who speaks to a repository is not interrupted, since that closes some embedded databases.
   */
  void sendAway() {
    if (starting instanceof ThreadPoolExecutor pool) {
      List<Runnable> waiting = new ArrayList<>();
      pool.getQueue().drainTo(waiting);
      for (Runnable task : waiting) {
        handOver(task instanceof Waiting who ? who.giveUp : task);
      }
    }
  }

  /** Runs it on the hop; on this thread, whatever it throws, if there is none to be had. */
  void handOver(Runnable task) {
    try {
      hop.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      try { // better on this thread than never
        task.run();
      } catch (RuntimeException | Error broken) { // others wait for this thread
        LOG.warn("What came after a mark failed: {}", broken.toString());
      }
    }
  }
}
