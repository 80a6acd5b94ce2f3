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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/**
 * The packaged runner, killed twice with a broadcast under way and started again, until all is
 * done: nobody gets it twice, and who may or may not have got it is reported.
 */
class KilledBroadcastIT {

  private static final int RECIPIENTS = 60;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOKEN = "4711:geheim-of-the-bot";

  private final Path home;

  KilledBroadcastIT(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void nobodyGetsItTwiceAndNobodyIsForgotten() throws Exception {
    StringBuilder logs = new StringBuilder();
    Set<String> inTheMiddle = new HashSet<>();
    try (HotlineSandbox service = HotlineSandbox.start();
        Telegram telegram = new Telegram()) {
      telegram.hangAfter(20);
      try (RunnerProcess runner = start(service, telegram)) {
        execute(
            "insert into customer_segment select 'all', x from system_range(1, %d)"
                .formatted(RECIPIENTS),
            "insert into broadcast (segment, message, report_to) values ('all', 'Hello', %d)"
                .formatted(Seed.USER_ID));
        await().atMost(SOON).until(() -> telegram.received.size() == 21);
        inTheMiddle.add(telegram.received.get(20));
        runner.kill();
        logs.append(runner.output());
      }

      telegram.hangAfter(RECIPIENTS);
      try (RunnerProcess runner = start(service, telegram)) {
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(SOON)
            .until(() -> telegram.received.size() >= 40);
        runner.kill(); // between any two calls, or in one
        logs.append(runner.output());
      }

      try (RunnerProcess runner = start(service, telegram)) {
        await()
            .atMost(SOON)
            .until(() -> column("select state from broadcast_progress").contains("finished"));
        service.awaitMessages(1, SOON);
        List<String> uncertain =
            column("select user_id from broadcast_recipient where outcome = 'UNKNOWN'");
        logs.append(runner.output());

        assertThat(uncertain).containsAll(inTheMiddle).hasSizeLessThanOrEqualTo(2);
        assertThat(uncertain)
            .allSatisfy(
                user ->
                    assertThat(logs)
                        .contains("customer " + user + ": may or may not have arrived; held"));
        Set<String> all = new HashSet<>(telegram.received);
        assertThat(telegram.received).as("nobody twice").hasSameSizeAs(all);
        all.addAll(uncertain);
        assertThat(all).as("nobody forgotten").hasSize(RECIPIENTS);
        assertThat(column("select user_id from broadcast_recipient where outcome = 'OK'"))
            .hasSize(RECIPIENTS - uncertain.size());
        assertThat(service.messages())
            .singleElement()
            .satisfies(
                message ->
                    assertThat(message.text())
                        .contains(
                            "%d of %d sent, 0 rejected, %d unknown, 0 to go"
                                .formatted(
                                    RECIPIENTS - uncertain.size(), RECIPIENTS, uncertain.size())));
        assertThat(logs).doesNotContain("geheim");
      }
    }
  }

  private RunnerProcess start(HotlineSandbox service, Telegram telegram) throws IOException {
    return RunnerProcess.live(home, service)
        .environment("HOTLINE_BROADCAST_TOKEN", TOKEN)
        .environment("HOTLINE_BOT_API_URL", telegram.url())
        .options(
            "-Dhotline.examples=broadcast",
            "-Dhotline.broadcast.rate=1000",
            "-Dhotline.broadcast.period=100",
            "-Dhotline.broadcast.progress=200")
        .start()
        .awaitReady();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> column(String sql) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** Only while the runner is up: it is the one that has the database open. */
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + home.resolve("data/live/hotline") + ";AUTO_SERVER=TRUE;IFEXISTS=TRUE",
        "sa",
        "");
  }

  /** Takes messages for anybody. */
  private static final class Telegram implements AutoCloseable {
    private static final Pattern CHAT = Pattern.compile("\"chat_id\":(\\d+)");

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int hangAfter;

    Telegram() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/bot" + TOKEN + "/sendMessage", this::take);
      server.start();
    }

    /** Those after so many in all are taken, and not answered. */
    void hangAfter(int count) {
      hangAfter = count;
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
      Matcher chat = CHAT.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      assertThat(chat.find()).isTrue();
      received.add(chat.group(1));
      if (received.size() > hangAfter) {
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      byte[] answer = "{\"ok\":true,\"result\":{}}".getBytes(UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    }

    @Override
    public void close() {
      end.countDown();
      server.stop(0);
      threads.shutdown();
    }
  }
}
