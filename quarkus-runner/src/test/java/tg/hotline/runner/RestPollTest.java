package tg.hotline.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class RestPollTest extends SandboxTest {

  @Test
  void whatIsNewIsSentOnce() throws IOException {
    try (OtherSystem other = new OtherSystem()) {
      other.list("[{'id':'once-1','user_id':987654321,'text':'first'}]");
      sandbox().awaitMessages(1, SOON);
      other.list(
          "[{'id':'once-1','user_id':987654321,'text':'first'},"
              + "{'id':'once-2','user_id':876543210,'text':'second'},"
              + "{'id':'once-2','user_id':876543210,'text':'second'}]");
      sandbox().awaitMessages(2, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("first", "second");
    }
  }

  @Test
  void idsMayBeNumbers() throws IOException {
    try (OtherSystem other = new OtherSystem()) {
      other.list("[{'id':17,'user_id':'987654321','text':'numbered'}]");
      sandbox().awaitMessages(1, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("numbered");
    }
  }

  @Test
  void whatSurelyWasNotSentIsTriedAgain() throws IOException {
    sandbox().answerNext(2, Answer.status(429)); // the call and its repetition
    try (OtherSystem other = new OtherSystem()) {
      other.list("[{'id':'again','user_id':987654321,'text':'again'}]");
      sandbox().awaitMessages(1, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("again");
      assertThat(sandbox().calls()).hasSize(3);
    }
  }

  @Test
  void whatMayHaveArrivedOrIsWrongIsNotRepeated() throws Exception {
    sandbox().answerNext(Answer.cutAfterEffect());
    try (OtherSystem other = new OtherSystem()) {
      other.list(
          "[{'id':'perhaps','user_id':987654321,'text':'perhaps'},"
              + "{'id':'nobody','user_id':4711,'text':'nobody'},"
              + "{'id':'empty','user_id':987654321},"
              + "{'user_id':987654321,'text':'without id'},"
              + "'no item',"
              + "{'id':'good','user_id':987654321,'text':'good'}]");
      sandbox().awaitMessages(2, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("perhaps", "good");
      assertThat(outcome("perhaps")).isEqualTo("UNKNOWN");
      assertThat(outcome("nobody")).isEqualTo("REJECTED");
      assertThat(outcome("empty")).isEqualTo("REJECTED");
    }
  }

  @Test
  void idsThatAreTooLongAreReportedAndTheOthersGoOn() throws IOException {
    String id = "i".repeat(200);
    try (OtherSystem other = new OtherSystem();
        LogLines log = LogLines.of("rest-poll")) {
      other.list(
          "[{'id':'%s1','user_id':987654321,'text':'a'},{'id':'%s2','user_id':987654321,'text':'b'},"
                  .formatted(id, id)
              + "{'id':'%s','user_id':987654321,'text':'c'}]".formatted(id));
      sandbox().awaitMessages(1, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("c");
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("cannot be sent: {id=" + id + "1,"))
          .anyMatch(line -> line.startsWith("cannot be sent: {id=" + id + "2,"));
    }
  }

  @Test
  void anotherSystemThatFailsIsAskedAgain() throws IOException {
    try (OtherSystem other = new OtherSystem()) {
      other.list("<html>");
      other.awaitMorePolls(2);
      other.list("[{'id':'after','user_id':987654321,'text':'after'}]");
      sandbox().awaitMessages(1, SOON);
    }
  }

  @Test
  void aClaimThatACrashLeftBehindIsHeld() throws Exception {
    stopRecovered("rest-poll");
    execute("insert into polled_item (id, outcome) values ('claimed', 'SENDING')");
    camel.getRouteController().stopRoute("rest-poll-recover");
    camel.getRouteController().startRoute("rest-poll-recover");

    await().atMost(SOON).until(() -> outcome("claimed").equals("UNKNOWN"));
    try (OtherSystem other = new OtherSystem()) {
      other.list(
          "[{'id':'claimed','user_id':987654321,'text':'claimed'},"
              + "{'id':'next','user_id':987654321,'text':'next'}]");
      sandbox().awaitMessages(1, SOON);
      other.awaitMorePolls(2);
      assertThat(texts()).isEqualTo(List.of("next"));
    }
  }

  String outcome(String id) throws SQLException {
    List<String> found = column("select outcome from polled_item where id = '" + id + "'");
    return found.isEmpty() ? "none" : found.get(0);
  }

  /** Serves a list where the runner looks for it. */
  final class OtherSystem implements AutoCloseable {
    private volatile String list = "[]";
    private final AtomicInteger polls = new AtomicInteger();
    private final HttpServer server;

    OtherSystem() throws IOException {
      URI url = URI.create(config.getValue("hotline.poll.url", String.class));
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 0);
      server.createContext(
          url.getPath(),
          exchange -> {
            byte[] body = list.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            // So that none of this server's is used with the next one, at the same port.
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            polls.incrementAndGet();
          });
      server.start();
    }

    void list(String json) {
      list = json.replace('\'', '"');
    }

    void awaitMorePolls(int more) {
      int before = polls.get();
      await().atMost(SOON).until(() -> polls.get() >= before + more);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
