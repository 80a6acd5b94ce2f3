package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicsResult.Failure;

/** When calls are made again, to the nanosecond: real HTTP, but the waits pass in virtual time. */
class RetryTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final IncomingInTopic SEND = new IncomingInTopic(Seed.USER_ID, "hello");
  private static final InfoByTopic INFO =
      new InfoByTopic(new TopicRef(Seed.GROUP_ID, Seed.TOPIC_ID));
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Instant CLOCK = Instant.parse("2026-03-01T12:00:00Z");

  private final VirtualTime time = new VirtualTime();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService hop = Executors.newCachedThreadPool();
  private final HttpTransport transport =
      new HttpTransport(new HttpTransport.Settings(Duration.ofSeconds(5), null, null), timer);
  private final Deque<Double> draws = new ArrayDeque<>();
  private final Gate gate = gate();

  private Gate gate() {
    return new Gate(new Gate.Limits(8, 1000, null), time, time::nanoTime);
  }

  @AfterEach
  void close() {
    gate.close();
    transport.close();
    timer.shutdownNow();
    hop.shutdownNow();
  }

  private <A extends TopicsAnswer> CompletableFuture<TopicsResult<A>> call(
      Gate at, TopicsRequest<A> request, int maxRetries, Duration retryTimeout) {
    Access access = new Access(new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY), at);
    RetryPolicy retry = new RetryPolicy(maxRetries, SECOND, Duration.ofSeconds(30), retryTimeout);
    TopicsClient client =
        new TopicsClient(
            () -> access,
            new TopicsClient.Settings(HOTLINE.sandbox().apiUrl(), Duration.ofSeconds(20), retry),
            transport,
            new TopicsClient.Engine(
                timer, hop, () -> CLOCK, () -> draws.isEmpty() ? 0 : draws.remove()));
    CompletableFuture<TopicsResult<A>> result = new CompletableFuture<>();
    client.call(request, new Turn("route"), result::complete);
    return result;
  }

  private CompletableFuture<TopicsResult<SentMessage>> send() {
    return call(gate, SEND, 5, TIMEOUT);
  }

  private static <A extends TopicsAnswer> TopicsResult<A> end(
      CompletableFuture<TopicsResult<A>> result) throws Exception {
    return result.get(30, TimeUnit.SECONDS);
  }

  /** Waits until so many calls have come, and the last has failed and rests. */
  private void awaitRest(HotlineSandbox sandbox, int calls) {
    sandbox.awaitCalls(calls, Duration.ofSeconds(30));
    await().until(() -> time.tasks() == 1);
    assertThat(sandbox.calls()).hasSize(calls);
  }

  @Test
  void waitsAsLongAsItDraws(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(6, Answer.status(404));
    draws.addAll(List.of(0.0, 0.25, 0.5, 0.999, 0.123456789));

    var result = call(gate, SEND, 6, TIMEOUT);

    int calls = 0;
    for (long wait :
        List.of(500_000_000L, 1_250_000_000L, 3_000_000_000L, 7_996_000_000L, 8_987_654_312L)) {
      awaitRest(sandbox, ++calls);
      assertThat(time.untilNext()).isEqualTo(wait);
      time.advance(wait - 1);
      assertThat(time.tasks()).isEqualTo(1);
      assertThat(sandbox.calls()).hasSize(calls);
      time.advance(1);
    }
    awaitRest(sandbox, 6);
    time.advance(time.untilNext());
    assertThat(end(result).outcome()).isEqualTo(Outcome.OK);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void triesAgainOnlyBeforeRetryTimeout(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(9, Answer.status(404));
    // Waits of 500 ms and 1 s; the third try, 1.5 s after the first, would have another second.
    var inTime = call(gate, SEND, 5, Duration.ofNanos(1_500_000_001));
    awaitRest(sandbox, 1);
    time.advance(time.untilNext());
    awaitRest(sandbox, 2);
    time.advance(time.untilNext());
    assertThat(((Failure<?>) end(inTime)).reason()).endsWith("(after 3 tries)");

    var late = call(gate, SEND, 5, Duration.ofMillis(1500));
    awaitRest(sandbox, 4);
    time.advance(time.untilNext());
    assertThat(((Failure<?>) end(late)).reason()).endsWith("(after 2 tries)");
    assertThat(sandbox.calls()).hasSize(5);
  }

  /** retryTimeout counts the wait for a place too. */
  @Test
  void givesUpWhereItWaitsAgain(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.status(404));
    var result = call(gate, SEND, 5, SECOND);
    awaitRest(sandbox, 1);
    gate.pause(time.nanoTime() + SECOND.toNanos() * 2);
    time.advance(SECOND.toNanos() - 1);
    assertThat(result).isNotDone();
    time.advance(1);

    assertThat(end(result).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(((Failure<?>) end(result)).reason())
        .startsWith("HTTP 404")
        .endsWith(
            "; then its turn did not come within retryTimeout; Hotline had asked for a pause");
  }

  /** The wait drawn is 500 ms, the longest 30 s. Others may call when the pause is over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 |                                | 500    | 500
          429 | 7                              | 7000   | 7000
          429 | 0                              | 500    | 0
          429 | soon                           | 500    | 500
          429 | -1                             | 500    | 500
          429 | 3600                           | 30000  | 30000
          429 | 1000000000000000000000000000000| 30000  | 30000
          503 | 7                              | 7000   | 7000
          404 |                                | 500    | 0
          404 | 2                              | 2000   | 2000
          404 | soon                           | 500    | 0
          """)
  void waitsAsAskedAndLetsNobodyElseCall(
      int status, String retryAfter, long retryMillis, long pauseMillis, HotlineSandbox sandbox)
      throws Exception {
    Answer.Raw answer = Answer.raw(status, "text/html", "<html>");
    sandbox.answerNext(retryAfter == null ? answer : answer.header("Retry-After", retryAfter));

    var told = call(gate, INFO, 5, TIMEOUT);
    awaitRest(sandbox, 1);
    assertThat(time.untilNext()).isEqualTo(retryMillis * 1_000_000);
    var other = send();
    if (pauseMillis > 0) {
      time.advance(pauseMillis * 1_000_000 - 1);
      assertThat(sandbox.calls()).hasSize(1);
      assertThat(other).isNotDone();
      time.advance(1);
    }
    assertThat(end(other).outcome()).isEqualTo(Outcome.OK);

    time.advance(SECOND);
    assertThat(end(told).outcome()).isEqualTo(Outcome.OK);
    assertThat(sandbox.calls()).hasSize(3);
  }

  /** Or by our clock, which is at noon of March 1st. */
  @ParameterizedTest
  @CsvSource({"'Sun, 01 Mar 2026 12:00:04 GMT', 5", "unknown, 9"})
  void measuresADateByTheAnswersOwn(String date, int seconds, HotlineSandbox sandbox)
      throws Exception {
    sandbox.answerNext(
        Answer.raw(429, "text/html", "<html>")
            .header("Date", date)
            .header("Retry-After", "Sun, 01 Mar 2026 12:00:09 GMT"));
    var result = send();
    awaitRest(sandbox, 1);
    long wait = time.untilNext();
    time.advance(wait);
    assertThat(end(result).outcome()).isEqualTo(Outcome.OK);
    assertThat(wait).isEqualTo(seconds * 1_000_000_000L);
  }

  @Test
  void pausesForACallThatIsNotMadeAgain(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.status(429));
    assertThat(end(call(gate, SEND, 0, TIMEOUT)).outcome()).isEqualTo(Outcome.NOT_SENT);

    var next = send();
    assertThat(time.untilNext()).isEqualTo(500_000_000);
    assertThat(sandbox.calls()).hasSize(1);
    time.advance(500_000_000);
    assertThat(end(next).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void pausesForNoAnswerThatIsASuccess(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.changed(right -> right.header("Retry-After", "7")));
    assertThat(end(send()).outcome()).isEqualTo(Outcome.OK);
    assertThat(end(send()).outcome()).isEqualTo(Outcome.OK);
    assertThat(time.passed()).isZero();
  }

  @Test
  void pausesNoOtherToken(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.raw(429, null, "").header("Retry-After", "7"));
    var told = send();
    awaitRest(sandbox, 1);

    try (Gate another = gate()) {
      assertThat(end(call(another, SEND, 5, TIMEOUT)).outcome()).isEqualTo(Outcome.OK);
    }
    assertThat(told).isNotDone();
    assertThat(time.passed()).isZero();
  }

  @Test
  void lengthensAPauseAndNeverShortensIt(HotlineSandbox sandbox) throws Exception {
    Answer.Raw busy = Answer.raw(429, null, "");
    sandbox.answerNext(Answer.delayed(Duration.ofMillis(100), busy.header("Retry-After", "3")));
    sandbox.answerNext(busy.header("Retry-After", "7"));
    var first = call(gate, SEND, 0, TIMEOUT);
    var second = call(gate, SEND, 0, TIMEOUT);
    end(first);
    end(second);

    var next = send();
    assertThat(time.untilNext()).isEqualTo(7_000_000_000L);
    time.advance(time.untilNext());
    assertThat(end(next).outcome()).isEqualTo(Outcome.OK);
  }
}
