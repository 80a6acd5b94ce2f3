package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/**
 * Answers that went wrong in any way. {@code -Dhotline.fuzz=N} reads N of them, and {@code
 * -Dhotline.fuzz.seed=S} those that failed.
 */
class AnswerFuzzTest {

  private static final int COUNT = Integer.getInteger("hotline.fuzz", 5_000);
  private static final long SEED = Long.getLong("hotline.fuzz.seed", System.nanoTime());
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int CONVERSATIONS = 500;
  private static final long MORE_MEMORY = 16 << 20;

  private static final Credentials CREDENTIALS =
      new Credentials("the-token", "13209946874612345", "pQTngMZLh0NmAh");
  private static final Secrets SECRETS = Secrets.of(CREDENTIALS, null);
  private static final InfoByTopic INFO = new InfoByTopic(new TopicRef("2101424779", 5343));
  private static final IncomingInTopic SEND = new IncomingInTopic(987654321, "hello");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<Answer.Raw> SEEDS =
      List.of(
          right(
              "{\"result\":\"topic_info\",\"group_id\":\"2101424779\",\"topic_id\":5343,"
                  + "\"frontend_type\":\"private\",\"instance_id\":\"132099468746812345\","
                  + "\"chat_id\":-1002101424779,\"thread_id\":5602541568,"
                  + "\"topic_last_date\":\"2025-10-09 00:24:55\",\"user_name\":\"Іван 🙂\"}"),
          right(
              "{\"result\":\"message_sent\",\"topic_link\":\"https://t.me/c/2101424779/5343\","
                  + "\"message\":\"hello\",\"chat_id\":\"-1002101424779\",\"thread_id\":5602541568}"),
          right("{\"result\":\"error\",\"message\":\"Unknown user, key pQTngMZLh0NmAh\"}"),
          Answer.raw(
              422,
              null,
              "{\"code\":422,\"hint\":\"\\\"api_key\\\":\\\"pQTngMZLh0NmAh\\\" of the-token\"}"),
          Answers.WRONG_ACCESS_TOKEN,
          Answers.NOT_REGISTERED,
          Answers.NOT_FOUND,
          Answers.EDITOR,
          Answers.EMPTY,
          Answers.ERROR_IN_WORKFLOW,
          Answers.STEP_FAILED_OBJECT,
          Answers.EMPTY_OBJECT,
          Answers.EMPTY_ARRAY,
          Answers.NO_ITEM,
          Answers.STARTED,
          Answers.STARTING_UP,
          Answers.DATABASE_NOT_READY,
          Answers.SHUTTING_DOWN,
          Answers.proxy(502),
          right("{\"result\":17,\"message\":\"hello\"}"),
          right("{\"message\":\"hello\",\"result\":\"Message_Sent\"}"),
          Answer.raw(504, null, "{\"result\":\"timeout\"}"),
          Answer.raw(503, null, "<html><p> n8n is starting up </html>"));

  private static final List<Integer> STATUSES =
      List.of(0, 101, 200, 201, 204, 302, 400, 403, 404, 407, 408, 422, 429, 500, 502, 503, 999);
  private static final List<String> CODINGS = List.of("gzip", "GZIP", "br", "identity", "\u001b\n");

  private final AtomicInteger count = new AtomicInteger();

  private static Answer.Raw right(String body) {
    return Answer.raw(200, "application/json", body);
  }

  /** This thread looks whether the other gets on. */
  @Test
  void everyAnswerIsJudged() throws Exception {
    CompletableFuture<Map<Outcome, Integer>> reading = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                reading.complete(read());
              } catch (Throwable e) { // StackOverflowError for one
                reading.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    for (int seen = -1; !reading.isDone(); ) {
      assertThat(count.get()).as("%s stands still", name()).isGreaterThan(seen);
      seen = count.get();
      try {
        reading.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // looks again
      }
    }
    assertThat(reading.get()).as("all outcomes occur").hasSize(Outcome.values().length);
  }

  private String name() {
    return "answer " + count + " of -Dhotline.fuzz.seed=" + SEED;
  }

  private Map<Outcome, Integer> read() {
    Mutator mutator = new Mutator(SEED);
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    long start = System.nanoTime();
    long heapBefore = 0;
    while (count.get() < COUNT) {
      HttpAnswer answer = answer(mutator);
      for (TopicsRequest<?> request : List.of(INFO, SEND)) {
        try {
          outcomes.merge(check(request, answer), 1, Integer::sum);
        } catch (Throwable e) {
          throw new AssertionError(name() + ": " + e, e);
        }
      }
      if (count.incrementAndGet() == COUNT / 10) {
        heapBefore = heap();
      }
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    long heapAfter = heap();
    System.out.printf(
        "fuzz: %d answers in %d ms, %s, heap %d KiB after a tenth and %d KiB in the end%n",
        COUNT, millis, outcomes, heapBefore >> 10, heapAfter >> 10);
    assertThat(heapAfter).as("memory in use, seed %d", SEED).isLessThan(heapBefore + MORE_MEMORY);
    return outcomes;
  }

  /** The same by sockets, where heads are spoiled too: each call ends once, and soon. */
  @Test
  void everyConversationEnds() throws Exception {
    Mutator mutator = new Mutator(SEED);
    List<byte[]> seeds =
        List.of(SEEDS.get(0), SEEDS.get(4), SEEDS.get(11)).stream()
            .flatMap(seed -> Stream.of(http(seed, false), http(seed, true)))
            .toList();
    Front.Act spoiled = Front.answer(request -> mutator.mutated(mutator.any(seeds)));
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    Map<String, Integer> ends = new TreeMap<>();
    List<AtomicInteger> told = new ArrayList<>();
    try (Front front = Front.playing(spoiled, spoiled);
        HttpTransport transport =
            new HttpTransport(new HttpTransport.Settings(LONGEST, null, null), timer)) {
      HttpTransport.Target to =
          HttpTransport.Target.of(URI.create("http://127.0.0.1:" + front.port() + "/"));
      for (int i = 0; i < CONVERSATIONS; i++) {
        OneEnd end = new OneEnd();
        told.add(end.told);
        transport.post(to, SECRETS, new byte[] {'{', '}'}, LONGEST, end);
        ends.merge(end.ending.get(30, TimeUnit.SECONDS), 1, Integer::sum);
      }
    } finally {
      timer.shutdownNow();
    }
    System.out.printf("fuzz: %d conversations, %s%n", CONVERSATIONS, ends);
    assertThat(told).as("seed %d", SEED).allMatch(times -> times.get() == 1);
    assertThat(ends)
        .as("seed %d", SEED)
        .doesNotContainKey(Ending.TOO_LATE.name())
        .containsKeys(Ending.DONE.name(), Ending.BROKEN.name());
  }

  private static final class OneEnd implements HttpTransport.Callback {
    final AtomicInteger told = new AtomicInteger();
    final CompletableFuture<String> ending = new CompletableFuture<>();

    @Override
    public void answered(HttpAnswer answer) {
      told.incrementAndGet();
      try {
        check(INFO, answer);
        ending.complete(Ending.of(new Seen.Answered(INFO, answer)).name());
      } catch (Throwable e) {
        ending.completeExceptionally(new AssertionError("seed " + SEED, e));
      }
    }

    @Override
    public void failed(boolean surelyNotSent, String reason, Throwable cause) {
      told.incrementAndGet();
      try {
        assertClean(AnswerReader.unanswered(surelyNotSent, reason, cause, SECRETS).reason());
        ending.complete(Ending.of(new Seen.Unanswered(surelyNotSent, cause)).name());
      } catch (Throwable e) {
        ending.completeExceptionally(new AssertionError("seed " + SEED, e));
      }
    }
  }

  private static byte[] http(Answer.Raw answer, boolean chunked) {
    int length = answer.body().getBytes(UTF_8).length;
    String head =
        "HTTP/1.1 %d OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: close\r\n"
            .formatted(answer.status());
    String all =
        chunked
            ? "HTTP/1.1 100 Continue\r\n\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(head, length, answer.body())
            : "%sContent-Length: %d\r\n\r\n%s".formatted(head, length, answer.body());
    return all.getBytes(UTF_8);
  }

  private static HttpAnswer answer(Mutator mutator) {
    Answer.Raw seed = SEEDS.get(mutator.below(mutator.below(2) == 0 ? 3 : SEEDS.size()));
    byte[] body = mutator.mutated(seed.body().getBytes(UTF_8));
    String coding = null;
    switch (mutator.below(20)) {
      case 0 -> {
        coding = "gzip";
        body = Bytes.gzip(body);
      }
      case 1 -> {
        coding = "gzip";
        body = mutator.mutated(Bytes.gzip(body));
      }
      case 2 -> coding = mutator.any(CODINGS);
      default -> {}
    }
    int status = mutator.below(4) == 0 ? mutator.any(STATUSES) : seed.status();
    return new HttpAnswer(status, body, mutator.below(50) == 0, null, null, coding);
  }

  private static Outcome check(TopicsRequest<?> request, HttpAnswer answer) throws IOException {
    TopicsResult<?> result = AnswerReader.read(request, answer, SECRETS);
    if (result instanceof Success<?> success) {
      assertThat(JSON.readTree(success.answer().toJson()).isObject()).isTrue();
    } else if (result instanceof Failure<?> failure) {
      assertThat(failure.outcome()).isNotEqualTo(Outcome.OK);
      assertThat(failure.status()).isEqualTo(answer.status());
      assertClean(failure.reason());
    }
    Set<Outcome> right = AnswerOracle.outcomes(request, answer);
    if (!right.contains(result.outcome())) { // as() alone is slow
      assertThat(result.outcome())
          .as("%d %s", answer.status(), Texts.quote(new String(answer.body(), UTF_8)))
          .isIn(right);
    }
    return result.outcome();
  }

  private static void assertClean(String reason) {
    boolean clean =
        reason.length() < 300
            && !reason.isBlank()
            && reason.chars().noneMatch(Character::isISOControl)
            && !reason.contains(CREDENTIALS.accessToken())
            && !reason.contains(CREDENTIALS.apiKey());
    assertThat(clean).as(reason).isTrue(); // as() alone is slow
  }

  private static long heap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
