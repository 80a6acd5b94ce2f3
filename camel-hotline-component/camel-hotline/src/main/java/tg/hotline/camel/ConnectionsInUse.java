package tg.hotline.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Tally;

/**
 * The connections that producers use, each with a readiness check where Camel has a registry of
 * them (camel-health). Thread-safe.
 */
final class ConnectionsInUse {

  private final @Nullable HealthCheckRegistry registry;
  private final String prefix;
  private final Map<String, ConnectionInUse> byName = new LinkedHashMap<>();
  private final Map<String, HotlineHealthCheck> checks = new LinkedHashMap<>();
  private final Tally left = new Tally();

  /**
   * @param component its name, with which the names of the checks begin
   */
  ConnectionsInUse(CamelContext context, String component) {
    this.registry = HealthCheckHelper.getHealthCheckRegistry(context);
    this.prefix = component + "-";
  }

  /** A producer begins to use it; it must say {@link #release} once. */
  synchronized ConnectionInUse use(Connections.Found found) {
    String name = found.id();
    // An endpoint's wrong secret must not pass for right because another endpoint's is.
    for (int i = 2; found.isEndpoints() && isOfOther(name, found.credentials()); i++) {
      name = found.id() + "-" + i;
    }
    ConnectionInUse connection =
        byName.computeIfAbsent(name, made -> new ConnectionInUse(made, found.credentials()));
    connection.producers++;
    if (connection.producers == 1 && registry != null) {
      HotlineHealthCheck check = new HotlineHealthCheck(prefix + name, connection);
      checks.put(name, check);
      registry.register(check);
    }
    return connection;
  }

  private boolean isOfOther(String name, Credentials credentials) {
    ConnectionInUse there = byName.get(name);
    return there != null && !there.first().equals(credentials);
  }

  /** A producer is through with it. */
  synchronized void release(ConnectionInUse connection) {
    connection.producers--;
    if (connection.producers == 0 && byName.remove(connection.name(), connection)) {
      left.add(connection.tally());
      removeCheck(connection.name());
    }
  }

  private void removeCheck(String name) {
    HotlineHealthCheck check = checks.remove(name);
    if (registry != null && check != null) {
      registry.unregister(check);
    }
  }

  /** Nobody uses any. */
  synchronized void clear() {
    List.copyOf(checks.keySet()).forEach(this::removeCheck);
    byName.clear();
  }

  synchronized List<Statistics> statistics() {
    return byName.values().stream()
        .map(ConnectionInUse::statistics)
        .filter(Objects::nonNull)
        .toList();
  }

  /** How all calls ended, those of connections that are not used any more included. */
  synchronized Tally total() {
    Tally total = new Tally();
    total.add(left);
    new ArrayList<>(byName.values()).forEach(connection -> total.add(connection.tally()));
    return total;
  }
}
