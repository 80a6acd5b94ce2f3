package tg.hotline.runner;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConfiguration;
import tg.hotline.camel.HotlineConnection;
import tg.hotline.sandbox.Seed;

/**
 * Connects the routes' {@code hotline:} endpoints to whom the mode says. Credentials go straight
 * into the component, so that they never become properties of Camel or of the JVM.
 */
@Singleton
final class HotlineConnector {

  /** Names of the sandbox's further connections; the endpoints that name none have its first. */
  static final String SALES = "sales";

  static final String ORDERS = "orders";

  private final Config config;
  private final EmbeddedSandbox sandbox;

  HotlineConnector(Config config, EmbeddedSandbox sandbox) {
    this.config = config;
    this.sandbox = sandbox;
  }

  /** Before Camel looks for components by itself, and before any route starts. */
  void connect(@Observes BeforeConfigure event) {
    ModeDefaults.confirm(config);
    HotlineConfiguration hotline = new HotlineConfiguration();
    HotlineComponent component = new HotlineComponent();
    switch (config.getValue("hotline.mode", RunnerMode.class)) {
      case SANDBOX -> {
        hotline.setAccessToken(Seed.ACCESS_TOKEN);
        hotline.setInstance(Seed.INSTANCE);
        hotline.setApiKey(Seed.API_KEY);
        hotline.setApiUrl(sandbox.get().apiUrl().toString());
        component
            .getConnections()
            .putAll(
                Map.of(
                    SALES, connection(Seed.SALES_INSTANCE, Seed.SALES_API_KEY),
                    ORDERS, connection(Seed.ORDERS_INSTANCE, Seed.ORDERS_API_KEY)));
      }
      case LIVE -> {
        hotline.setAccessToken(config.getValue("hotline.access-token", String.class));
        hotline.setInstance(config.getValue("hotline.instance", String.class));
        hotline.setApiKey(config.getValue("hotline.api-key", String.class));
        Optional<String> apiUrl = config.getOptionalValue("hotline.api-url", String.class);
        apiUrl.ifPresent(hotline::setApiUrl);
      }
    }
    component.setConfiguration(hotline);
    component.setMaxConcurrentCalls(config.getValue("hotline.max-concurrent-calls", Integer.class));
    event.getCamelContext().addComponent("hotline", component);
  }

  /** With the component's access token. */
  private static HotlineConnection connection(String instance, String apiKey) {
    HotlineConnection connection = new HotlineConnection();
    connection.setInstance(instance);
    connection.setApiKey(apiKey);
    return connection;
  }
}
