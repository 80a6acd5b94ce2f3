package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** How an application is watched: health, console, JMX. */
class ManagementTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static App app;

  @BeforeAll
  static void start() throws Exception {
    app =
        new App(HOTLINE.sandbox())
            .with("camel.main.dev-console-enabled", "true")
            .start(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("direct:look").to("hotline:info?verifyTopic=" + App.LINK);
                  }
                });
    app.ask("direct:look", App.LINK, Map.of(), String.class);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void health() {
    assertThat(HealthCheckHelper.invokeReadiness(app.context(), "full"))
        .filteredOn(result -> result.getCheck().getId().contains("hotline"))
        .isNotEmpty()
        .allMatch(result -> result.getState() == HealthCheck.State.UP);
  }

  @Test
  void devConsole() {
    DevConsole console =
        Objects.requireNonNull(
                app.context().getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class))
            .resolveById("hotline");

    assertThat(console.call(DevConsole.MediaType.JSON, Map.of()).toString())
        .contains(Seed.INSTANCE)
        .doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY);
    assertThat(console.call(DevConsole.MediaType.TEXT, Map.of()).toString())
        .contains(Seed.INSTANCE)
        .doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY);
  }

  @Test
  void jmx() throws Exception {
    MBeanServer server =
        app.context().getManagementStrategy().getManagementAgent().getMBeanServer();
    ObjectName component =
        server
            .queryNames(
                new ObjectName(
                    "org.apache.camel:context=%s,type=components,name=\"hotline\""
                        .formatted(app.context().getManagementName())),
                null)
            .iterator()
            .next();

    assertThat((Long) server.getAttribute(component, "CallsOk")).isPositive();
  }
}
