package tg.hotline.camel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
 * never sets a component's options a second time. What did not come from there, or was set
 * otherwise since, stays as it is. Thread-safe.
 *
 * @see <a href="https://camel.apache.org/manual/context-reload.html">Context reload</a>
 */
final class ReloadedSecrets extends EventNotifierSupport {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadedSecrets.class);

  private static final Pattern KEY =
      Pattern.compile("(?:configuration\\.)?(?:connections\\[([^]]+)]\\.)?([A-Za-z-]+)");
  private static final Set<String> SECRETS = Set.of("accesstoken", "instance", "apikey");

  /**
   * Where a secret goes.
   *
   * @param connection null for the component's own
   * @param option in small letters, without dashes
   */
  private record Place(@Nullable String connection, String option) {
    // Written out because of JDK-8078641, as in Switchboard.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that
          && Objects.equals(connection, that.connection)
          && option.equals(that.option);
    }

    @Override
    public int hashCode() {
      return Objects.hash(connection, option);
    }
  }

  private final HotlineComponent component;
  private Map<Place, String> known = Map.of();

  ReloadedSecrets(HotlineComponent component) {
    this.component = component;
    // Else Camel would make events of every exchange. Reloads count as events of routes.
    setIgnoreExchangeEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreServiceEvents(true);
  }

  /** Remembers what the properties say, to see later what has changed. */
  synchronized void remember() {
    known = read();
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextReloadedEvent;
  }

  @Override
  public synchronized void notify(CamelEvent event) {
    try {
      Map<Place, String> before = known;
      Map<Place, String> now = read(); // may ask a vault, so calls are not held up by it
      component.change(connections -> changed(connections, before, now));
      known = now;
      LOG.info("Read Hotline's credentials again");
    } catch (RuntimeException e) {
      LOG.warn("Hotline's credentials stay as they were: {}", e.getMessage());
    }
  }

  private Map<Place, String> read() {
    CamelContext context = component.getCamelContext();
    String prefix = "camel.component." + component.name() + ".";
    var properties = context.getPropertiesComponent().loadProperties(k -> k.startsWith(prefix));
    Map<Place, String> secrets = new HashMap<>();
    for (String property : properties.stringPropertyNames()) {
      Matcher key = KEY.matcher(property.substring(prefix.length()));
      if (key.matches()) {
        Place place = new Place(key.group(1), plain(key.group(2)));
        if (SECRETS.contains(place.option)) {
          String value = context.resolvePropertyPlaceholders(properties.getProperty(property));
          if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(property + " is empty");
          }
          secrets.put(place, value);
        }
      }
    }
    return secrets;
  }

  private static Connections changed(
      Connections connections, Map<Place, String> before, Map<Place, String> now) {
    HotlineConfiguration own = connections.own().copy();
    Map<String, HotlineConnection> named = new LinkedHashMap<>(connections.named());
    now.forEach(
        (place, value) -> {
          String old = before.get(place);
          if (place.connection == null) {
            change(own, place.option, old, value);
          } else {
            HotlineConnection connection = named.get(place.connection);
            if (connection != null) {
              HotlineConnection copy = connection.copy();
              change(copy, place.option, old, value);
              named.put(place.connection, copy);
            }
          }
        });
    return new Connections(own, named, connections.limits());
  }

  private static void change(
      HotlineConfiguration own, String option, @Nullable String old, String value) {
    switch (option) {
      case "accesstoken" -> change(own.getAccessToken(), old, value, own::setAccessToken);
      case "instance" -> change(own.getInstance(), old, value, own::setInstance);
      default -> change(own.getApiKey(), old, value, own::setApiKey);
    }
  }

  private static void change(
      HotlineConnection connection, String option, @Nullable String old, String value) {
    switch (option) {
      case "accesstoken" ->
          change(connection.getAccessToken(), old, value, connection::setAccessToken);
      case "instance" -> change(connection.getInstance(), old, value, connection::setInstance);
      default -> change(connection.getApiKey(), old, value, connection::setApiKey);
    }
  }

  /**
   * Only where the old value is still there: a system property or a program may have set another.
   */
  private static void change(
      @Nullable String held, @Nullable String old, String value, Consumer<String> set) {
    if (Objects.equals(held, old)) {
      set.accept(value);
    }
  }

  private static String plain(String option) {
    return option.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
