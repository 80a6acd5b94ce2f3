package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.telegram.TelegramComponent;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;

/**
 * Connects the routes' {@code telegram:} endpoints to whom the mode says: in mode sandbox to the
 * sandbox, whose port may be known only now that it runs.
 */
@Singleton
final class BotApiConnector {

  static final String SETTING = "hotline.bot-api-url";

  /** When the mode is confirmed. */
  private static final int AFTER_HOTLINE = 5_000;

  private static final Duration CONNECTION = Duration.ofSeconds(10);

  /** A long poll, half a minute, is answered by then. */
  private static final Duration ANSWER = Duration.ofSeconds(45);

  private final Config config;
  private final EmbeddedSandbox sandbox;

  BotApiConnector(Config config, EmbeddedSandbox sandbox) {
    this.config = config;
    this.sandbox = sandbox;
  }

  void connect(@Observes @Priority(AFTER_HOTLINE) BeforeConfigure event) {
    checkOrders();
    String url =
        config
            .getOptionalValue(SETTING, String.class)
            .orElseGet(() -> sandbox.get().botApiUrl().toString());
    CamelContext camel = event.getCamelContext();
    camel.getPropertiesComponent().addOverrideProperty(SETTING, url);
    TelegramComponent telegram = new TelegramComponent();
    telegram.setBaseUri(url);
    telegram.setClient(
        new ImpatientClient(HttpClient.newBuilder().connectTimeout(CONNECTION).build(), ANSWER));
    // That Telegram is away for a while is nothing that another runner would help against.
    telegram.setHealthCheckConsumerEnabled(false);
    camel.addComponent("telegram", telegram);
  }

  /** Else Camel says so, within a page of its own frames. */
  private void checkOrders() {
    if (!config.getValue("hotline.orders.token", String.class).equals("off")
        && config.getOptionalValue("hotline.orders.url", String.class).isEmpty()) {
      throw new ConfigurationException(
          "hotline.orders.token is set, but hotline.orders.url is not. Set HOTLINE_ORDERS_URL to the address of the system that knows the orders.");
    }
  }
}
