package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.HttpProxyServerBootstrap;
import org.littleshoot.proxy.ProxyAuthenticator;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;
import org.slf4j.LoggerFactory;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/** Through a real forward proxy. */
class ProxyTest {

  private static final String PASSWORD = "proxys-secret";
  private static final String USER = "&proxyUsername=somebody&proxyPassword=" + PASSWORD;

  private static Certificates certificates;
  private static Path server;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) {
    certificates = Certificates.in(folder);
    server = certificates.server();
  }

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private HttpProxyServer proxy(boolean askPassword) {
    HttpProxyServerBootstrap proxy =
        DefaultHttpProxyServer.bootstrap()
            .withPort(0)
            .withFiltersSource(
                new HttpFiltersSourceAdapter() {
                  @Override
                  public @Nullable HttpFilters filterRequest(
                      HttpRequest request, ChannelHandlerContext c) {
                    seen.add(request.method() + " " + request.uri() + " " + request.headers());
                    return super.filterRequest(request, c);
                  }
                });
    if (askPassword) {
      proxy.withProxyAuthenticator(
          new ProxyAuthenticator() {
            @Override
            public boolean authenticate(String name, String password) {
              return name.equals("somebody") && password.equals(PASSWORD);
            }

            @Override
            public String getRealm() {
              return "test";
            }
          });
    }
    return proxy.start();
  }

  private Exchange send(HotlineSandbox sandbox, int proxyPort, String options) {
    return context
        .createProducerTemplate()
        .send(
            "hotline:send?accessToken=%s&instance=%s&apiKey=%s&userId=%d&maxRetries=0&apiUrl=%s&proxyHost=127.0.0.1&proxyPort=%d%s"
                .formatted(
                    Seed.ACCESS_TOKEN,
                    Seed.INSTANCE,
                    Seed.API_KEY,
                    Seed.USER_ID,
                    sandbox.apiUrl(),
                    proxyPort,
                    options),
            exchange -> exchange.getMessage().setBody("by proxy"));
  }

  private static int port(HttpProxyServer proxy) {
    return proxy.getListenAddress().getPort();
  }

  private static void assertArrived(HotlineSandbox sandbox, Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    assertThat(sandbox.messages()).extracting("text").containsExactly("by proxy");
  }

  @ParameterizedTest
  @CsvSource({"false, ''", "true, " + USER})
  void passesPlainHttp(boolean askPassword, String options) {
    HttpProxyServer proxy = proxy(askPassword);
    try (HotlineSandbox sandbox = HotlineSandbox.start()) {
      assertArrived(sandbox, send(sandbox, port(proxy), options));
      assertThat(seen).singleElement().asString().startsWith("POST http://127.0.0.1:");
    } finally {
      proxy.abort();
    }
  }

  @ParameterizedTest
  @CsvSource({"false, ''", "true, " + USER})
  void tunnelsTlsAndSeesNothing(boolean askPassword, String options) {
    context.getRegistry().bind("ssl", TlsTest.trusting(certificates, null));
    HttpProxyServer proxy = proxy(askPassword);
    try (HotlineSandbox sandbox =
        HotlineSandbox.builder().tls(certificates.context(server)).start()) {
      assertArrived(sandbox, send(sandbox, port(proxy), "&sslContextParameters=#ssl" + options));
      assertThat(seen)
          .singleElement()
          .asString()
          .startsWith("CONNECT 127.0.0.1:" + sandbox.port())
          .doesNotContain(Seed.ACCESS_TOKEN);
    } finally {
      proxy.abort();
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "&proxyUsername=somebody&proxyPassword=wrong"})
  void nothingWasSentWhereTheProxyRefuses(String options) {
    HttpProxyServer proxy = proxy(true);
    try (HotlineSandbox plain = HotlineSandbox.start();
        HotlineSandbox tls = HotlineSandbox.builder().tls(certificates.context(server)).start()) {
      for (HotlineSandbox sandbox : List.of(plain, tls)) {
        assertThat(send(sandbox, port(proxy), options).getException())
            .isInstanceOf(HotlineNotSentException.class)
            .hasMessageContaining("407")
            .hasMessageContaining("proxyUsername");
        assertThat(sandbox.calls()).isEmpty();
      }
    } finally {
      proxy.abort();
    }
  }

  /** A 407 from behind the proxy must not make anybody write the request a second time. */
  @Test
  void anAnswerThatAsksForAPasswordIsNotObeyed() {
    HttpProxyServer proxy = proxy(true);
    try (HotlineSandbox sandbox = HotlineSandbox.start()) {
      sandbox.answerNext(
          Answer.afterEffect(
              Answer.raw(407, "text/plain", "")
                  .header("Proxy-Authenticate", "Basic realm=\"odd\"")));
      send(sandbox, port(proxy), USER);

      assertThat(sandbox.messages()).hasSize(1);
      assertThat(sandbox.calls()).hasSize(1);
    } finally {
      proxy.abort();
    }
  }

  @Test
  void nothingWasSentWhereThereIsNoProxy() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (HotlineSandbox sandbox = HotlineSandbox.start()) {
      assertThat(send(sandbox, nobody, "").getException())
          .isInstanceOf(HotlineNotSentException.class)
          .hasMessageContaining("HttpHostConnectException");
    }
  }

  @Test
  void nothingWasSentWhereTheProxyDoesNotGetThrough() {
    HttpProxyServer proxy = proxy(false);
    HotlineSandbox sandbox = HotlineSandbox.builder().tls(certificates.context(server)).start();
    sandbox.close();
    try {
      assertThat(send(sandbox, port(proxy), "").getException())
          .isInstanceOf(HotlineNotSentException.class)
          .hasMessageContaining("502");
    } finally {
      proxy.abort();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxyPort=8080 | proxyHost is missing",
        "proxyHost=proxy.example | proxyPort must be 1 to 65535, not 0",
        "proxyHost=http://proxy.example&proxyPort=1 | proxyHost must be the name",
        "proxyHost=proxy.example&proxyPort=1&proxyUsername=somebody | belong together",
        "proxyHost=proxy.example&proxyPort=1&proxyUsername=a:b&proxyPassword=c | no colon",
      })
  void aMistakeIsNamedAtTheStart(String options, String text) {
    assertThatThrownBy(
            () ->
                context
                    .getEndpoint("hotline:send?accessToken=t&instance=1&apiKey=k&" + options)
                    .createProducer()
                    .start())
        .hasStackTraceContaining(text);
  }

  @Test
  void thePasswordShowsInNoLog() {
    context.getRegistry().bind("ssl", TlsTest.trusting(certificates, null));
    String pair = Base64.getEncoder().encodeToString(("somebody:" + PASSWORD).getBytes(UTF_8));
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    List<Logger> ours =
        List.of(
            (Logger) LoggerFactory.getLogger("org.apache"),
            (Logger) LoggerFactory.getLogger("tg.hotline"));
    ours.forEach(logger -> logger.setLevel(Level.TRACE));
    ours.forEach(logger -> logger.addAppender(log));
    HttpProxyServer proxy = proxy(true);
    HotlineConfiguration configuration = new HotlineConfiguration();
    try (HotlineSandbox plain = HotlineSandbox.start();
        HotlineSandbox tls = HotlineSandbox.builder().tls(certificates.context(server)).start()) {
      configuration.setProxyUsername("somebody");
      configuration.setProxyPassword(PASSWORD);
      context.getComponent("hotline", HotlineComponent.class).setConfiguration(configuration);
      assertArrived(plain, send(plain, port(proxy), ""));
      assertArrived(tls, send(tls, port(proxy), "&sslContextParameters=#ssl"));
    } finally {
      proxy.abort();
      ours.forEach(logger -> logger.detachAppender(log));
      ours.forEach(logger -> logger.setLevel(null));
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .as("the HTTP client speaks at this level")
        .anyMatch(line -> line.contains("Proxy-Authorization: ***"))
        .noneMatch(line -> line.contains(PASSWORD))
        .noneMatch(line -> line.contains(pair));
  }
}
