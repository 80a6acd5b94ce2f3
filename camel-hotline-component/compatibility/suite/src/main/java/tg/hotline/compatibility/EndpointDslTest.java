package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tg.hotline.camel.dsl.StaticEndpointBuilders.hotline;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.camel.dsl.HotlineEndpointBuilderFactory.HotlineBuilders;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** The builders in the jar, with each Camel's own camel-endpointdsl. */
@Needs("camel-endpointdsl")
class EndpointDslTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void inARouteBuilder() throws Exception {
    works(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:tell")
                .to(hotline("send").userId("765432109").connection("sales").retryTimeout("1m"));
            from("direct:look").to(hotline("info").topicLink(App.LINK).maxRetries(2));
            from("direct:dynamic").toD(hotline("info").groupId("2101424779").topicId("${body}"));
          }
        });
  }

  @Test
  void inAnEndpointRouteBuilder() throws Exception {
    works(new TypedRoutes());
  }

  private static final class TypedRoutes extends EndpointRouteBuilder implements HotlineBuilders {
    @Override
    public void configure() {
      from(direct("tell"))
          .to(
              hotline("send")
                  .userId("765432109")
                  .connection("sales")
                  .advanced()
                  .lazyStartProducer(true));
      from(direct("look")).to(hotline("info").topicLink(App.LINK).requestTimeout(20_000));
      from(direct("dynamic")).toD(hotline("info").groupId("2101424779").topicId("${body}"));
    }
  }

  private static void works(RoutesBuilder routes) throws Exception {
    try (App app =
        new App(sandbox())
            .with(App.OPTION + "connections[sales].instance", Seed.SALES_INSTANCE)
            .with(App.OPTION + "connections[sales].apiKey", Seed.SALES_API_KEY)
            .start(routes)) {
      app.ask("direct:tell", "Paid", Map.of(), String.class);
      assertThat(app.ask("direct:look", "", Map.of(), Map.class).get("user_name"))
          .isEqualTo("John Doe");
      assertThat(app.ask("direct:dynamic", "5345", Map.of(), Map.class).get("topic_id"))
          .hasToString("5345");

      assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
      assertThat(sandbox().calls().get(0).instance()).isEqualTo(Seed.SALES_INSTANCE);
    }
  }

  /** Where the application does without camel-endpointdsl, the jar does too. */
  @Test
  void isNotNeeded() throws Exception {
    List<URL> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("camel-endpointdsl")) {
        others.add(Path.of(entry).toUri().toURL());
      }
    }
    ClassLoader caller = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader without =
        new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(without);
      assertThatThrownBy(() -> without.loadClass(EndpointRouteBuilder.class.getName()))
          .isInstanceOf(ClassNotFoundException.class);
      without
          .loadClass(Without.class.getName())
          .getMethod("tell", String.class)
          .invoke(null, sandbox().apiUrl().toString());
    } finally {
      Thread.currentThread().setContextClassLoader(caller);
    }
    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
  }

  /** Is loaded anew, by a loader that does not know camel-endpointdsl. */
  public static final class Without {
    private Without() {}

    public static void tell(String apiUrl) throws Exception {
      try (DefaultCamelContext context = new DefaultCamelContext()) {
        context.start();
        context
            .createProducerTemplate()
            .requestBody(
                "hotline:send?userId=987654321&accessToken=%s&instance=%s&apiKey=%s&apiUrl=%s"
                    .formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY, apiUrl),
                "Paid");
      }
    }
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
