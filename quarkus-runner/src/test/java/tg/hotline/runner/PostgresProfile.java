package tg.hotline.runner;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Seed;

/**
 * As {@link SandboxProfile}, but with a PostgreSQL server, so in mode live. The service is the
 * sandbox all the same, which the test starts where the runner looks for it.
 */
public final class PostgresProfile extends SandboxProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    int port = FreePort.next();
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("hotline.mode", "live");
    settings.put("hotline.access-token", Seed.ACCESS_TOKEN);
    settings.put("hotline.instance", Seed.INSTANCE);
    settings.put("hotline.api-key", Seed.API_KEY);
    settings.put("hotline.api-url", "http://127.0.0.1:" + port + "/webhook/topic_action");
    settings.put("hotline.sandbox.port", String.valueOf(port));
    settings.put("hotline.bot-api-url", "http://127.0.0.1:" + port);
    settings.put("hotline.broadcast.token", Seed.BOT_TOKEN);
    settings.put("hotline.orders.token", Seed.ORDERS_BOT_TOKEN);
    settings.put("hotline.orders.connection", "orders");
    String orders = "camel.component.hotline.connections[orders].";
    settings.put(orders + "instance", Seed.ORDERS_INSTANCE);
    settings.put(orders + "apiKey", Seed.ORDERS_API_KEY);
    settings.put(
        "hotline.watch.topics",
        LongStream.of(
                Seed.TOPIC_ID, Seed.CHAT_TOPIC_ID, Seed.ANSWERED_TOPIC_ID, Seed.CLOSED_TOPIC_ID)
            .mapToObj(topic -> "https://t.me/c/%s/%d".formatted(Seed.GROUP_ID, topic))
            .collect(Collectors.joining(",")));
    return settings;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Server.class));
  }

  /** The server of all tests with this profile. */
  public static final class Server implements QuarkusTestResourceLifecycleManager {

    private @Nullable PostgresServer server;

    @Override
    public Map<String, String> start() {
      try {
        server = PostgresServer.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "quarkus.datasource.jdbc.url",
          server.url("postgres"),
          "quarkus.datasource.username",
          PostgresServer.USER,
          "quarkus.datasource.password",
          PostgresServer.PASSWORD);
    }

    @Override
    public void stop() {
      if (server != null) {
        server.close();
      }
    }
  }
}
