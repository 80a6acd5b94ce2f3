package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.BotSession.Waiter;

class BotSessionTest {
  private static final TelegramUser ANN = TelegramUser.of(1, "Ann");

  private final BotSession session = new BotSession();

  /** What a poll got: nothing yet, updates, or its replacement. */
  private static final class Poll implements Waiter {
    final List<String> got = new ArrayList<>();
    final List<Long> ids = new ArrayList<>();
    String end = "waits";

    @Override
    public void updates(List<Update> updates) {
      assertThat(end).as("answered twice").isEqualTo("waits");
      end = "answered";
      for (Update update : updates) {
        ids.add(update.id());
        got.add(((Update.Written) update).message().text());
      }
    }

    @Override
    public void replaced() {
      assertThat(end).as("answered twice").isEqualTo("waits");
      end = "replaced";
    }
  }

  @Test
  void whatIsThereIsToldAtOnceAndAgainUntilItIsConfirmed() {
    write("one");
    write("two");
    Poll first = poll(0, 100);
    assertThat(first.got).containsExactly("one", "two");
    assertThat(first.ids.get(1)).isEqualTo(first.ids.get(0) + 1);

    assertThat(poll(0, 100).got).containsExactly("one", "two");
    assertThat(poll(first.ids.get(1), 100).got).containsExactly("two");
    assertThat(poll(first.ids.get(1) + 1, 100).end).isEqualTo("waits");
  }

  @Test
  void aLimitLeavesTheRestForLater() {
    write("one");
    write("two");

    Poll first = poll(0, 1);

    assertThat(first.got).containsExactly("one");
    assertThat(poll(first.ids.get(0) + 1, 1).got).containsExactly("two");
  }

  @Test
  void aNegativeOffsetKeepsTheNewestOnly() {
    write("one");
    write("two");
    write("three");

    assertThat(poll(-2, 100).got).containsExactly("two", "three");
    assertThat(poll(-100, 100).got).containsExactly("two", "three");
    assertThat(poll(Long.MIN_VALUE, 100).got).containsExactly("two", "three");
    assertThat(poll(-1, 100).got).containsExactly("three");
    assertThat(poll(0, 100).got).containsExactly("three");
  }

  @Test
  void whoWaitsIsToldWhatComesAndOnlyOnce() {
    Poll waiting = poll(0, 100);

    write("one");
    write("two");

    assertThat(waiting.got).containsExactly("one");
    assertThat(poll(0, 100).got).containsExactly("one", "two");
  }

  @Test
  void theNewestPollIsServedAndTheOlderOneToldSo() {
    Poll older = poll(0, 100);
    Poll newer = poll(0, 100);
    session.timeout(older);
    write("one");

    assertThat(older.end).isEqualTo("replaced");
    assertThat(newer.got).containsExactly("one");
  }

  @Test
  void whenTimeIsUpThereIsNothing() {
    Poll waiting = poll(0, 100);

    session.timeout(waiting);
    write("one");

    assertThat(waiting.end).isEqualTo("answered");
    assertThat(waiting.got).isEmpty();
    assertThat(poll(0, 100).got).containsExactly("one");
  }

  @Test
  void itIsPolledWhileSomebodyWaitsAndForAWhileAfter() {
    assertThat(session.isPolled(Duration.ofHours(1))).isFalse();

    poll(0, 100);
    assertThat(session.isPolled(Duration.ZERO)).isTrue();

    write("one");
    assertThat(session.isPolled(Duration.ZERO)).isFalse();
    assertThat(session.isPolled(Duration.ofHours(1))).isTrue();
  }

  @Test
  void aFullQueueLosesItsOldest() {
    for (int i = 0; i <= BotSession.MAX_PENDING; i++) {
      write("message " + i);
    }

    Poll all = poll(0, Integer.MAX_VALUE);

    assertThat(all.got).hasSize(BotSession.MAX_PENDING).startsWith("message 1");
  }

  @Test
  void nobodyWaitsAtAnEndedSessionAndTheNextOneCountsOn() {
    write("one");
    long known = poll(0, 100).ids.get(0);
    Poll waiting = poll(known + 1, 100);

    session.end();

    assertThat(waiting.end).isEqualTo("answered");
    assertThat(poll(known + 1, 100).end).isEqualTo("answered");
    BotSession next = new BotSession();
    Poll after = new Poll();
    assertThat(next.fetch(known + 1, 100, after)).isTrue();
    next.add(id -> written(id, "after the reset"));
    assertThat(after.got).containsExactly("after the reset");
    assertThat(after.ids.get(0)).isGreaterThan(known).isLessThanOrEqualTo(Integer.MAX_VALUE);
  }

  private void write(String text) {
    session.add(id -> written(id, text));
  }

  private Poll poll(long offset, int limit) {
    Poll poll = new Poll();
    boolean waits = session.fetch(offset, limit, poll);
    assertThat(waits).isEqualTo(poll.end.equals("waits"));
    return poll;
  }

  private static Update written(long id, String text) {
    return new Update.Written(
        id, ANN, new ChatMessage(1, ChatMessage.Sender.CUSTOMER, text, null, Instant.EPOCH, false));
  }
}
