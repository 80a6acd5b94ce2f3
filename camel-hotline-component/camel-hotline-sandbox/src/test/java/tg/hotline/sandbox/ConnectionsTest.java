package tg.hotline.sandbox;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HotlineSandboxExtension.class)
class ConnectionsTest {
  private static final String INFO = Line.request(Caller.INFO);

  private final HotlineSandbox hotline;

  ConnectionsTest(HotlineSandbox hotline) {
    this.hotline = hotline;
  }

  @Test
  void fiveSecondsAreAdvertised() throws Exception {
    HttpResponse<String> answer = new Caller(hotline).call(Caller.INFO);

    assertThat(answer.headers().firstValue("Connection")).hasValue("keep-alive");
    assertThat(answer.headers().firstValue("Keep-Alive")).hasValue("timeout=5");
  }

  @Test
  void theTimeCountsFromTheLastAnswerAndCanBeSet() throws Exception {
    try (HotlineSandbox hasty = HotlineSandbox.builder().idleTimeout(ofMillis(300)).start();
        Line line = new Line(hasty)) {
      hasty.answerNext(Answer.delayed(ofMillis(600)));
      line.write(INFO);
      assertThat(line.readAnswer()).contains("Keep-Alive: timeout=5", "topic_info");
      line.write(INFO);
      assertThat(line.readAnswer()).contains("topic_info");

      assertThat(line.readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void noTimeAtAllCannotBeSet(long millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HotlineSandbox.builder().idleTimeout(ofMillis(millis)));
  }

  @Test
  void aClientThatAsksForItIsLetGoAtOnce() throws Exception {
    try (Line line = new Line(hotline)) {
      line.write(INFO.replace("Host:", "Connection: close\r\nHost:"));

      assertThat(line.readToEnd())
          .contains("Connection: close", "topic_info")
          .doesNotContain("Keep-Alive");
    }
  }

  @Test
  void anAnswerCanAnnounceTheClosing() throws Exception {
    hotline.answerNext(Answer.raw(200, null, "[]").header("connection", "close"));
    try (Line line = new Line(hotline)) {
      line.write(INFO);

      assertThat(line.readToEnd()).contains("connection: close").endsWith("\r\n\r\n[]");
    }
  }

  @Test
  void twoRequestsAtOnceGetTheirAnswersInOrder() throws Exception {
    try (Line line = new Line(hotline)) {
      line.write(INFO + INFO.replace("5343", "5345"));

      assertThat(line.readAnswer()).contains("\"topic_id\":5343");
      assertThat(line.readAnswer()).contains("\"topic_id\":5345");
    }
  }

  @Test
  void aBodyMayComeInChunks() throws Exception {
    int half = Caller.INFO.length() / 2;
    String chunks =
        Integer.toHexString(half)
            + ";x=y\r\n"
            + Caller.INFO.substring(0, half)
            + "\r\n"
            + Integer.toHexString(Caller.INFO.length() - half)
            + "\r\n"
            + Caller.INFO.substring(half)
            + "\r\n0\r\nTrailer: x\r\n\r\n";
    try (Line line = new Line(hotline)) {
      line.write(Line.HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
      assertThat(line.readAnswer()).contains("topic_info");
      line.write(INFO);
      assertThat(line.readAnswer()).contains("topic_info");
    }
  }

  @Test
  void aClientThatWaitsIsToldToGoOn() throws Exception {
    try (Line line = new Line(hotline)) {
      line.write(
          Line.HEAD
              + "Expect: 100-continue\r\nContent-Length: "
              + Caller.INFO.length()
              + "\r\n\r\n");
      assertThat(line.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      line.write(Caller.INFO);

      assertThat(line.readAnswer()).contains("topic_info");
    }
  }

  @Test
  void anOldClientGetsNoChunksAndIsLetGo() throws Exception {
    try (Line line = new Line(hotline)) {
      line.write("GET /console/api/calls HTTP/1.0\r\nHost: localhost\r\n\r\n");

      assertThat(line.readToEnd()).contains("Connection: close").endsWith("\r\n\r\n[]");
    }
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    try (Line line = new Line(hotline)) {
      line.write("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(line.readToEnd()).startsWith("HTTP/1.1 404 Not Found").endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense",
    "GET / HTTP/2.0",
    "GET / x HTTP/1.1",
    "GET /%zz HTTP/1.1",
    "POST / HTTP/1.1|no header",
    "POST / HTTP/1.1|Content-Length: -1",
    "POST / HTTP/1.1|Content-Length: x",
  })
  void whatIsNotHttpGets400(String head) throws Exception {
    try (Line line = new Line(hotline)) {
      line.write(head.replace("|", "\r\n") + "\r\n\r\n");

      assertThat(line.readToEnd())
          .isEqualTo("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void aHeadWithoutEndGets400() throws IOException {
    try (Line line = new Line(hotline)) {
      line.write("GET /" + "x".repeat(16 * 1024 - 4));

      assertThat(line.readToEnd()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void thousandConnectionsCanStayOpen() throws Exception {
    List<Line> lines = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        lines.add(new Line(hotline));
        lines.get(i).write(INFO);
      }
      for (Line line : lines) {
        assertThat(line.readAnswer()).contains("topic_info");
      }
      lines.get(0).write(INFO);
      assertThat(lines.get(0).readAnswer()).contains("topic_info");
    } finally {
      lines.forEach(Line::close);
    }
    assertThat(hotline.awaitCalls(1001, ofSeconds(10))).hasSize(1001);
  }
}
