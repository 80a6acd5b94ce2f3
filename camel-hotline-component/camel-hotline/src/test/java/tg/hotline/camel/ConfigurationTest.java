package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.topics.ApiUrl;
import tg.hotline.topics.Overflow;

class ConfigurationTest {

  private static final String CREDENTIALS = "accessToken=t&instance=1&apiKey=k";

  private static void startEndpoint(String uri) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      context.getEndpoint(uri).createProducer().start();
    }
  }

  @Test
  void startsWithTheServicesOwnAddress() throws Exception {
    startEndpoint("hotline:send?" + CREDENTIALS);

    assertThat(new HotlineConfiguration().getApiUrl())
        .isEqualTo("https://n8n.production.hotline.tg/webhook/topic_action");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("hotline:delete", "hotline:info and hotline:send"),
        Arguments.of("hotline:send", "camel.component.hotline.accessToken"),
        Arguments.of("hotline:send?accessToken=t&instance=1", "set the endpoint's apiKey"),
        Arguments.of("hotline:send?accessToken=a%20b&instance=1&apiKey=k", "accessToken holds"),
        Arguments.of("hotline:send?topicId=5&" + CREDENTIALS, "goes to a customer (userId)"),
        Arguments.of("hotline:send?groupId=5&" + CREDENTIALS, "goes to a customer (userId)"),
        Arguments.of("hotline:info?userId=5&" + CREDENTIALS, "looks up a topic"),
        Arguments.of(
            "hotline:info?topicLink=hello&" + CREDENTIALS, "topicLink: not a topic's link"),
        Arguments.of("hotline:info?topicId=5x&" + CREDENTIALS, "topicId must be"),
        Arguments.of("hotline:info?groupId=-5&" + CREDENTIALS, "groupId must be"),
        Arguments.of("hotline:send?userId=x1&" + CREDENTIALS, "userId must be"),
        Arguments.of(
            "hotline:info?topicLink=https://t.me/c/1/2&topicId=3&" + CREDENTIALS, "topicId=3"),
        Arguments.of("hotline:send?maxRetries=-1&" + CREDENTIALS, "maxRetries"),
        Arguments.of("hotline:send?requestTimeout=0&" + CREDENTIALS, "requestTimeout"),
        Arguments.of("hotline:send?retryTimeout=0&" + CREDENTIALS, "retryTimeout"),
        Arguments.of(
            "hotline:send?apiUrl=http://example.com/&" + CREDENTIALS, "apiUrl must begin with"),
        Arguments.of("hotline:send?nonsense=1&" + CREDENTIALS, "nonsense"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void namesTheMistakeAtTheStart(String uri, String text) {
    assertThatThrownBy(() -> startEndpoint(uri))
        .satisfies(
            e -> {
              StringBuilder all = new StringBuilder();
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                all.append(cause.getMessage()).append('\n');
              }
              assertThat(all.toString()).contains(text);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "https://hotline.example/webhook/topic_action, false, true",
    "HTTPS://hotline.example/, false, true",
    "http://localhost:8181/webhook/topic_action, false, true",
    "http://127.0.0.1/, false, true",
    "http://127.255.255.254/, false, true",
    "http://[::1]:1/, false, true",
    "http://hotline.example/, true, true",
    "http://hotline.example/, false, false",
    "http://127.0.0.1.example.org/, false, false",
    "http://127.0.0.1@example.org/, false, false",
    "http://localhost.example.org/, false, false",
    "http://10.0.0.1/, false, false",
    "http://[::2]/, false, false",
    "https://user:secret@hotline.example/, true, false",
    "https://user@hotline.example/, true, false",
    "https://hotline.example/#fragment, true, false",
    "https:///path, true, false",
    "ftp://localhost/, true, false",
    "file:///etc/passwd, true, false",
    "localhost:8181, true, false",
    "not a url, true, false",
  })
  void postsSecretsOnlyWhereTheyAreSafe(String url, boolean insecure, boolean allowed) {
    if (allowed) {
      assertThat(ApiUrl.parse(url, insecure)).hasToString(url);
    } else {
      assertThatThrownBy(() -> ApiUrl.parse(url, insecure))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("apiUrl")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void isBoundFromProperties() throws Exception {
    SimpleMain main = new SimpleMain(new DefaultCamelContext());
    Properties properties = new Properties();
    properties.put("camel.component.hotline.access-token", "token");
    properties.put("camel.component.hotline.instance", "1");
    properties.put("camel.component.hotline.apiKey", "key");
    properties.put("camel.component.hotline.request-timeout", "45s");
    properties.put("camel.component.hotline.maxConcurrentCalls", "3");
    properties.put("camel.component.hotline.rate-limit", "20/1m");
    properties.put("camel.component.hotline.overflow", "truncate");
    properties.put("camel.component.hotline.resend-unknown", "true");
    main.setOverrideProperties(properties);
    main.start();
    try {
      HotlineComponent component =
          main.getCamelContext().getComponent("hotline", HotlineComponent.class);
      HotlineEndpoint endpoint =
          main.getCamelContext()
              .getEndpoint("hotline:send?requestTimeout=1m&overflow=fail", HotlineEndpoint.class);

      assertThat(component.getMaxConcurrentCalls()).isEqualTo(3);
      assertThat(component.getRateLimit()).isEqualTo("20/1m");
      assertThat(component.getConfiguration().getRequestTimeout()).isEqualTo(45_000);
      assertThat(endpoint.getConfiguration().getRequestTimeout()).isEqualTo(60_000);
      assertThat(component.getConfiguration().getAccessToken()).isEqualTo("token");
      assertThat(component.getConfiguration().getOverflow()).isEqualTo(Overflow.TRUNCATE);
      assertThat(endpoint.getConfiguration().getOverflow()).isEqualTo(Overflow.FAIL);
      assertThat(endpoint.getConfiguration().isResendUnknown()).isTrue();
    } finally {
      main.stop();
    }
  }
}
