package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/**
 * Hotline closes a connection 5 to 6 s after its last answer. A call that is written into it just
 * then is lost, and nobody can say whether it arrived.
 */
@Execution(ExecutionMode.CONCURRENT) // it only waits
class IdleConnectionsTest {

  private static final int CALLS = 400;

  /** Each takes five seconds and more; there are as many connections as it takes for all calls. */
  private static final int ROUNDS = Integer.getInteger("hotline.idle.rounds", 5);

  private static final int CONNECTIONS = CALLS / ROUNDS;
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long SHORTEST_MILLIS = 5000;
  private static final long LONGEST_MILLIS = 6200;
  private static final Duration ONE_WAY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ProducerTemplate template = context.createProducerTemplate();

  @BeforeEach
  void start() {
    context.disableJMX(); // others look through all of the JVM's beans
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    component.setMaxConcurrentCalls(CONNECTIONS);
    component.getConfiguration().setAccessToken(Seed.ACCESS_TOKEN);
    component.getConfiguration().setInstance(Seed.INSTANCE);
    component.getConfiguration().setApiKey(Seed.API_KEY);
    context.start();
    template.start();
  }

  @AfterEach
  void stop() {
    context.stop();
    timer.shutdownNow();
  }

  private static String send(int port) {
    return "hotline:send?maxRetries=0&connectTimeout=30s&userId=%d&apiUrl=http://127.0.0.1:%d/webhook/topic_action"
        .formatted(Seed.USER_ID, port);
  }

  private AsyncProducer producer(int port) throws Exception {
    AsyncProducer producer = context.getEndpoint(send(port)).createAsyncProducer();
    producer.start();
    return producer;
  }

  /**
   * Over lines so long that it takes a while until an end is seen, and past a proxy that lets
   * connections rest for a minute, as it says, though what is behind it does not.
   */
  @Test
  void losesNoCallToAConnectionThatHotlineCloses() throws Exception {
    List<String> failures = new CopyOnWriteArrayList<>();
    CountDownLatch ended = new CountDownLatch(CONNECTIONS);
    try (HotlineSandbox sandbox = HotlineSandbox.builder().idleTimeout(IDLE).start();
        Relay lines = new Relay(sandbox.port(), ONE_WAY, heard -> {})) {
      sandbox.answerWhen(
          call -> true, Answer.changed(right -> right.header("Keep-Alive", "timeout=60")));
      for (int i = 0; i < CONNECTIONS; i++) {
        timer.execute(new Caller(i, producer(lines.open()), failures, ended));
      }
      lines.start();

      assertThat(ended.await(ROUNDS * LONGEST_MILLIS + PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
          .isTrue();

      assertThat(failures).isEmpty();
      assertThat(sandbox.messages())
          .hasSize(CONNECTIONS + CALLS)
          .extracting("text")
          .doesNotHaveDuplicates();
    }
  }

  /** Calls, a first time, and once for each round. */
  private final class Caller implements Runnable {
    private final int number;
    private final AsyncProducer producer;
    private final List<String> failures;
    private final CountDownLatch ended;
    private final Random random;
    private int calls;
    private long started;

    Caller(int number, AsyncProducer producer, List<String> failures, CountDownLatch ended) {
      this.number = number;
      this.producer = producer;
      this.failures = failures;
      this.ended = ended;
      this.random = new Random(number);
    }

    @Override
    public void run() {
      started = System.nanoTime();
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody("caller " + number + ", call " + calls);
      producer.process(exchange, doneSync -> answered(exchange.getException()));
    }

    private void answered(@Nullable Exception failure) {
      if (failure != null) {
        failures.add("caller " + number + ", call " + calls + ": " + failure);
      }
      calls++;
      if (calls > ROUNDS) {
        ended.countDown();
      } else {
        long period = random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS + 1) * 1_000_000;
        long rest = started + period - System.nanoTime();
        Future<?> unused = timer.schedule(this, rest, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Test
  void dropsIdleConnectionsFirst() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Duration> idle =
          CompletableFuture.supplyAsync(() -> answerOnceAndMeasureIdleTime(server), timer);

      template.sendBody(send(server.getLocalPort()), "hello");

      assertThat(idle.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isBetween(Duration.ofMillis(2500), Duration.ofMillis(5900));
    }
  }

  private static Duration answerOnceAndMeasureIdleTime(ServerSocket server) {
    byte[] body = "{\"result\":\"message_sent\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = server.accept()) {
      byte[] buffer = new byte[8192];
      StringBuilder request = new StringBuilder();
      while (request.indexOf("}") < 0) {
        request.append(
            new String(
                buffer, 0, socket.getInputStream().read(buffer), StandardCharsets.ISO_8859_1));
      }
      String head =
          "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=60\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      long start = System.nanoTime();
      if (socket.getInputStream().read() >= 0) {
        throw new IllegalStateException("the connection was used again");
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
