package tg.hotline.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.ChatMessage;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.Seed;
import tg.hotline.sandbox.TelegramUser;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class BackupChannelTest extends SandboxTest {

  private static final TelegramUser CUSTOMER = TelegramUser.of(Seed.ORDERS_USER_ID, "Wei");

  private static final String TOLD = "A colleague has been told, sees what you write";
  private static final String TOLD_NOW = "A colleague has been told now";
  private static final String KEPT = "no colleague could be told yet";
  private static final String UNSURE = "I cannot say whether a colleague has been told";

  @BeforeEach
  void empty() throws SQLException {
    execute("delete from backup_request");
    camel.setVariable("global:orders-rest", "");
  }

  @Test
  void whatTheSystemKnowsTheBotTells() throws IOException {
    try (Orders orders = new Orders()) {
      orders.answer = Orders.status("on its way");
      ask("Where is my order 1001?");
      awaitBot(1, "Order 1001: on its way");
      assertThat(orders.asked()).isEqualTo("/orders/1001");

      orders.answer = Orders.answer(404, "application/json", "{}");
      ask("9999");
      awaitBot(2, "There is no order 9999.");
      assertThat(texts()).isEmpty();
    }
  }

  @Test
  void whatIsNoOrderNumberIsLeftToTheOperators() throws IOException {
    try (Orders orders = new Orders()) {
      ask("Thank you!");
      ask("call me at +1 212 555 0123");
      ask("/start");
      awaitBot(1, "Write me the number of an order");
      assertThat(orders.calls.get()).isZero();
    }
  }

  @Test
  void whenTheSystemFailsOperatorsAndCustomerAreTold() throws Exception {
    try (Orders orders = new Orders()) {
      orders.answer = Orders.answer(500, "text/plain", "secret-of-the-system");
      ask("1001");

      awaitBot(1, TOLD);
      assertThat(texts())
          .singleElement()
          .asString()
          .contains("asked for order 1001", "it answered with status 500")
          .doesNotContain("secret");
      assertThat(sandbox().messages().get(0).groupId()).isEqualTo(Seed.ORDERS_GROUP_ID);

      sandbox().operatorWrites(Seed.ORDERS_GROUP_ID, Seed.ORDERS_TOPIC_ID, "It is packed.");
      sandbox()
          .awaitChat(
              Seed.ORDERS_INSTANCE,
              Seed.ORDERS_USER_ID,
              message -> message.sender() == Sender.OPERATOR && message.text().contains("packed"),
              SOON);
    }
  }

  @Test
  void oneMessageForEachCustomerAndOutage() throws Exception {
    try (Orders orders = new Orders()) {
      orders.answer = Orders.answer(503, "text/html", "<html>");
      ask("1001");
      awaitBot(1, TOLD);
      assertThat(orders.calls).as("HttpClient does not ask by itself again").hasValue(1);
      ask("1001");
      awaitBot(2, TOLD);
      ask("1002");
      awaitBot(3, TOLD);
      TelegramUser other = TelegramUser.of(4712, "Kim");
      sandbox().customerWrites(Seed.ORDERS_INSTANCE, other, "1003");
      sandbox().awaitMessages(2, SOON);
      assertThat(texts()).hasSize(2);

      orders.answer = Orders.status("packed");
      ask("1001");
      awaitBot(4, "Order 1001: packed");
      orders.answer = Orders.answer(503, "text/html", "<html>");
      ask("1001");
      awaitBot(5, TOLD);
      assertThat(texts()).hasSize(3);

      execute("update backup_request set created_at = current_timestamp - interval '3601' second");
      ask("1002"); // an hour later
      awaitBot(6, TOLD);
      assertThat(texts()).hasSize(4).last().asString().contains("order 1002");
    }
  }

  @Test
  void nonsenseIsAFailureToo() throws Exception {
    try (Orders orders = new Orders()) {
      for (HttpAnswer nonsense :
          List.of(
              Orders.answer(200, "text/html", "<html>"),
              Orders.answer(200, "application/json", "{}"),
              Orders.answer(200, "application/json", "[]"),
              Orders.CUT)) {
        empty();
        sandbox().reset();
        orders.answer = nonsense;
        ask("1001");
        awaitBot(1, TOLD);
        assertThat(texts())
            .singleElement()
            .asString()
            .contains("it gave no answer that makes sense");
      }
    }
  }

  @Test
  void aSystemThatCannotBeReached() throws Exception {
    ask("1001");
    awaitBot(1, TOLD);
    assertThat(texts()).singleElement().asString().contains("it cannot be reached");
  }

  @Test
  void aSystemThatHangsIsLeftInPeaceForAWhile() throws Exception {
    try (Orders orders = new Orders()) {
      orders.answer = orders::hang;
      ask("1001");
      awaitBot(1, TOLD);
      assertThat(texts()).singleElement().asString().contains("it gave no answer in time");
      ask("1002");
      awaitBot(2, TOLD);
      assertThat(orders.calls).as("the first question's call").hasValue(1);

      orders.answer = Orders.status("packed");
      camel.setVariable("global:orders-rest", ""); // time passes
      ask("1001");
      awaitBot(3, "Order 1001: packed");
    }
  }

  @Test
  void whenNotEvenTheOperatorsCanBeToldTheRequestIsKept() throws Exception {
    sandbox().answerNext(2, Answer.status(429)); // the call and its repetition
    ask("1001");
    awaitBot(1, KEPT);
    assertThat(texts()).isEmpty();

    ask("1002");
    awaitBot(2, KEPT);
    execute("update backup_request set try_after = current_timestamp"); // time passes
    awaitBot(3, TOLD_NOW);
    ask("1002");
    awaitBot(4, TOLD);
    assertThat(texts()).hasSize(1);
    assertThat(outcomes()).containsExactly("OK");
  }

  @Test
  void whatTheOperatorsMayHaveGotIsNotRepeated() throws Exception {
    sandbox().answerNext(Answer.cutAfterEffect());
    ask("1001");
    awaitBot(1, UNSURE);
    ask("1001");
    awaitBot(2, UNSURE);
    assertThat(outcomes()).containsExactly("UNKNOWN");
    assertThat(texts()).hasSize(1);
  }

  @Test
  void aClaimThatACrashLeftBehindIsHeldAndTheCustomerIsTold() throws Exception {
    stopRecovered("backup-channel-tell");
    execute(
        """
        insert into backup_request (user_id, message_id, order_number, asked_at, failure, outcome)
        values (%d, 1, '1001', '10:00', 'it cannot be reached', 'SENDING')"""
            .formatted(Seed.ORDERS_USER_ID));

    // As at the next start.
    camel.getRouteController().stopRoute("backup-channel-recover");
    camel.getRouteController().startRoute("backup-channel-recover");
    awaitBot(1, UNSURE);
    assertThat(outcomes()).containsExactly("UNKNOWN");
    await()
        .atMost(SOON)
        .until(() -> camel.getRouteController().getRouteStatus("backup-channel-tell").isStarted());
    assertThat(texts()).isEmpty();
  }

  @Test
  void whatTelegramHandsOverTwiceIsOneRequest() throws Exception {
    // Told, and over: as if killed before Telegram knew that the message had been taken.
    execute(
        """
        insert into backup_request (user_id, message_id, order_number, asked_at, failure, outcome, over_at)
        values (%d, 3, '1001', '10:00', 'it cannot be reached', 'OK', current_timestamp)"""
            .formatted(Seed.ORDERS_USER_ID));
    ask("1001"); // the third of the chat
    ask("/start");
    awaitBot(1, "Write me the number");
    assertThat(outcomes()).containsExactly("OK");
    assertThat(texts()).isEmpty();
  }

  @Test
  void noFailureOfTelegramShowsTheToken() throws Exception {
    try (Orders orders = new Orders();
        LogLines log = LogLines.of("")) {
      orders.answer = Orders.status("packed");
      sandbox().botSendsNext(1, Answer.raw(503, "text/html", "<html>"));
      ask("1001");
      await()
          .atMost(SOON)
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(line -> line.endsWith("was not answered: status 503")));
      ask("1001");
      awaitBot(1, "Order 1001: packed");
      assertThat(log.lines()).noneMatch(line -> line.contains(Seed.ORDERS_BOT_TOKEN));
    }
  }

  private void ask(String text) {
    sandbox().customerWrites(Seed.ORDERS_INSTANCE, CUSTOMER, text);
  }

  private List<String> bot() {
    return sandbox().chat(Seed.ORDERS_INSTANCE, Seed.ORDERS_USER_ID).stream()
        .filter(message -> message.sender() == Sender.BOT)
        .map(ChatMessage::text)
        .toList();
  }

  /** The bot's messages are so many, and the last says this. */
  private void awaitBot(int count, String words) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(bot()).hasSize(count).last().asString().contains(words));
  }

  private List<String> outcomes() throws SQLException {
    return column("select outcome from backup_request order by id");
  }

  private interface HttpAnswer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** The bot's own system. */
  private final class Orders implements AutoCloseable {
    static final HttpAnswer CUT = HttpExchange::close;

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String path = "";
    private volatile HttpAnswer answer = status("unused");

    Orders() throws IOException {
      URI url = URI.create(config.getValue("hotline.orders.url", String.class));
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 0);
      server.setExecutor(Executors.newCachedThreadPool());
      server.createContext(
          "/",
          exchange -> {
            path = exchange.getRequestURI().getPath();
            calls.incrementAndGet();
            answer.to(exchange);
          });
      server.start();
    }

    static HttpAnswer status(String text) {
      return answer(200, "application/json", "{\"status\":\"" + text + "\"}");
    }

    static HttpAnswer answer(int status, String type, String text) {
      return exchange -> {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
      };
    }

    void hang(HttpExchange exchange) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    }

    String asked() {
      return path;
    }

    @Override
    public void close() {
      end.countDown();
      server.stop(0);
    }
  }
}
