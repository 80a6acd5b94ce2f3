package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** A listener is told of every try where it holds nobody but its call. */
class AttemptTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final IncomingInTopic SEND = new IncomingInTopic(Seed.USER_ID, "hello");
  private static final Instant CLOCK = Instant.parse("2026-03-01T12:00:00Z");

  private final HotlineSandbox sandbox = HOTLINE.sandbox();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService hop =
      Executors.newCachedThreadPool(work -> new Thread(work, "hop"));
  private final HttpTransport transport =
      new HttpTransport(new HttpTransport.Settings(Duration.ofSeconds(5), null, null), timer);
  private final Gate gate = new Gate(new Gate.Limits(1, 0, null), timer, System::nanoTime);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    gate.close();
    transport.close();
    timer.shutdownNow();
    hop.shutdownNow();
  }

  private CompletableFuture<TopicsResult<SentMessage>> call(URI url, Attempt.Listener listener) {
    Access access =
        new Access(new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY), gate);
    TopicsClient client =
        new TopicsClient(
            () -> access,
            new TopicsClient.Settings(
                url,
                Duration.ofSeconds(20),
                new RetryPolicy(
                    3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1))),
            transport,
            new TopicsClient.Engine(timer, hop, InstantSource.fixed(CLOCK), () -> 0.5));
    CompletableFuture<TopicsResult<SentMessage>> result = new CompletableFuture<>();
    client.call(
        SEND,
        new Turn(""),
        listener,
        r -> {
          told.add("end " + r.outcome());
          result.complete(r);
        });
    return result;
  }

  private void told(Attempt attempt) {
    told.add(
        "%d %s %d, call %d, %s"
            .formatted(
                attempt.number(),
                attempt.outcome(),
                attempt.status(),
                sandbox.calls().size(),
                Thread.currentThread().getName()));
    assertThat(attempt.nanos()).isPositive();
    assertThat(attempt.began()).isEqualTo(CLOCK.minusNanos(attempt.nanos()));
  }

  private static void end(CompletableFuture<?> result) throws Exception {
    result.get(20, TimeUnit.SECONDS);
  }

  @Test
  void isToldBeforeTheNextAndBeforeTheEnd() throws Exception {
    sandbox.answerNext(Answer.status(429));
    sandbox.answerNext(Answer.status(404));

    end(call(sandbox.apiUrl(), this::told));

    assertThat(told)
        .containsExactly(
            "1 NOT_SENT 429, call 1, hop",
            "2 NOT_SENT 404, call 2, hop",
            "3 OK 200, call 3, hop",
            "end OK");
  }

  @Test
  void isNumberNoneWhereTheGateLetsNobodyThrough() throws Exception {
    gate.close();

    end(call(sandbox.apiUrl(), this::told));

    assertThat(told).containsExactly("0 NOT_SENT 0, call 0, hop", "end NOT_SENT");
  }

  @Test
  void holdsNoPlaceInTheGateWhileItIsTold() throws Exception {
    CompletableFuture<Void> hold = new CompletableFuture<>();
    sandbox.answerNext(Answer.status(404));
    CompletableFuture<TopicsResult<SentMessage>> slow =
        call(
            sandbox.apiUrl(),
            attempt -> {
              told(attempt);
              hold.join();
            });
    await().until(() -> told.size() == 1 && gate.underWay() == 0);

    assertThat(call(sandbox.apiUrl(), this::told).get(20, TimeUnit.SECONDS).outcome())
        .isEqualTo(Outcome.OK);
    assertThat(slow).isNotDone();
    hold.complete(null);
    assertThat(slow.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void isToldWhenNoThreadIsLeft() throws Exception {
    hop.shutdown();

    end(call(sandbox.apiUrl(), this::told));

    assertThat(told).hasSize(2).last().isEqualTo("end OK");
  }

  @Test
  void mayBreakWithoutHarm() throws Exception {
    sandbox.answerNext(Answer.status(429));

    end(
        call(
            sandbox.apiUrl(),
            attempt -> {
              throw new AssertionError("broken");
            }));

    assertThat(told).containsExactly("end OK");
    assertThat(sandbox.calls()).hasSize(2);
  }
}
