package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;

/** Whom the component trusts, and how it shows who it is. */
class TlsTest {

  private static Certificates certificates;
  private static Path server;
  private static Certificates foreign;

  @BeforeAll
  static void makeCertificates(@TempDir Path own, @TempDir Path others) {
    certificates = Certificates.in(own);
    server = certificates.server();
    foreign = Certificates.in(others);
  }

  static SSLContextParameters trusting(Certificates authority, @Nullable Path clientKeyStore) {
    TrustManagersParameters trust = new TrustManagersParameters();
    trust.setKeyStore(keyStore(authority.trustStore()));
    SSLContextParameters parameters = new SSLContextParameters();
    parameters.setTrustManagers(trust);
    if (clientKeyStore != null) {
      KeyManagersParameters keys = new KeyManagersParameters();
      keys.setKeyStore(keyStore(clientKeyStore));
      keys.setKeyPassword(Certificates.PASSWORD);
      parameters.setKeyManagers(keys);
    }
    return parameters;
  }

  private static KeyStoreParameters keyStore(Path file) {
    KeyStoreParameters parameters = new KeyStoreParameters();
    parameters.setResource("file:" + file);
    parameters.setPassword(Certificates.PASSWORD);
    return parameters;
  }

  /** Sends a message; the properties are those of the application. */
  private static Exchange send(
      Object apiUrl, Map<String, String> properties, Map<String, Object> beans) {
    SimpleMain main = new SimpleMain(new DefaultCamelContext());
    Properties all = new Properties();
    all.putAll(
        Map.of(
            "camel.component.hotline.api-url", apiUrl.toString(),
            "camel.component.hotline.access-token", Seed.ACCESS_TOKEN,
            "camel.component.hotline.instance", Seed.INSTANCE,
            "camel.component.hotline.api-key", Seed.API_KEY,
            "camel.component.hotline.max-retries", "0"));
    all.putAll(properties);
    main.setOverrideProperties(all);
    beans.forEach(main.getCamelContext().getRegistry()::bind);
    main.start();
    try {
      CamelContext context = main.getCamelContext();
      return context
          .createProducerTemplate()
          .send(
              "hotline:send?userId=" + Seed.USER_ID,
              exchange -> exchange.getMessage().setBody("by TLS"));
    } finally {
      main.stop();
    }
  }

  private static Exchange send(Object apiUrl, SSLContextParameters ssl) {
    return send(
        apiUrl,
        Map.of("camel.component.hotline.ssl-context-parameters", "#bean:ssl"),
        Map.of("ssl", ssl));
  }

  private static HotlineSandbox start(Path keyStore) {
    return HotlineSandbox.builder().tls(certificates.context(keyStore)).start();
  }

  private static void assertArrived(HotlineSandbox sandbox, Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    assertThat(sandbox.messages()).extracting("text").containsExactly("by TLS");
  }

  private static void assertNotSent(HotlineSandbox sandbox, Exchange exchange, String reason) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            HotlineNotSentException.class,
            e -> assertThat(e.getOutcome()).isEqualTo(Outcome.NOT_SENT))
        .hasMessageContaining(reason)
        .hasMessageNotContaining(Certificates.PASSWORD);
    assertThat(sandbox.messages()).isEmpty();
  }

  @Test
  void trustsAnAuthorityOfOnesOwn() {
    try (HotlineSandbox sandbox = start(server)) {
      assertArrived(sandbox, send(sandbox.apiUrl(), trusting(certificates, null)));
    }
  }

  @Test
  void takesCamelsGlobalParameters() {
    Map<String, String> global =
        Map.of(
            "camel.ssl.enabled",
            "true",
            "camel.ssl.trust-store",
            "file:" + certificates.trustStore(),
            "camel.ssl.trust-store-password",
            Certificates.PASSWORD);
    try (HotlineSandbox sandbox = start(server)) {
      assertNotSent(sandbox, send(sandbox.apiUrl(), global, Map.of()), "SSLHandshakeException");

      Map<String, String> used = new HashMap<>(global);
      used.put("camel.component.hotline.use-global-ssl-context-parameters", "true");
      assertArrived(sandbox, send(sandbox.apiUrl(), used, Map.of()));
    }
  }

  @Test
  void trustsNobodyElse() {
    try (HotlineSandbox sandbox = start(server)) {
      assertNotSent(
          sandbox, send(sandbox.apiUrl(), trusting(foreign, null)), "SSLHandshakeException");
      assertNotSent(sandbox, send(sandbox.apiUrl(), Map.of(), Map.of()), "SSLHandshakeException");
    }
  }

  @Test
  void mindsTheHostsName() {
    try (HotlineSandbox sandbox = start(certificates.serverOfAnotherHost())) {
      assertNotSent(sandbox, send(sandbox.apiUrl(), trusting(certificates, null)), "127.0.0.1");
    }
  }

  @Test
  void mindsTheDate() {
    try (HotlineSandbox sandbox = start(certificates.expiredServer())) {
      assertNotSent(
          sandbox, send(sandbox.apiUrl(), trusting(certificates, null)), "validity check failed");
    }
  }

  @Test
  void showsACertificateWhereOneIsAsked() {
    try (HotlineSandbox sandbox =
        HotlineSandbox.builder().mutualTls(certificates.context(server)).start()) {
      for (Path client : new Path[] {null, foreign.client()}) {
        // By TLS 1.3 a client has sent before it knows; the sandbox just closes.
        assertThat(send(sandbox.apiUrl(), trusting(certificates, client)).getException())
            .isInstanceOf(HotlineException.class);
        assertThat(sandbox.calls()).isEmpty();
      }
      assertArrived(sandbox, send(sandbox.apiUrl(), trusting(certificates, certificates.client())));
    }
  }

  /** A server may ask for a certificate when it has read the request, and may have acted on it. */
  @Test
  void doesNotKnowWhatBecameOfARequestThatWasReadBeforeTheRefusal() throws Exception {
    SSLContext context = certificates.context(server);
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> read =
          CompletableFuture.supplyAsync(() -> readThenRefuse(listening, context));
      String url = "https://127.0.0.1:" + listening.getLocalPort() + "/";

      assertThat(send(url, trusting(certificates, null)).getException())
          .isInstanceOf(HotlineDeliveryUnknownException.class);
      assertThat(read.get(10, TimeUnit.SECONDS)).contains("by TLS");
    }
  }

  private static String readThenRefuse(ServerSocket listening, SSLContext context) {
    StringBuilder read = new StringBuilder();
    try (Socket plain = listening.accept();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, 0, true)) {
      tls.setUseClientMode(false);
      tls.setEnabledProtocols(new String[] {"TLSv1.2"}); // the last one to renegotiate
      while (!read.toString().endsWith("}")) {
        read.append((char) tls.getInputStream().read());
      }
      tls.setNeedClientAuth(true);
      tls.startHandshake();
      tls.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SSLException | SocketException e) {
      // refused, or the client has hung up
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read.toString();
  }

  @Test
  void tellsOfAKeyStoreThatCannotBeOpened() {
    SSLContextParameters ssl = trusting(certificates, null);
    ssl.getTrustManagers().getKeyStore().setPassword("wrong-password");
    try (HotlineSandbox sandbox = start(server)) {
      assertThatThrownBy(() -> send(sandbox.apiUrl(), ssl))
          .hasStackTraceContaining("sslContextParameters cannot be used")
          .message()
          .doesNotContain("wrong-password");
    }
  }
}
