package tg.hotline.camel;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the credentials in Camel's properties again once Camel has reloaded them, as its vaults
 * make it do when a secret has changed. Camel itself reloads routes and placeholders in them, but
 * never sets a component's options a second time.
 *
 * @see <a href="https://camel.apache.org/manual/context-reload.html">Context reload</a>
 */
final class ReloadedSecrets extends EventNotifierSupport {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadedSecrets.class);

  private static final Pattern KEY =
      Pattern.compile("(?:configuration\\.)?(?:connections\\[([^]]+)]\\.)?([A-Za-z-]+)");
  private static final Set<String> SECRETS = Set.of("accesstoken", "instance", "apikey");

  private final HotlineComponent component;

  ReloadedSecrets(HotlineComponent component) {
    this.component = component;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextReloadedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    CamelContext context = component.getCamelContext();
    try {
      component.change(connections -> read(connections, context));
      LOG.info("Read Hotline's credentials again");
    } catch (RuntimeException e) {
      LOG.warn("Hotline's credentials stay as they were: {}", e.getMessage());
    }
  }

  private Connections read(Connections now, CamelContext context) {
    HotlineConfiguration own = now.own().copy();
    Map<String, HotlineConnection> named = new LinkedHashMap<>();
    String prefix = "camel.component." + name(context) + ".";
    var properties = context.getPropertiesComponent().loadProperties(k -> k.startsWith(prefix));
    for (String property : properties.stringPropertyNames()) {
      Matcher key = KEY.matcher(property.substring(prefix.length()));
      if (key.matches() && SECRETS.contains(plain(key.group(2)))) {
        String value = context.resolvePropertyPlaceholders(properties.getProperty(property));
        String connection = key.group(1);
        if (connection == null) {
          set(own, plain(key.group(2)), value);
        } else {
          HotlineConnection old = now.named().get(connection);
          set(
              named.computeIfAbsent(
                  connection, name -> old == null ? new HotlineConnection() : old.copy()),
              plain(key.group(2)),
              value);
        }
      }
    }
    return now.with(own, named);
  }

  private static String plain(String option) {
    return option.replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static void set(HotlineConfiguration own, String option, String value) {
    switch (option) {
      case "accesstoken" -> own.setAccessToken(value);
      case "instance" -> own.setInstance(value);
      default -> own.setApiKey(value);
    }
  }

  private static void set(HotlineConnection connection, String option, String value) {
    switch (option) {
      case "accesstoken" -> connection.setAccessToken(value);
      case "instance" -> connection.setInstance(value);
      default -> connection.setApiKey(value);
    }
  }

  private @Nullable String name(CamelContext context) {
    return context.getComponentNames().stream()
        .filter(name -> context.hasComponent(name) == component)
        .findFirst()
        .orElse("hotline");
  }
}
