package tg.hotline.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a Bot API that fails: whatever it answers, the log says what it was, and no token. */
class TelegramBotTest {

  private static final String TOKEN = "987654:AAsecret-of-this-test";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Said said = new Said();
  private final TelegramBot bot = new TelegramBot();
  private final CamelContext camel = new DefaultCamelContext();
  private HttpServer server;
  private volatile int status;
  private volatile String body = "";

  /** Held, since the log manager forgets loggers that nobody holds. */
  private final Logger root = Logger.getLogger("");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    camel.getRegistry().bind("bot", bot);
    bot.setCamelContext(camel);
    bot.setUri(uri());
    bot.setLog("bot");
    root.addHandler(said);
  }

  @AfterEach
  void stop() {
    camel.stop();
    server.stop(0);
    root.removeHandler(said);
    assertThat(said.lines).noneMatch(line -> line.contains("secret"));
  }

  private String uri() {
    return "telegram:bots?authorizationToken=%s&baseUri=http://127.0.0.1:%d"
        .formatted(TOKEN, server.getAddress().getPort());
  }

  @ParameterizedTest
  @CsvSource({
    "401, '{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}', status 401",
    "409, '{\"ok\":false,\"error_code\":409,\"description\":\"Conflict\"}', status 409",
    "429, '{\"ok\":false}', status 429",
    "500, /bot987654:AAsecret-of-this-test, status 500",
    "200, <html>987654:AAsecret-of-this-test</html>, its answer is not JSON that can be read",
    "200, '', its answer is not JSON that can be read",
    "200, '{\"ok\":false}', ",
  })
  void noFailureTellsTheToken(int answered, String text, String reason) throws Exception {
    status = answered;
    body = text;
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri() + "&exceptionHandler=#bot&initialDelay=0&delay=10").process(news -> {});
          }
        });
    camel.start();
    send();

    String cause = reason == null ? "" : reason;
    said.awaitLine("user 17 was not answered: " + cause);
    said.awaitLine("Telegram tells no news, and will be asked again: " + cause);
  }

  @Test
  void soWhereNobodyListens() throws Exception {
    server.stop(0);
    camel.start();
    send();
    said.awaitLine("user 17 was not answered: ConnectException");
  }

  @Test
  void whatIsSentIsNoMatterForTheLog() throws Exception {
    status = 200;
    body = "{\"ok\":true,\"result\":{\"message_id\":1}}";
    camel.start();
    send();
    assertThat(said.lines).noneMatch(line -> line.contains("user 17"));
  }

  private void send() throws Exception {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setVariable("user", 17L);
    exchange.getMessage().setBody("hello");
    bot.send(exchange);
  }

  /** All that anybody logs, as it is printed. */
  private static final class Said extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    void awaitLine(String text) {
      await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void publish(LogRecord line) {
      StringWriter printed = new StringWriter();
      printed.append(line.getMessage());
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(new PrintWriter(printed));
      }
      lines.add(printed.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
