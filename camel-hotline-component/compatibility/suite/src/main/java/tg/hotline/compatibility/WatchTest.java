package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static tg.hotline.camel.dsl.StaticEndpointBuilders.hotline;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;

/** Topics that are watched, and looked at by pollEnrich. */
class WatchTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void emitsATopic() throws Exception {
    emits(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("hotline:info?initialDelay=1&delay=50&topicLink=" + App.LINK)
                .setBody(simple("${body.userName} waits"))
                .to("hotline:send");
          }
        });
  }

  @Test
  @Needs("camel-endpointdsl")
  void emitsATopicByTheEndpointDsl() throws Exception {
    emits(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(hotline("info").topicLink(App.LINK).initialDelay(1).delay(50))
                .setBody(simple("${body.userName} waits"))
                .to(hotline("send"));
          }
        });
  }

  @Test
  void looksByPollEnrich() throws Exception {
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:once")
                .pollEnrich("hotline:info?topicLink=" + App.LINK, -1)
                .setBody(simple("${body.userName} waits"));
          }
        };
    try (App app = new App(HOTLINE.sandbox()).start(routes)) {
      assertThat(app.ask("direct:once", "", Map.of(), String.class)).isEqualTo("John Doe waits");
    }
  }

  private static void emits(RoutesBuilder routes) throws Exception {
    App app = new App(HOTLINE.sandbox());
    try (app) {
      app.start(routes);
      assertThat(HOTLINE.sandbox().awaitMessages(1, Duration.ofSeconds(5)))
          .extracting(Message::text)
          .containsExactly("John Doe waits");
    }
  }
}
