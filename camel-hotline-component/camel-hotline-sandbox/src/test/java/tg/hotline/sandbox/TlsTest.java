package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
  void whatKeytoolSaysIsSaid(@TempDir Path twice) {
    Certificates.in(twice);

    assertThatThrownBy(() -> Certificates.in(twice))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("alias <authority> already exists");
  }

  private static HotlineSandbox start(Path keyStore) {
    return HotlineSandbox.builder().tls(certificates.context(keyStore)).start();
  }

  private static HttpResponse<String> call(HotlineSandbox hotline, SSLContext context)
      throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
    return client.send(
        new Caller(hotline).rightCall(Caller.INFO), HttpResponse.BodyHandlers.ofString());
  }
}
