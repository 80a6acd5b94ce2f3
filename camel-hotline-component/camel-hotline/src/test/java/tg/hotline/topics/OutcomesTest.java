package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * Walks {@link Ending} over real sockets: each case by both operations, once to see how it is
 * judged and whether it took effect, and once with retries to see that none takes effect twice.
 */
class OutcomesTest {

  /** All other rows leave it unknown. */
  private static final Map<Outcome, Set<Ending>> KNOWN =
      Map.of(
          Outcome.OK,
          EnumSet.of(Ending.DONE),
          Outcome.REJECTED,
          EnumSet.of(Ending.REFUSED, Ending.REFUSED_BY_STATUS),
          Outcome.NOT_SENT,
          EnumSet.of(
              Ending.NEVER_LEFT,
              Ending.PROXY_PASSWORD,
              Ending.PROXY_REFUSED,
              Ending.NOT_REGISTERED,
              Ending.TOO_MANY,
              Ending.DATABASE_AWAY,
              Ending.STARTING_UP));

  private static final InfoByTopic INFO =
      new InfoByTopic(new TopicRef(Seed.GROUP_ID, Seed.TOPIC_ID));
  private static final IncomingInTopic SEND = new IncomingInTopic(Seed.USER_ID, "héllo ✓");
  private static final Credentials CREDENTIALS =
      new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
  private static final Secrets SECRETS = Secrets.of(CREDENTIALS, null);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Set<Ending> hit = ConcurrentHashMap.newKeySet();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    threads.shutdownNow();
    timer.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> eachCaseEndsInItsRow(@TempDir Path own, @TempDir Path foreign) {
    OutcomeCases cases = new OutcomeCases(timer);
    open.add(cases);
    new ConnectionCases(cases, own, foreign).add(); // first: these wait
    new AnswerCases(cases).add();
    ExecutorService workers = Executors.newFixedThreadPool(24); // most of them wait
    open.add(workers::shutdownNow);
    List<DynamicTest> tests = new ArrayList<>();
    for (OutcomeCase each : cases.all()) {
      for (TopicsRequest<?> request : List.of(INFO, SEND)) {
        String name = each.name + ", " + request.action();
        tests.add(test(name, workers.submit(() -> judge(each, request))));
        if (each.retried()) {
          tests.add(test(name + ", with retries", workers.submit(() -> retry(each, request))));
        }
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "every row is hit", () -> assertThat(hit).isEqualTo(EnumSet.allOf(Ending.class))));
    System.out.printf(
        "outcomes: %d cases over real sockets, %d rows%n",
        2 * cases.all().size(), Ending.values().length);
    return tests.stream();
  }

  private static DynamicTest test(String name, Future<?> result) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(result) // JUnit's report does not have the name
                .as(name)
                .succeedsWithin(Duration.ofSeconds(60)));
  }

  private Void judge(OutcomeCase each, TopicsRequest<?> request) throws Exception {
    try (Stage stage = each.play.open()) {
      Ended ended = once(stage, request);

      assertThat(ended.ending()).isIn(each.endings(request));
      hit.add(ended.ending());
      assertThat(ended.result().outcome()).isEqualTo(outcome(ended.ending()));
      if (ended.result() instanceof Failure<?> failure && failure.status() > 0) {
        assertThat(failure.reason()).startsWith("HTTP " + failure.status());
      }
      assertThat(stage.messages(each.effects(request))).isEqualTo(each.effects(request));
    }
    return null;
  }

  private record Ended(Ending ending, TopicsResult<?> result) {}

  private static <A extends TopicsAnswer> Ended once(Stage stage, TopicsRequest<A> request)
      throws Exception {
    String json = new String(RequestJson.of(request, CREDENTIALS), UTF_8);
    if (stage.padding > 0) {
      json = json.replace("{", "{\"padding\":\"" + "x".repeat(stage.padding) + "\",");
    }
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    stage.transport.post(
        HttpTransport.Target.of(stage.url),
        SECRETS,
        json.getBytes(UTF_8),
        stage.requestTimeout,
        new HttpTransport.Callback() {
          @Override
          public void answered(HttpAnswer answer) {
            ended.complete(
                new Ended(
                    Ending.of(new Seen.Answered(request, answer)),
                    AnswerReader.read(request, answer, SECRETS)));
          }

          @Override
          public void failed(boolean surelyNotSent, String reason, Throwable cause) {
            ended.complete(
                new Ended(
                    Ending.of(new Seen.Unanswered(surelyNotSent, cause)),
                    AnswerReader.<A>unanswered(surelyNotSent, reason, cause, SECRETS)));
          }
        });
    return ended.get(30, TimeUnit.SECONDS);
  }

  private Void retry(OutcomeCase each, TopicsRequest<?> request) throws Exception {
    try (Stage stage = each.play.open()) {
      TopicsResult<?> result = call(stage, request);

      assertThat(result.outcome())
          .as("%s", result)
          .isIn(
              each.endings(request).stream().map(ending -> after(each, ending, request)).toList());
      boolean healed =
          result.outcome() == Outcome.OK && !each.endings(request).contains(Ending.DONE);
      int effects = healed && request == SEND ? 1 : each.effects(request);
      assertThat(stage.messages(effects)).isEqualTo(effects);
    }
    return null;
  }

  /** How a call ends that is tried again where that is without risk. */
  private static Outcome after(OutcomeCase each, Ending ending, TopicsRequest<?> request) {
    return each.heals() && RetryPolicy.allows(outcome(ending), request.repeatable())
        ? Outcome.OK
        : outcome(ending);
  }

  private static Outcome outcome(Ending ending) {
    return KNOWN.entrySet().stream()
        .filter(known -> known.getValue().contains(ending))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(Outcome.UNKNOWN);
  }

  private <A extends TopicsAnswer> TopicsResult<A> call(Stage stage, TopicsRequest<A> request)
      throws Exception {
    Gate gate = new Gate(new Gate.Limits(8, 1000, null), timer, System::nanoTime);
    RetryPolicy retry =
        new RetryPolicy(5, Duration.ofMillis(2), Duration.ofMillis(8), Stage.PATIENCE);
    TopicsClient client =
        new TopicsClient(
            () -> new Access(CREDENTIALS, gate),
            new TopicsClient.Settings(stage.url, stage.requestTimeout, retry),
            stage.transport,
            new TopicsClient.Engine(timer, threads, InstantSource.system(), () -> healing(stage)));
    try {
      CompletableFuture<TopicsResult<A>> result = new CompletableFuture<>();
      client.call(request, new Turn(""), result::complete);
      return result.get(30, TimeUnit.SECONDS);
    } finally {
      gate.close();
    }
  }

  private static double healing(Stage stage) {
    stage.heal.run();
    return 0.5;
  }
}
