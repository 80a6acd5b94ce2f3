package tg.hotline.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Seed;

/** The runner whose bot finds nobody at first, then one who tells news and takes no answer. */
class BotApiAwayIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String START =
      """
      {"ok":true,"result":[{"update_id":1,"message":{"message_id":1,"date":1760000000,"text":"/start",
      "chat":{"id":17,"type":"private"}}},
      {"update_id":2,"callback_query":{"id":"4711","data":"My order","message":{"message_id":2,
      "date":1760000000,"chat":{"id":17,"type":"private"}}}}]}""";

  private final Path home;
  private final AtomicInteger polls = new AtomicInteger();
  private final CountDownLatch sent = new CountDownLatch(3);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch polling = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  BotApiAwayIT(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void itStartsAndGoesOnAndStopsAtOnce() throws Exception {
    int port = FreePort.next();
    RunnerProcess runner =
        RunnerProcess.in(home)
            .options(
                "-Dhotline.mode=sandbox",
                "-Dhotline.examples=parallel-bot",
                "-Dhotline.bot-api-url=http://127.0.0.1:" + port,
                "-Dquarkus.log.category.\"org.apache.camel\".level=DEBUG")
            .start();
    HttpServer telegram = null;
    try {
      runner.awaitReady();
      await().atMost(SOON).until(() -> runner.output().contains("ConnectException"));
      assertThat(runner.get(runner.url("/q/health"))).doesNotContain("DOWN");

      telegram = telegram(port);
      assertThat(sent.await(SOON.toSeconds(), TimeUnit.SECONDS)).as(runner.output()).isTrue();
      assertThat(answered.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("the press").isTrue();
      assertThat(polling.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      long began = System.nanoTime();
      runner.close(); // in the middle of a long poll
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      end.countDown();
      if (telegram != null) {
        telegram.stop(0);
      }
    }
    assertThat(runner.output())
        .contains("be asked again: ConnectException", "user 17 was not answered: status 500")
        .doesNotContain("sandbox-token-of");
  }

  private HttpServer telegram(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/bot" + Seed.BOT_TOKEN + "/getUpdates",
        exchange -> {
          switch (polls.incrementAndGet()) {
            case 1 -> answer(exchange, 200, START);
            default -> hang(exchange);
          }
        });
    server.createContext(
        "/bot" + Seed.BOT_TOKEN + "/sendMessage",
        exchange -> {
          answer(exchange, 500, exchange.getRequestURI().toString());
          sent.countDown();
        });
    server.createContext(
        "/bot" + Seed.BOT_TOKEN + "/answerCallbackQuery",
        exchange -> {
          if (answer(exchange, 200, "{\"ok\":true,\"result\":true}").contains("4711")) {
            answered.countDown();
          }
        });
    server.start();
    return server;
  }

  private void hang(HttpExchange exchange) throws IOException {
    polling.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  /** Returns what was asked. */
  private static String answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    return asked;
  }
}
