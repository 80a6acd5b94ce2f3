package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where marks are written when an I/O thread had to tell how a call ended. */
class MarkThreadsTest {

  private static final Executor HOP = task -> new Thread(task, "hop").start();

  private final ExecutorService starting =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "starting"));

  @AfterEach
  void stop() {
    starting.shutdownNow();
  }

  private MarkThreads threads(Executor hop) {
    return threads(starting, hop);
  }

  private static MarkThreads threads(ExecutorService starting, Executor hop) {
    return new MarkThreads(starting, hop, () -> Thread.currentThread().getName().equals("hop"));
  }

  private static Executor refusing(Throwable by) {
    return task -> {
      if (by instanceof Error error) {
        throw error;
      }
      throw new RejectedExecutionException(by);
    };
  }

  private static String thread(MarkThreads threads) throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    assertThat(threads.after(() -> thread.complete(Thread.currentThread().getName()))).isTrue();
    return thread.get(20, TimeUnit.SECONDS);
  }

  @Test
  void notOnAThreadThatMustNotBlock() throws Exception {
    for (Throwable by : List.of(new IllegalStateException(), new OutOfMemoryError("no thread"))) {
      assertThat(thread(threads(refusing(by)))).isEqualTo("starting");
    }
    assertThat(thread(threads(HOP))).isEqualTo("hop");
  }

  @Test
  void onTheThreadThatMayBlock() throws Exception {
    MarkThreads threads = threads(HOP);
    for (Executor from : List.<Executor>of(HOP, start -> threads.before(start, start))) {
      CompletableFuture<Thread> outer = new CompletableFuture<>();
      CompletableFuture<Thread> inner = new CompletableFuture<>();
      from.execute(
          () -> {
            outer.complete(Thread.currentThread());
            threads.after(() -> inner.complete(Thread.currentThread()));
          });
      assertThat(inner.get(20, TimeUnit.SECONDS)).isSameAs(outer.get());
    }
  }

  /** As when there is no thread to be had: the stop tells them itself, and all of them. */
  @Test
  void sendsAllAwayEvenWithoutAThread() throws Exception {
    for (Throwable by : List.of(new IllegalStateException(), new OutOfMemoryError("no thread"))) {
      ThreadPoolExecutor one =
          new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      CountDownLatch answers = new CountDownLatch(1);
      List<String> told = new CopyOnWriteArrayList<>();
      MarkThreads threads = threads(one, refusing(by));
      threads.before(
          () -> {
            try {
              answers.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            told.add("first");
          },
          () -> told.add("first gives up"));
      threads.before(
          () -> told.add("second"),
          () -> {
            told.add("second gives up");
            throw new IllegalStateException("its route breaks");
          });
      threads.before(() -> told.add("third"), () -> told.add("third gives up"));

      threads.sendAway();
      assertThat(told).containsExactly("second gives up", "third gives up");

      answers.countDown();
      one.shutdown();
      assertThat(one.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(told).containsExactly("second gives up", "third gives up", "first");
    }
  }

  @Test
  void saysIfThereIsNone() {
    MarkThreads threads = threads(refusing(new IllegalStateException()));
    starting.shutdown();

    assertThat(threads.isStopping()).isTrue();
    assertThat(threads.after(() -> {})).isFalse();
  }
}
