package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;

class VerificationTest {

  private static final TopicsResult<TopicInfo> OK =
      new TopicsResult.Success<>(new InfoByTopic(new TopicRef("1", 2)).answer(Map.of()));
  private static final TopicsResult<TopicInfo> AWAY =
      new TopicsResult.Failure<>(Outcome.NOT_SENT, 404, "away", null);

  private static final long START = Long.MAX_VALUE - 1_000; // may wrap around, as a real one

  private final AtomicLong nanos = new AtomicLong(START);
  private final List<Consumer<TopicsResult<TopicInfo>>> calls = new ArrayList<>();
  private final Verification verification =
      new Verification(
          new TopicRef("1", 2),
          calls::add,
          calls::add,
          Duration.ofMillis(20),
          nanos::get,
          () -> Instant.EPOCH.plusNanos(nanos.get() - START));

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void makesOneCallForAThousandWhoAskAtOnce() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(50);
    try {
      List<Future<Verification.Known>> asked = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        asked.add(many.submit(verification::newest));
      }
      for (Future<Verification.Known> each : asked) {
        assertThat(each.get().isGuess()).isTrue();
      }
    } finally {
      many.shutdownNow();
    }
    assertThat(calls).hasSize(1);
  }

  @Test
  void keepsAResultForAWhileAndTheOldOneUntilThereIsANewOne() {
    assertThat(verification.newest().isGuess()).isTrue();
    calls.get(0).accept(OK);
    assertThat(verification.newest().isOk()).isTrue();
    pass(Verification.KEPT.minusNanos(1));
    assertThat(verification.newest().isOk()).isTrue();
    assertThat(calls).hasSize(1);

    pass(Duration.ofNanos(1));
    Verification.Known old = verification.newest();
    pass(Duration.ofMinutes(5));
    assertThat(verification.newest()).as("though the call is still on its way").isEqualTo(old);
    assertThat(calls).hasSize(2);
    calls.get(1).accept(AWAY);
    assertThat(verification.newest().result()).isEqualTo(AWAY);
  }

  @Test
  void tellsSinceWhenItIsSo() {
    verification.newest();
    calls.get(0).accept(AWAY);
    Instant first = verification.newest().since();
    pass(Duration.ofMinutes(1));
    verification.newest();
    calls.get(1).accept(AWAY);

    Verification.Known known = verification.newest();
    assertThat(known.since()).isEqualTo(first);
    assertThat(known.at()).isAfter(first);
  }

  @Test
  void asksOncePerStartUnlessItFailed() {
    var first = verification.beginAtStart();
    assertThat(verification.beginAtStart()).isSameAs(first);
    calls.get(0).accept(AWAY);
    assertThat(verification.atStart().result()).isEqualTo(AWAY);
    assertThat(calls).hasSize(1);

    pass(Verification.KEPT);
    var second = verification.beginAtStart();
    calls.get(1).accept(OK);
    assertThat(second.join().isOk()).isTrue();
    pass(Duration.ofHours(1));
    assertThat(verification.atStart().isOk()).isTrue();
    assertThat(calls).hasSize(2);
  }
}
