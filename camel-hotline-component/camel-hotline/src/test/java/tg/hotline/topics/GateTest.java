package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors' names begin with their lane: a1 and a2 come from lane a. */
class GateTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Turn> turns = new HashMap<>();

  private Gate gate(int concurrent, int queued, @Nullable RateLimit rate) {
    return new Gate(new Gate.Limits(concurrent, queued, rate), time, time::nanoTime);
  }

  private Gate gate(int concurrent, int queued) {
    return gate(concurrent, queued, null);
  }

  private static RateLimit rate(int calls, Duration period) {
    return new RateLimit(calls, period);
  }

  /** Acts when it is admitted. */
  private record Guest(Turn turn, Consumer<Boolean> in, Consumer<String> out)
      implements Gate.Visitor {
    @Override
    public void admitted(boolean waited) {
      in.accept(waited);
    }

    @Override
    public void refused(String reason) {
      out.accept(reason);
    }
  }

  private Gate.Visitor visitor(String name) {
    Turn turn = turns.computeIfAbsent(name, n -> new Turn(n.substring(0, 1)));
    return new Guest(
        turn, waited -> log.add(name), reason -> log.add(name + " refused: " + reason));
  }

  private void enter(Gate gate, Duration patience, String... names) {
    for (String name : names) {
      gate.enter(visitor(name), time.nanoTime() + patience.toNanos());
    }
  }

  private void enter(Gate gate, String... names) {
    enter(gate, LONG, names);
  }

  private void enterAfter(Gate gate, Duration rest, String name) {
    long now = time.nanoTime();
    gate.enterAt(now + rest.toNanos(), visitor(name), now + LONG.toNanos());
  }

  private List<String> newInLog() {
    List<String> entries = List.copyOf(log);
    log.clear();
    return entries;
  }

  @Test
  void letsSoManyThroughAndTheOthersInOrder() {
    Gate gate = gate(2, 10);
    enter(gate, "a1", "a2", "a3", "a4");
    assertThat(log).containsExactly("a1", "a2");
    gate.leave();
    assertThat(log).containsExactly("a1", "a2", "a3");
    gate.leave();
    gate.leave();
    enter(gate, "a5");
    assertThat(log).containsExactly("a1", "a2", "a3", "a4", "a5");
    assertThat(time.tasks()).as("alarms left behind").isZero();
  }

  @Test
  void whatNobodyWantsAnyMoreTakesNoPlace() {
    Gate gate = gate(1, 10);
    AtomicBoolean wanted = new AtomicBoolean(true);
    Turn turn = new Turn("b", wanted::get);
    Gate.Visitor unsure = new Guest(turn, waited -> log.add("b1"), log::add);
    enter(gate, "a1");
    gate.enter(unsure, time.nanoTime() + LONG.toNanos());
    enter(gate, "a2");
    wanted.set(false);

    gate.leave();
    assertThat(newInLog()).containsExactly("a1", "nobody waits for it any more", "a2");
    gate.leave();
    gate.enter(unsure, time.nanoTime() + LONG.toNanos());
    assertThat(newInLog()).containsExactly("nobody waits for it any more");
    assertThat(gate.isQuiet()).isTrue();
  }

  @Test
  void servesLanesInTurn() {
    Gate gate = gate(1, 100);
    enter(gate, "a1", "a2", "a3", "a4", "b1", "b2", "c1");
    for (int i = 0; i < 6; i++) {
      gate.leave();
    }
    assertThat(log).containsExactly("a1", "a2", "b1", "c1", "a3", "b2", "a4");
  }

  @Test
  void letsWaitBesidesTheOthersWhoPushesNobodyOut() {
    Gate gate = gate(1, 3);
    turns.put("p", Turn.beside("p"));
    enter(gate, "a1", "a2", "a3", "a4", "p");
    assertThat(newInLog()).containsExactly("a1");
    for (int i = 0; i < 4; i++) {
      gate.leave();
    }
    assertThat(newInLog()).containsExactly("a2", "p", "a3", "a4");

    gate = gate(1, 0);
    enter(gate, "a5", "p");
    assertThat(newInLog()).containsExactly("a5");
    gate.leave();
    assertThat(newInLog()).containsExactly("p");
  }

  @Test
  void keepsThePlaceOfATurn() {
    Gate gate = gate(1, 2);
    enter(gate, "a1", "a2", "a3");
    enterAfter(gate, SECOND, "a1"); // a retry
    gate.leave();
    assertThat(newInLog()).containsExactly("a1", "a2");
    time.advance(SECOND);
    enter(gate, "a2"); // another part of the same text, in a queue that is full
    gate.leave();
    gate.leave();
    gate.leave();
    assertThat(newInLog()).containsExactly("a1", "a2", "a3");
  }

  @Test
  void refusesWhenTheQueueIsFull() {
    Gate gate = gate(1, 1);
    enter(gate, "a1", "a2", "a3");
    assertThat(log)
        .containsExactly(
            "a1",
            "a3 refused: 1 calls wait already, as many as maxQueuedCalls allows; send slower or"
                + " raise it");
  }

  @Test
  void countsThoseWhoRestAndLetsThemComeBack() {
    Gate gate = gate(1, 1);
    enter(gate, "a1");
    enterAfter(gate, SECOND, "a2");
    enter(gate, "a3");
    assertThat(log).hasSize(2).last().asString().startsWith("a3 refused");
    enterAfter(gate, SECOND, "a4");
    time.advance(SECOND);
    gate.leave();
    gate.leave();
    assertThat(log.subList(2, 4)).containsExactly("a2", "a4");
  }

  @Test
  void makesRoomForALaneThatHasFewer() {
    Gate gate = gate(1, 3);
    enter(gate, "a1", "a2", "a3", "a4", "b1", "a5", "b2", "c1");
    assertThat(log.stream().map(line -> line.replaceAll(" refused: .*maxQueuedCalls.*", " away")))
        .containsExactly("a1", "a4 away", "a5 away", "b2 away", "a3 away");
    for (int i = 0; i < 3; i++) {
      gate.leave();
    }
    assertThat(log.subList(5, 8)).containsExactly("a2", "b1", "c1");
  }

  /** Nor does it keep the others from being sent away. */
  @Test
  void isNotStoppedByAVisitorThatBreaks() {
    Gate gate = gate(1, 10);
    enter(gate, "a1");
    gate.enter(broken(), time.nanoTime() + LONG.toNanos());
    enter(gate, "a2");
    gate.leave();
    gate.leave(); // for the broken one
    assertThat(log).containsExactly("a1", "a2");
    gate.enter(broken(), time.nanoTime() + LONG.toNanos());
    enter(gate, "a3");
    gate.close();
    assertThat(log).hasSize(3).last().asString().startsWith("a3 refused");
  }

  private static Gate.Visitor broken() {
    return new Gate.Visitor() {
      private final Turn turn = new Turn("a");

      @Override
      public Turn turn() {
        return turn;
      }

      @Override
      public void admitted(boolean waited) {
        throw new StackOverflowError("broken");
      }

      @Override
      public void refused(String reason) {
        throw new StackOverflowError("broken");
      }
    };
  }

  @Test
  void isQuietWhenNobodyIsThereAndRateAndPauseAreOver() {
    Gate gate = gate(2, 10, new RateLimit(2, SECOND));
    assertThat(gate.isQuiet()).isTrue();
    enter(gate, "a1");
    assertThat(gate.isQuiet()).as("a call under way").isFalse();
    time.advance(SECOND.toNanos());
    gate.leave();
    assertThat(gate.isQuiet()).isTrue();
    enter(gate, "a2");
    gate.leave();
    assertThat(gate.isQuiet()).as("its rate is not over").isFalse();
    gate.pause(time.nanoTime() + 2 * SECOND.toNanos());
    time.advance(SECOND.toNanos());
    assertThat(gate.isQuiet()).as("a pause").isFalse();
    enterAfter(gate, SECOND, "a3");
    time.advance(SECOND.toNanos() - 1);
    assertThat(gate.isQuiet()).as("one rests").isFalse();
  }

  @Test
  void keepsARetryInAFullQueue() {
    Gate gate = gate(1, 2);
    enter(gate, "a1");
    enterAfter(gate, SECOND, "a1");
    enterAfter(gate, SECOND, "a2");
    time.advance(SECOND);
    enter(gate, "a3");
    assertThat(log).hasSize(2).last().asString().startsWith("a3 refused");
    enter(gate, "b1"); // a lane with nobody there gets a place
    enter(gate, "b2");
    assertThat(log).hasSize(3).last().asString().startsWith("b2 refused");
  }

  @Test
  void refusesWhoseTurnDoesNotComeInTime() {
    Gate gate = gate(1, 10);
    enter(gate, "a1");
    enter(gate, SECOND, "a2");
    time.advance(SECOND.toNanos() - 1);
    assertThat(log).containsExactly("a1");
    time.advance(1);
    assertThat(log.get(1))
        .isEqualTo(
            "a2 refused: its turn did not come within retryTimeout; as many calls as"
                + " maxConcurrentCalls allows (1) were under way");
    gate.leave();
    enter(gate, "a3");
    assertThat(log).hasSize(3).last().isEqualTo("a3");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void saysWhatHeldIt() {
    Gate gate = gate(2, 10, rate(1, Duration.ofMinutes(1)));
    enter(gate, "a1");
    enter(gate, SECOND, "a2");
    time.advance(SECOND);
    gate.pause(time.nanoTime() + LONG.toNanos());
    enter(gate, SECOND, "a3");
    time.advance(SECOND);
    assertThat(log)
        .containsExactly(
            "a1",
            "a2 refused: its turn did not come within retryTimeout; as many calls as rateLimit"
                + " allows (1/1m) were made",
            "a3 refused: its turn did not come within retryTimeout; Hotline had asked for a pause");
  }

  @Test
  void letsNobodyThroughWhileItPauses() {
    Gate gate = gate(2, 10);
    enter(gate, "a1");
    gate.pause(time.nanoTime() + 3_000);
    gate.pause(time.nanoTime() + 1_000); // does not shorten it
    enter(gate, "b1");
    gate.leave();
    time.advance(2_999);
    assertThat(newInLog()).containsExactly("a1");
    gate.pause(time.nanoTime() + 5_000);
    time.advance(4_999);
    assertThat(newInLog()).isEmpty();
    time.advance(1);
    assertThat(newInLog()).containsExactly("b1");
    enter(gate, "b2");
    assertThat(newInLog()).containsExactly("b2");
  }

  /** A call that is told to wait comes first again when the wait is over. */
  @Test
  void letsThoseFirstWhoWereToldToWait() {
    Gate gate = gate(1, 10);
    enter(gate, "a1", "a2");
    gate.pause(time.nanoTime() + 1_000);
    enterAfter(gate, Duration.ofNanos(1_000), "a1");
    gate.leave();
    time.advance(1_000);
    gate.leave();
    assertThat(log).containsExactly("a1", "a1", "a2");
  }

  @Test
  void holdsTheRateToTheNanosecond() {
    Gate gate = gate(10, 10, rate(2, SECOND));
    enter(gate, "a1");
    time.advance(10);
    enter(gate, "a2", "a3", "a4");
    time.advance(SECOND.toNanos() - 11);
    assertThat(newInLog()).containsExactly("a1", "a2");
    time.advance(1);
    assertThat(newInLog()).containsExactly("a3");
    time.advance(9);
    assertThat(newInLog()).isEmpty();
    time.advance(1);
    assertThat(newInLog()).containsExactly("a4");
  }

  @Test
  void countsRetriesInTheRate() {
    Gate gate = gate(10, 10, rate(2, SECOND));
    enter(gate, "a1", "a2");
    enterAfter(gate, Duration.ofNanos(5), "a1");
    time.advance(SECOND.toNanos() - 1);
    assertThat(newInLog()).containsExactly("a1", "a2");
    time.advance(1);
    assertThat(newInLog()).containsExactly("a1");
  }

  /** 16 callers who come again at odd times, so that now the rate and now they are the limit. */
  @ParameterizedTest
  @CsvSource({"50, 1000, 400", "50, 1000, 30", "1, 20, 200", "20, 60000, 9000"})
  void neverExceedsTheRateAndUsesItWhole(int calls, int periodMillis, int thinkMillis) {
    RateLimit limit = rate(calls, Duration.ofMillis(periodMillis));
    Gate gate = gate(16, 1000, limit);
    Random random = new Random(calls);
    List<Long> admitted = new ArrayList<>();
    List<Long> arrived = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      comeAgain(gate, random, thinkMillis, arrived, admitted);
    }
    long period = limit.period().toNanos();
    time.advance(50 * period);

    assertThat(admitted).hasSizeGreaterThan(15 * calls);
    for (int i = calls; i < admitted.size(); i++) {
      long window = admitted.get(i) - admitted.get(i - calls);
      assertThat(window).as("%d calls", calls + 1).isGreaterThanOrEqualTo(period);
      // Nobody waits for anything but the rate: there are as many places as callers.
      if (admitted.get(i) > arrived.get(i)) {
        assertThat(window).as("a call that waited").isEqualTo(period);
      }
    }
  }

  private void comeAgain(
      Gate gate, Random random, int thinkMillis, List<Long> arrived, List<Long> admitted) {
    time.after(
        random.nextInt(thinkMillis * 1_000_000),
        () -> {
          arrived.add(time.passed());
          Runnable leave =
              () -> {
                gate.leave();
                comeAgain(gate, random, thinkMillis, arrived, admitted);
              };
          Consumer<Boolean> in =
              waited -> {
                admitted.add(time.passed());
                time.after(random.nextInt(5_000_000), leave);
              };
          gate.enter(
              new Guest(new Turn("lane " + random.nextInt(3)), in, log::add),
              time.nanoTime() + LONG.toNanos());
        });
  }

  @Test
  void hasOneAlarmForAllWhoWait() {
    Gate gate = gate(100, 1000, rate(1, SECOND));
    for (int i = 0; i < 500; i++) {
      enter(gate, Duration.ofSeconds(400 + i), "a" + i);
      enterAfter(gate, Duration.ofSeconds(100 + i), "b" + i);
    }
    assertThat(time.tasks()).isEqualTo(1);
    time.advance(SECOND);
    assertThat(log).containsExactly("a0", "a1");
    assertThat(time.tasks()).isEqualTo(1);
  }

  @Test
  void sendsAwayAllWhoWaitWhenItCloses() {
    Gate gate = gate(1, 10);
    enter(gate, "a1", "a2");
    enterAfter(gate, LONG, "a3");
    gate.close();
    gate.leave();
    enter(gate, "a4");
    enterAfter(gate, LONG, "a5");
    assertThat(log.stream().map(line -> line.replaceAll(" refused: .*stopping", " away")))
        .containsExactly("a1", "a2 away", "a3 away", "a4 away", "a5 away");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsAwayWhoWouldWaitOnATimerThatIsGone() {
    Gate gate = gate(1, 10);
    enter(gate, "a1");
    time.shutdownNow();
    enter(gate, "a2");
    enterAfter(gate, LONG, "a3");
    gate.leave();
    assertThat(log.stream().map(line -> line.replaceAll(" refused: .*stopping", " away")))
        .containsExactly("a1", "a2 away", "a3 away");
  }

  @Test
  void standsVisitorsWhoLeaveAtOnce() {
    Gate gate = gate(1, 200_000);
    AtomicInteger admitted = new AtomicInteger();
    enter(gate, "first");
    for (int i = 0; i < 100_000; i++) {
      Consumer<Boolean> hasty =
          waited -> {
            admitted.incrementAndGet();
            gate.leave();
          };
      gate.enter(
          new Guest(new Turn("a" + i % 7), hasty, log::add), time.nanoTime() + LONG.toNanos());
    }
    gate.leave();
    assertThat(admitted).hasValue(100_000);
    assertThat(log).containsExactly("first");
  }

  /**
   * Many threads, real time, limits of every kind: each visitor is told once, and none too many.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neverLetsTooManyThroughWhenManyThreadsCome(boolean limited) throws Exception {
    int visitors = limited ? 4_000 : 20_000;
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    RateLimit limit = limited ? rate(200, Duration.ofMillis(10)) : null;
    Gate gate = new Gate(new Gate.Limits(3, 100_000, limit), timer, System::nanoTime);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(visitors);
    try {
      IntStream.range(0, visitors)
          .mapToObj(
              i ->
                  new Guest(
                      new Turn("lane " + i % 5),
                      waited -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        workers.execute(
                            () -> {
                              inside.decrementAndGet();
                              if (i % 500 == 0) {
                                gate.pause(System.nanoTime() + 1_000_000);
                              }
                              gate.leave();
                              all.countDown();
                            });
                      },
                      log::add))
          .forEach(
              guest ->
                  workers.execute(() -> gate.enter(guest, System.nanoTime() + LONG.toNanos())));
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      workers.shutdownNow();
      timer.shutdownNow();
    }
    assertThat(log).isEmpty();
    assertThat(most.get()).isBetween(1, 3);
  }
}
