package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.EndpointUriFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.compatibility.Catalog.Option;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** URIs that are put together while the route runs, and the factory that does it for Camel. */
class DynamicUriTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static App app;

  @BeforeAll
  static void start() throws Exception {
    app =
        new App(HOTLINE.sandbox())
            .start(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("direct:topic").toD("hotline:info?topicLink=RAW(${header.link})");
                    from("direct:ids")
                        .toD("hotline:info?groupId=2101424779&topicId=${header.topic}");
                    from("direct:any").toD("hotline:${header.operation}?${header.options}");
                    from("direct:list").recipientList(simple("hotline:send?userId=${header.user}"));
                    from("direct:enrich")
                        .enrich()
                        .simple("hotline:info?topicId=${header.topic}&groupId=2101424779");
                    from("direct:tap").wireTap("hotline:send?userId=${header.user}");
                  }
                });
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void toDynamicWithTopicsThatChange() {
    for (long topic :
        new long[] {
          Seed.TOPIC_ID,
          Seed.ANSWERED_TOPIC_ID,
          Seed.CLOSED_TOPIC_ID,
          Seed.CHAT_TOPIC_ID,
          Seed.TOPIC_ID
        }) {
      String link = "https://t.me/c/" + Seed.GROUP_ID + "/" + topic;
      assertThat(app.ask("direct:topic", "", Map.of("link", link), Map.class).get("topic_id"))
          .hasToString("" + topic);
      assertThat(app.ask("direct:ids", "", Map.of("topic", topic), Map.class).get("topic_id"))
          .hasToString("" + topic);
      assertThat(app.ask("direct:enrich", "", Map.of("topic", topic), Map.class).get("topic_id"))
          .hasToString("" + topic);
    }
  }

  @Test
  void toDynamicWithAnOperationThatChanges() {
    Map<String, Object> send = Map.of("operation", "send", "options", "userId=" + Seed.USER_ID);
    Map<String, Object> info = Map.of("operation", "info", "options", "topicLink=" + App.LINK);

    app.ask("direct:any", "Paid", send, String.class);

    assertThat(app.ask("direct:any", "", info, Map.class).get("user_name")).isEqualTo("John Doe");
    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
  }

  @Test
  void recipientListAndWireTap() {
    Map<String, Object> customer = Map.of("user", Seed.USER_ID);

    app.ask("direct:list", "Listed", customer, String.class);
    app.ask("direct:tap", "Tapped", customer, String.class);

    assertThat(sandbox().awaitMessages(2, Duration.ofSeconds(5)))
        .extracting(Message::text)
        .containsExactly("Listed", "Tapped");
  }

  @Test
  void theFactoryBuildsAUri() throws Exception {
    Map<String, Object> options =
        new TreeMap<>(Map.of("operation", "send", "userId", 79, "verifyTopic", App.LINK));

    String uri = factory().buildUri("hotline", new HashMap<>(options), true);

    assertThat(factory().isEnabled("hotline")).isTrue();
    assertThat(factory().isLenientProperties()).isFalse();
    assertThat(uri).startsWith("hotline:send?").contains("userId=79");
    assertThat(app.context().getEndpoint(uri).getEndpointUri()).startsWith("hotline://send?");
  }

  @Test
  void theFactoryNamesWhatIsMissing() {
    assertThatThrownBy(() -> factory().buildUri("hotline", Map.of("userId", 79), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operation");
  }

  @Test
  void theFactoryKnowsEveryOptionAndEverySecret() {
    Set<String> names = new TreeSet<>(Catalog.names(Catalog.endpoint()));
    names.add("operation");
    assertThat(factory().propertyNames()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(factory().secretPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Catalog.names(Catalog.endpoint().stream().filter(Option::secret).toList()))
        .contains("accessToken", "apiKey", "proxyPassword");
  }

  private static EndpointUriFactory factory() {
    return Objects.requireNonNull(
        app.context().getCamelContextExtension().getEndpointUriFactory("hotline"));
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
