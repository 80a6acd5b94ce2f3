package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutingThreadsTest {

  /** Refuses what comes when as many threads are there as there may be. */
  private static final class Pool extends ThreadPoolExecutor {
    volatile int most = Integer.MAX_VALUE;

    Pool() {
      super(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
    }

    @Override
    public void execute(Runnable command) {
      if (getActiveCount() >= most) {
        throw new OutOfMemoryError("no thread");
      }
      super.execute(command);
    }
  }

  /** Looks are taken when a test says so. */
  private static final class Looks extends ScheduledThreadPoolExecutor {
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    Looks() {
      super(1);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
      waiting.add(look);
      return super.schedule(() -> {}, 0, TimeUnit.SECONDS);
    }

    synchronized int size() {
      return waiting.size();
    }

    void take() {
      Runnable look;
      synchronized (this) {
        look = waiting.remove();
      }
      look.run();
    }
  }

  private final Pool pool = new Pool();
  private final Looks looks = new Looks();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final RoutingThreads byHand = new RoutingThreads(pool, looks, time::get);
  private final RoutingThreads threads = new RoutingThreads(pool, timer, System::nanoTime);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    looks.shutdownNow();
    timer.shutdownNow();
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Holds a thread until the latch is open; returns when it does. */
  private void hold(CountDownLatch open) {
    CountDownLatch begun = new CountDownLatch(1);
    byHand.execute(
        () -> {
          begun.countDown();
          pass(open);
        });
    pass(begun);
  }

  @Test
  void oneThreadRunsAllInTheirOrder() {
    List<Integer> ran = new CopyOnWriteArrayList<>();
    List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
    numbers.forEach(i -> byHand.execute(() -> ran.add(i)));

    await().until(() -> ran.size() == 1_000);
    assertThat(ran).isEqualTo(numbers);
    assertThat(pool.getLargestPoolSize()).isEqualTo(1);
    assertThat(looks.size()).as("one look for all").isEqualTo(1);
    looks.take();
    assertThat(looks.size()).as("none while nothing waits").isZero();
  }

  @Test
  void anotherThreadComesIfNoneGetsOn() {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    hold(open);
    byHand.execute(second::countDown);
    looks.take(); // the first was taken before it
    looks.take();
    assertThat(pool.getPoolSize()).as("it may only be a pause").isEqualTo(1);
    looks.take();
    pass(second);
    assertThat(pool.getPoolSize()).isEqualTo(2);
    open.countDown();
  }

  /** As by a database that is far away. */
  @Test
  void anotherThreadComesIfTheyGetOnSlowly() {
    Semaphore steps = new Semaphore(0);
    CountDownLatch all = new CountDownLatch(20);
    AtomicLong begun = new AtomicLong();
    for (int i = 0; i < 20; i++) {
      byHand.execute(
          () -> {
            begun.incrementAndGet();
            steps.acquireUninterruptibly();
            all.countDown();
          });
    }
    for (int i = 1; i <= 10; i++) {
      assertThat(pool.getPoolSize()).isEqualTo(1);
      int next = i;
      await().until(() -> begun.get() == next);
      looks.take();
      steps.release();
    }
    assertThat(pool.getPoolSize()).isEqualTo(2);
    steps.release(20);
    pass(all);
  }

  @Test
  void noOtherThreadComesAsLongAsTheyGetOn() {
    for (int i = 0; i < 50; i++) {
      List<Integer> ran = new CopyOnWriteArrayList<>();
      for (int j = 0; j < 10; j++) {
        byHand.execute(() -> ran.add(1));
      }
      await().until(() -> ran.size() == 10);
      CountDownLatch open = new CountDownLatch(1);
      hold(open);
      byHand.execute(() -> {});
      looks.take(); // ten were taken, and one waits
      open.countDown();
    }
    assertThat(pool.getLargestPoolSize()).isEqualTo(1);
  }

  @Test
  void whatIsTooMuchGoesAgain() {
    for (int i = 0; i < 3; i++) {
      CountDownLatch open = new CountDownLatch(1);
      hold(open);
      CountDownLatch second = new CountDownLatch(1);
      byHand.execute(second::countDown);
      if (i == 0) {
        looks.take();
        looks.take();
        looks.take();
        assertThat(pool.getActiveCount()).isEqualTo(2);
      }
      pass(second); // by the thread that has stayed
      open.countDown();
    }
    time.addAndGet(TimeUnit.SECONDS.toNanos(2));
    looks.take();
    await().until(() -> pool.getActiveCount() == 1);
  }

  /** A route may wait for a call, whose route waits for a call, and so on. */
  @Test
  void tasksMayWaitForEachOther() {
    CompletableFuture<Integer> depth = new CompletableFuture<>();
    threads.execute(() -> depth.complete(nested(50)));
    assertThat(depth.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(50);
  }

  private int nested(int depth) {
    if (depth == 0) {
      return 0;
    }
    CompletableFuture<Integer> below = new CompletableFuture<>();
    threads.execute(() -> below.complete(nested(depth - 1)));
    return below.join() + 1;
  }

  @Test
  void aThousandMayWaitAtATime() {
    CountDownLatch here = new CountDownLatch(1_000);
    CountDownLatch through = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      threads.execute(
          () -> {
            here.countDown();
            pass(here); // for all others
            through.countDown();
          });
    }
    pass(through);
  }

  @Test
  void eachTaskOfManyThreadsRunsOnce() {
    int tasks = 20_000;
    AtomicIntegerArray ran = new AtomicIntegerArray(tasks);
    CountDownLatch all = new CountDownLatch(tasks);
    IntStream.range(0, tasks)
        .parallel()
        .forEach(
            i ->
                threads.execute(
                    () -> {
                      ran.incrementAndGet(i);
                      all.countDown();
                      if (i % 1_000 == 0) { // one that is left interrupted, one that breaks
                        Thread.currentThread().interrupt();
                      } else if (i % 1_000 == 1) {
                        throw new StackOverflowError("broken");
                      }
                    }));
    pass(all);
    assertThat(IntStream.range(0, tasks).map(ran::get)).containsOnly(1);
  }

  @Test
  void runsWhatWaitsWhenItClosesAndTakesNothingMore() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    hold(open);
    List<Integer> ran = new CopyOnWriteArrayList<>();
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    numbers.forEach(i -> byHand.execute(() -> ran.add(i)));

    byHand.close();
    pool.shutdown();

    assertThatThrownBy(() -> byHand.execute(() -> ran.add(-1)))
        .isInstanceOf(RejectedExecutionException.class);
    await().until(() -> ran.size() == 100); // though the first does not end
    open.countDown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).as("no thread stays").isTrue();
    assertThat(ran).isEqualTo(numbers);
  }

  @Test
  void knowsItsThreads() throws Exception {
    CompletableFuture<Boolean> inside = new CompletableFuture<>();
    byHand.execute(() -> inside.complete(byHand.isCurrent() && !threads.isCurrent()));
    assertThat(inside.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(byHand.isCurrent()).isFalse();
  }

  @Test
  void waitsUntilNothingIsRunAndNothingWaits() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    hold(open);
    byHand.awaitQuiet(1); // which is over at once

    CompletableFuture<Integer> ranByThen = new CompletableFuture<>();
    List<Integer> ran = new CopyOnWriteArrayList<>();
    Thread waits =
        new Thread(
            () -> {
              try {
                byHand.awaitQuiet(TimeUnit.MINUTES.toNanos(5));
                ranByThen.complete(ran.size());
              } catch (InterruptedException e) {
                ranByThen.completeExceptionally(e);
              }
            });
    waits.start();
    await().until(() -> waits.getState() == Thread.State.TIMED_WAITING);
    IntStream.range(0, 1_000).forEach(i -> byHand.execute(() -> ran.add(i)));
    open.countDown();
    assertThat(ranByThen.get(60, TimeUnit.SECONDS)).isEqualTo(1_000);
  }

  @Test
  void aClosedPoolRefuses() {
    pool.shutdown();
    List<String> ran = new CopyOnWriteArrayList<>();
    assertThatThrownBy(() -> byHand.execute(() -> ran.add("refused")))
        .isInstanceOf(RejectedExecutionException.class);
    looks.take();
    assertThat(ran).isEmpty();
    assertThat(looks.size()).isZero();
  }

  @Test
  void withoutAThreadItRefusesOrTheTimerHelps() {
    pool.most = 0;
    List<Thread> ran = new CopyOnWriteArrayList<>();
    assertThatThrownBy(() -> byHand.execute(() -> ran.add(Thread.currentThread())))
        .isInstanceOf(OutOfMemoryError.class);

    pool.most = 1;
    CountDownLatch open = new CountDownLatch(1);
    hold(open);
    List<Boolean> known = new CopyOnWriteArrayList<>();
    byHand.execute(
        () -> {
          ran.add(Thread.currentThread());
          known.add(byHand.isCurrent());
        });
    looks.take();
    looks.take();
    looks.take();
    assertThat(ran).containsExactly(Thread.currentThread());
    assertThat(known).containsExactly(true);
    assertThat(byHand.isCurrent()).as("the timer goes on to other things").isFalse();
    open.countDown();
  }

  @Test
  void withoutATimerThereIsAThreadForEach() {
    timer.shutdownNow();
    CountDownLatch here = new CountDownLatch(10);
    CountDownLatch through = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      threads.execute(
          () -> {
            here.countDown();
            pass(here);
            through.countDown();
          });
    }
    pass(through);
  }
}
