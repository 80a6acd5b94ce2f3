package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

class TopicsClientTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final InfoByTopic INFO =
      new InfoByTopic(new TopicRef(Seed.GROUP_ID, Seed.TOPIC_ID));
  private static final IncomingInTopic SEND = new IncomingInTopic(Seed.USER_ID, "hello");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService hop =
      Executors.newCachedThreadPool(task -> new Thread(task, "hop"));
  private final HttpTransport transport =
      new HttpTransport(new HttpTransport.Settings(SECOND, null, null), timer);
  private final Gate gate = new Gate(new Gate.Limits(8, 1000, null), timer, System::nanoTime);

  @AfterEach
  void close() {
    gate.close();
    transport.close();
    timer.shutdownNow();
    hop.shutdownNow();
  }

  private TopicsClient client(URI url, int maxRetries, Duration requestTimeout) {
    RetryPolicy quick =
        new RetryPolicy(maxRetries, Duration.ofMillis(2), Duration.ofMillis(8), TIMEOUT);
    Access access =
        new Access(new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY), gate);
    return new TopicsClient(
        () -> access,
        new TopicsClient.Settings(url, requestTimeout, quick),
        transport,
        new TopicsClient.Engine(timer, hop, InstantSource.system(), () -> 0.5));
  }

  private TopicsClient client(HotlineSandbox sandbox, int maxRetries) {
    return client(sandbox.apiUrl(), maxRetries, TIMEOUT);
  }

  private static <A extends TopicsAnswer> TopicsResult<A> call(
      TopicsClient client, TopicsRequest<A> request) throws Exception {
    CompletableFuture<TopicsResult<A>> result = new CompletableFuture<>();
    client.call(request, new Turn(""), result::complete);
    return result.get(30, TimeUnit.SECONDS);
  }

  private static String reason(TopicsResult<?> result) {
    return ((Failure<?>) result).reason();
  }

  @Test
  void looksUpATopic(HotlineSandbox sandbox) throws Exception {
    var result = call(client(sandbox, 0), INFO);

    TopicInfo info = ((Success<TopicInfo>) result).answer();
    assertThat(info.userName()).isEqualTo("John Doe");
    assertThat(info.toJson())
        .startsWith("{\"result\":\"topic_info\",\"group_id\":\"2101424779\",\"topic_id\":5343,")
        .endsWith("\"user_lang\":\"en\",\"user_phone\":\"+12125550123\"}");
  }

  @Test
  void sendsAMessage(HotlineSandbox sandbox) throws Exception {
    var result = call(client(sandbox, 0), SEND);

    SentMessage sent = ((Success<SentMessage>) result).answer();
    assertThat(sent.topic()).isEqualTo(INFO.topic());
    assertThat(sandbox.messages()).extracting("text").containsExactly("hello");
  }

  @Test
  void tellsOfARefusalAtOnce(HotlineSandbox sandbox) throws Exception {
    var result = call(client(sandbox, 5), new IncomingInTopic(1, "hello"));

    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(reason(result)).isEqualTo("HTTP 200: No dialog of support_bot with user 1");
    assertThat(sandbox.calls()).hasSize(1);
  }

  /** HttpClient by itself would post again on 429 and 503, and follow a redirect. */
  @ParameterizedTest
  @ValueSource(ints = {301, 307, 308, 401, 408, 425, 429, 500, 502, 503, 504})
  void postsOnceForEachTry(int status, HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(
        3,
        Answer.raw(status, "text/html", "<html>")
            .header("Retry-After", "0")
            .header("Set-Cookie", "a=b")
            .header("WWW-Authenticate", "Basic realm=\"Webhook\"")
            .header("Location", sandbox.apiUrl().toString()));

    var result = call(client(sandbox, 0), SEND);

    assertThat(result.outcome()).isNotEqualTo(Outcome.OK);
    assertThat(sandbox.calls()).hasSize(1);
    assertThat(sandbox.messages()).isEmpty();
  }

  @Test
  void triesAgainWhatWasNotSent(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(3, Answer.status(429));

    assertThat(call(client(sandbox, 3), SEND).outcome()).isEqualTo(Outcome.OK);
    assertThat(sandbox.calls()).hasSize(4);
    assertThat(sandbox.messages()).hasSize(1);
  }

  @Test
  void givesUpAfterMaxRetries(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(9, Answer.status(429));

    var result = call(client(sandbox, 2), SEND);

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(reason(result)).startsWith("HTTP 429").endsWith("(after 3 tries)");
    assertThat(sandbox.calls()).hasSize(3);
  }

  @Test
  void neverSendsAgainWhatMayHaveArrived(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.cutAfterEffect());

    assertThat(call(client(sandbox, 5), SEND).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(sandbox.calls()).hasSize(1);
    assertThat(sandbox.messages()).hasSize(1);
  }

  @Test
  void looksUpAgainWhenTheAnswerWasLost(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(2, Answer.cut());
    sandbox.answerNext(Answer.status(200));

    assertThat(call(client(sandbox, 5), INFO).outcome()).isEqualTo(Outcome.OK);
    assertThat(sandbox.calls()).hasSize(4);
  }

  @Test
  void givesUpWaitingForAnAnswer(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.delayed(TIMEOUT));

    var result = call(client(sandbox.apiUrl(), 5, Duration.ofMillis(100)), SEND);

    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(reason(result)).contains("100 ms", "requestTimeout");
  }

  @Test
  void knowsThatARefusedConnectionSentNothing() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    var result = call(client(URI.create("http://127.0.0.1:" + port + "/"), 2, TIMEOUT), SEND);

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(reason(result)).contains("refused").endsWith("(after 3 tries)");
  }

  @Test
  void knowsThatAnUnknownHostSentNothing() throws Exception {
    var result = call(client(URI.create("https://hotline.invalid/"), 0, TIMEOUT), SEND);

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void knowsThatAFailedHandshakeSentNothing(HotlineSandbox plain) throws Exception {
    URI tls = URI.create("https://127.0.0.1:" + plain.port() + "/webhook/topic_action");

    assertThat(call(client(tls, 0, TIMEOUT), SEND).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(plain.calls()).isEmpty();
  }

  @Test
  void refusesToReadAnAnswerWithoutEnd(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.raw(200, "application/json", "x".repeat((1 << 20) + 1)));

    var result = call(client(sandbox, 0), SEND);

    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(reason(result)).contains("HTTP 200", "1 MiB");
  }

  @Test
  void hasNoMoreCallsUnderWayThanTheGateAllows(HotlineSandbox sandbox) {
    sandbox.answerNext(100, Answer.delayed(Duration.ofMillis(20)));
    AtomicInteger ended = new AtomicInteger();
    TopicsClient client = client(sandbox, 0);
    for (int i = 0; i < 100; i++) {
      client.call(
          new IncomingInTopic(Seed.USER_ID, "message " + i),
          new Turn(""),
          r -> ended.incrementAndGet());
    }
    AtomicInteger most = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              int pending =
                  (int)
                      sandbox.calls().stream()
                          .filter(call -> call.outcome() == Call.Outcome.PENDING)
                          .count();
              most.accumulateAndGet(pending, Math::max);
              return ended.get() == 100;
            });
    assertThat(most).hasValueBetween(2, 8);
    assertThat(sandbox.messages()).hasSize(100);
  }

  @Test
  void goesOnOnTheHopThread(HotlineSandbox sandbox) throws Exception {
    List<String> threads = new ArrayList<>();
    CompletableFuture<Void> both = new CompletableFuture<>();
    client(sandbox, 0)
        .call(
            INFO,
            new Turn(""),
            result -> {
              threads.add(Thread.currentThread().getName());
              both.complete(null);
            });
    both.get(30, TimeUnit.SECONDS);
    assertThat(threads).containsExactly("hop");
  }

  @Test
  void endsCallsUnderWayWhenItCloses(HotlineSandbox sandbox) throws Exception {
    sandbox.answerNext(Answer.delayed(TIMEOUT));
    CompletableFuture<TopicsResult<SentMessage>> result = new CompletableFuture<>();
    client(sandbox, 5).call(SEND, new Turn(""), result::complete);
    await().until(() -> sandbox.calls().size() == 1);

    gate.close();
    transport.close();

    assertThat(result.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void refusesToReadAHeaderWithoutEnd() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      hop.execute(() -> answerWithEndlessHeader(server));

      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      var result = call(client(url, 0, TIMEOUT), SEND);

      assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(reason(result)).contains("Maximum line length");
    }
  }

  private static void answerWithEndlessHeader(ServerSocket server) {
    try (var socket = server.accept()) {
      var out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      byte[] more = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
      while (true) {
        out.write(more);
      }
    } catch (IOException e) {
      // the client hung up
    }
  }
}
