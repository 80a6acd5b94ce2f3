package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Turn TURN = new Turn("route");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  private Gate gate(int concurrent, int queued) {
    timer.setRemoveOnCancelPolicy(true);
    return new Gate(new Gate.Limits(concurrent, queued), timer);
  }

  private Gate.Visitor visitor(String name) {
    return new Gate.Visitor() {
      @Override
      public Turn turn() {
        return TURN;
      }

      @Override
      public void admitted(boolean waited) {
        log.add(name);
      }

      @Override
      public void refused(String reason) {
        log.add(name + " refused: " + reason);
      }
    };
  }

  @Test
  void letsSoManyThroughAndTheOthersInOrder() {
    Gate gate = gate(2, 10);
    for (String name : List.of("a", "b", "c", "d")) {
      gate.enter(visitor(name), LONG);
    }
    assertThat(log).containsExactly("a", "b");
    gate.leave();
    assertThat(log).containsExactly("a", "b", "c");
    gate.leave();
    gate.leave();
    gate.enter(visitor("e"), LONG);
    assertThat(log).containsExactly("a", "b", "c", "d", "e");
    assertThat(timer.getQueue()).as("waits left behind").isEmpty();
  }

  @Test
  void refusesWhenTheQueueIsFull() {
    Gate gate = gate(1, 1);
    for (String name : List.of("a", "b", "c")) {
      gate.enter(visitor(name), LONG);
    }
    assertThat(log).hasSize(2);
    assertThat(log.get(1)).startsWith("c refused").contains("maxQueuedCalls");
  }

  @Test
  void countsThoseWhoRestAndLetsThemComeBack() {
    Gate gate = gate(1, 1);
    gate.enter(visitor("a"), LONG);
    gate.enterAfter(Duration.ofMillis(1), visitor("b"), LONG);
    gate.enter(visitor("c"), LONG);
    assertThat(log).hasSize(2).last().asString().startsWith("c refused");
    gate.enterAfter(Duration.ofMillis(1), visitor("d"), LONG);
    gate.leave();
    await().until(() -> log.size() == 3);
    gate.leave();
    await().until(() -> log.size() == 4);
    assertThat(log.subList(2, 4)).containsExactlyInAnyOrder("b", "d");
  }

  @Test
  void refusesWhoseTurnDoesNotComeInTime() {
    Gate gate = gate(1, 10);
    gate.enter(visitor("a"), LONG);
    gate.enter(visitor("b"), Duration.ofMillis(20));
    await().until(() -> log.size() == 2);
    assertThat(log.get(1)).startsWith("b refused").contains("maxConcurrentCalls");
    gate.leave();
    gate.enter(visitor("c"), LONG);
    assertThat(log).hasSize(3).last().isEqualTo("c");
  }

  @Test
  void letsOneComeBackLater() {
    Gate gate = gate(1, 10);
    gate.enter(visitor("b"), LONG);
    gate.enterAfter(Duration.ofMillis(1), visitor("a"), LONG);
    gate.leave();
    await().until(() -> log.size() == 2);
    assertThat(log).containsExactly("b", "a");
  }

  @Test
  void sendsAwayAllWhoWaitWhenItCloses() {
    Gate gate = gate(1, 10);
    gate.enter(visitor("a"), LONG);
    gate.enter(visitor("b"), LONG);
    gate.enterAfter(LONG, visitor("c"), LONG);
    gate.close();
    gate.leave();
    gate.enter(visitor("d"), LONG);
    gate.enterAfter(LONG, visitor("e"), LONG);
    assertThat(log.stream().map(line -> line.replaceAll(" refused: .*stopping", " away")))
        .containsExactly("a", "b away", "c away", "d away", "e away");
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void sendsAwayWhoWouldWaitOnATimerThatIsGone() {
    Gate gate = gate(1, 10);
    gate.enter(visitor("a"), LONG);
    timer.shutdownNow();
    gate.enter(visitor("b"), LONG);
    gate.enterAfter(LONG, visitor("c"), LONG);
    gate.leave();
    assertThat(log.stream().map(line -> line.replaceAll(" refused: .*stopping", " away")))
        .containsExactly("a", "b away", "c away");
  }

  @Test
  void standsVisitorsWhoLeaveAtOnce() {
    Gate gate = gate(1, 200_000);
    AtomicInteger admitted = new AtomicInteger();
    Gate.Visitor hasty =
        new Gate.Visitor() {
          @Override
          public Turn turn() {
            return TURN;
          }

          @Override
          public void admitted(boolean waited) {
            admitted.incrementAndGet();
            gate.leave();
          }

          @Override
          public void refused(String reason) {
            log.add(reason);
          }
        };
    gate.enter(visitor("first"), LONG);
    for (int i = 0; i < 100_000; i++) {
      gate.enter(hasty, LONG);
    }
    gate.leave();
    assertThat(admitted).hasValue(100_000);
    assertThat(log).containsExactly("first");
  }

  @Test
  void neverLetsTooManyThroughWhenManyThreadsCome() throws Exception {
    Gate gate = gate(3, 100_000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(20_000);
    try (var workers = new Workers(4)) {
      for (int i = 0; i < 20_000; i++) {
        workers.run(
            () ->
                gate.enter(
                    new Gate.Visitor() {
                      @Override
                      public Turn turn() {
                        return TURN;
                      }

                      @Override
                      public void admitted(boolean waited) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        workers.run(
                            () -> {
                              inside.decrementAndGet();
                              gate.leave();
                              all.countDown();
                            });
                      }

                      @Override
                      public void refused(String reason) {
                        log.add(reason);
                      }
                    },
                    LONG));
      }
      assertThat(all.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
    assertThat(log).isEmpty();
    assertThat(most.get()).isBetween(1, 3);
  }

  /** A pool of threads that is gone after the test; ExecutorService closes itself from Java 19. */
  private static final class Workers implements AutoCloseable {
    private final java.util.concurrent.ExecutorService pool;

    Workers(int threads) {
      pool = Executors.newFixedThreadPool(threads);
    }

    void run(Runnable task) {
      pool.execute(task);
    }

    @Override
    public void close() {
      pool.shutdownNow();
    }
  }
}
