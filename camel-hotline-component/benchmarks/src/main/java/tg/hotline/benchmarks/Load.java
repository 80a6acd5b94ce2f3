package tg.hotline.benchmarks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls by a side, so many at a time: each call's end begins the next one, on its own thread, or on
 * one of as many threads where the side is blocking.
 */
final class Load implements AutoCloseable {

  private final Side side;
  private final int inFlight;
  private final @Nullable ExecutorService threads;

  Load(Side side, int inFlight) {
    this.side = side;
    this.inFlight = inFlight;
    this.threads = side.isBlocking() ? Executors.newFixedThreadPool(inFlight) : null;
  }

  /** Calls so often, and returns when all calls have ended. */
  void run(int calls) throws Exception {
    Run run = new Run(calls);
    for (int i = 0; i < inFlight; i++) {
      if (threads == null) {
        run.next();
      } else {
        threads.execute(run::all);
      }
    }
    run.await();
  }

  private final class Run {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final int calls;
    private final CountDownLatch ended;

    Run(int calls) {
      this.calls = calls;
      this.ended = new CountDownLatch(calls);
    }

    boolean next() {
      if (begun.incrementAndGet() > calls) {
        return false;
      }
      try {
        side.send(Message.OF_ALL, this::ended);
      } catch (Throwable e) {
        ended(e);
      }
      return true;
    }

    private void ended(@Nullable Throwable e) {
      if (e != null) {
        failure.compareAndSet(null, e);
      }
      ended.countDown();
      if (threads == null) {
        next();
      }
    }

    void all() {
      while (next()) {}
    }

    void await() throws Exception {
      ended.await();
      if (failure.get() != null) {
        throw new IllegalStateException("A call failed", failure.get());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (threads != null) {
      threads.shutdownNow();
    }
    side.close();
  }
}
