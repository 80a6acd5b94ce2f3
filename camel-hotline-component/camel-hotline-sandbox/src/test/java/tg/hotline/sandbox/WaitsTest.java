package tg.hotline.sandbox;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitsTest {
  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void whatIsThereAlreadyNeedsNoTime() throws Exception {
    caller.call(Caller.send(Seed.USER_ID, "one"));
    caller.call(Caller.send(Seed.USER_ID, "two"));

    assertThat(hotline.awaitMessages(1, ZERO)).hasSize(2);
    assertThat(hotline.awaitMessage(m -> m.text().equals("two"), ZERO))
        .isEqualTo(hotline.messages().get(1));
    assertThat(hotline.awaitCalls(2, ZERO)).hasSize(2);
    assertThat(hotline.awaitCall(Call::tookEffect, ZERO).number()).isEqualTo(1);
  }

  @Test
  void aMessageThatComesLaterEndsTheWait() {
    hotline.answerNext(Answer.delayed(ofMillis(100)));
    CompletableFuture<HttpResponse<String>> answer =
        caller.callAsync(Caller.send(Seed.USER_ID, "late"));

    assertThat(hotline.awaitMessage(m -> m.text().equals("late"), Caller.PATIENCE).userId())
        .isEqualTo(Seed.USER_ID);
    assertThat(answer).succeedsWithin(Caller.PATIENCE);
  }

  @Test
  void aCallInFlightIsPendingUntilItEnds() {
    hotline.answerNext(Answer.delayed(ofMillis(200)));
    CompletableFuture<HttpResponse<String>> answer = caller.callAsync(Caller.INFO);

    Call arrived = hotline.awaitCall(call -> true, Caller.PATIENCE);
    assertThat(arrived.outcome()).isEqualTo(Call.Outcome.PENDING);
    assertThat(arrived.status()).isZero();

    assertThat(hotline.awaitCalls(1, Caller.PATIENCE))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.outcome()).isEqualTo(Call.Outcome.TOPIC_INFO);
              assertThat(call.status()).isEqualTo(200);
            });
    assertThat(answer).succeedsWithin(Caller.PATIENCE);
  }

  @Test
  void whenTimeIsUpTheErrorTellsWhatCameInstead() throws Exception {
    caller.call(Caller.send(Seed.USER_ID, "only this"));
    hotline.answerNext(Answer.status(503));
    caller.call(Caller.send(Seed.USER_ID, "lost"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitMessages(2, ofMillis(50)))
        .withMessageContaining("Waited PT0.05S for 2 messages")
        .withMessageContaining("1 messages came")
        .withMessageContaining("only this")
        .withMessageContaining("2 calls came")
        .withMessageContaining("status=503");
  }

  @Test
  void whoWaitsForAChatMessageIsToldTheChat() {
    hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(5, "Ann"), "only this");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitChat(Seed.SALES_INSTANCE, 5, m -> false, ofMillis(1)))
        .withMessageContaining("a matching chat message")
        .withMessageContaining("1 chat messages came")
        .withMessageContaining("only this");
  }

  @Test
  void noMatchIsATimeoutToo() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitMessage(m -> true, ofMillis(1)))
        .withMessageContaining("a matching message")
        .withMessageContaining("0 messages came");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitCalls(1, ofMillis(1)))
        .withMessageContaining("1 ended calls");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitCall(c -> true, ofMillis(1)))
        .withMessageContaining("a matching call");
  }

  @Test
  void anInterruptedWaitStopsAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hotline.awaitMessages(1, Caller.PATIENCE))
        .withMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
