package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static Certificates certificates;
  private static Path server;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) {
    certificates = Certificates.in(directory);
    server = certificates.server();
  }

  @Test
  void itSpeaksTlsToThoseWhoTrustItsAuthority() throws Exception {
    try (HotlineSandbox hotline = start(server)) {
      assertThat(hotline.apiUrl())
          .hasToString("https://127.0.0.1:" + hotline.port() + "/webhook/topic_action");
      assertThat(call(hotline, certificates.context()).body()).isEqualTo(RightAnswersTest.CUSTOMER);
      assertThatThrownBy(() -> call(hotline, SSLContext.getDefault()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(hotline.calls()).hasSize(1);
    }
  }

  @Test
  void plainHttpGetsNoAnswer() throws Exception {
    try (HotlineSandbox hotline = start(server)) {
      assertThat(new Caller(hotline).raw("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void aCertificateCanBeExpired() {
    assertRefused(certificates.expiredServer(), "NotAfter");
  }

  @Test
  void aCertificateCanNameAnotherHost() {
    assertRefused(certificates.serverOfAnotherHost(), "No subject alternative names");
  }

  private static void assertRefused(Path keyStore, String reason) {
    try (HotlineSandbox hotline = start(keyStore)) {
      assertThatThrownBy(() -> call(hotline, certificates.context()))
          .isInstanceOf(SSLHandshakeException.class)
          .rootCause()
          .hasMessageContaining(reason);
      assertThat(hotline.calls()).isEmpty();
    }
  }

  @Test
  void itCanDemandACertificateOfTheClient() throws Exception {
    try (HotlineSandbox hotline =
        HotlineSandbox.builder().mutualTls(certificates.context(server)).start()) {
      SSLContext known = certificates.context(certificates.client());
      assertThat(call(hotline, known).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> call(hotline, certificates.context()))
          .isInstanceOf(IOException.class);
      assertThat(hotline.calls()).hasSize(1);
    }
  }

  @Test
  void connectionsStayAndEndAsWithoutTls() throws Exception {
    try (HotlineSandbox hotline =
        HotlineSandbox.builder()
            .tls(certificates.context(server))
            .idleTimeout(Duration.ofMillis(200))
            .start()) {
      HttpClient client = client(certificates.context());
      hotline.answerNext(2, Answer.delayed(Duration.ofMillis(300)));
      assertThat(call(hotline, client).statusCode()).isEqualTo(200);
      assertThat(call(hotline, client).statusCode()).isEqualTo(200);
      for (Answer cut : List.of(Answer.cut(), Answer.cutWithin(9), Answer.reset())) {
        hotline.answerNext(cut);
        assertThatThrownBy(() -> call(hotline, client)).isInstanceOf(IOException.class);
      }
      hotline.answerNext(Answer.cutAfterAnswer());
      assertThat(call(hotline, client).body()).isEqualTo(RightAnswersTest.CUSTOMER);

      try (Socket socket =
          certificates.context().getSocketFactory().createSocket("127.0.0.1", hotline.port())) {
        socket.setSoTimeout((int) Caller.PATIENCE.toMillis());
        socket
            .getOutputStream()
            .write(Line.request(Caller.INFO).getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .as("to its end, which TLS has announced")
            .contains("Keep-Alive: timeout=5")
            .endsWith(RightAnswersTest.CUSTOMER);
      }
    }
  }

  @Test
  void theJournalKnowsOverTlsTooThatTheClientGaveUp() throws Exception {
    try (HotlineSandbox hotline = start(server)) {
      hotline.answerNext(Answer.delayed(Duration.ofMillis(300)));
      try (Socket socket =
          certificates.context().getSocketFactory().createSocket("127.0.0.1", hotline.port())) {
        socket
            .getOutputStream()
            .write(Line.request(Caller.INFO).getBytes(StandardCharsets.US_ASCII));
        hotline.awaitCall(call -> true, Caller.PATIENCE);
      }

      assertThat(hotline.awaitCalls(1, Caller.PATIENCE))
          .extracting(Call::outcome)
          .containsExactly(Call.Outcome.CLIENT_GONE);
    }
  }

  @Test
  void aKeyStoreIsMadeOnce() {
    assertThat(certificates.server()).isEqualTo(server);
  }

  @Test
  void whatKeytoolSaysIsSaid(@TempDir Path directory) {
    assertThatThrownBy(() -> Certificates.in(directory.resolve("missing")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing");
  }

  private static HotlineSandbox start(Path keyStore) {
    return HotlineSandbox.builder().tls(certificates.context(keyStore)).start();
  }

  private static HttpResponse<String> call(HotlineSandbox hotline, SSLContext context)
      throws Exception {
    return call(hotline, client(context));
  }

  private static HttpResponse<String> call(HotlineSandbox hotline, HttpClient client)
      throws Exception {
    return client.send(
        new Caller(hotline).rightCall(Caller.INFO), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
  }
}
