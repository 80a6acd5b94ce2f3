package tg.hotline.runner;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * The runner as it is without configuration, but in a temporary folder, on free ports, and quick to
 * give up. All tests that use it share one runner.
 */
public class SandboxProfile implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    try {
      return Map.ofEntries(
          Map.entry("hotline.home", Files.createTempDirectory("runner").toString()),
          Map.entry("hotline.mode", "sandbox"), // although a list to poll is set
          Map.entry("hotline.sandbox.port", "0"),
          Map.entry("quarkus.http.port", "0"),
          Map.entry("quarkus.http.test-port", "0"),
          // The other system that rest-poll asks is played by RestPollTest.
          Map.entry("hotline.poll.url", "http://127.0.0.1:" + FreePort.next() + "/list"),
          Map.entry("hotline.poll.period", "300"),
          Map.entry("hotline.database.period", "300"),
          Map.entry("hotline.ai.look", "200"),
          // The system that backup-channel asks is played by BackupChannelTest.
          Map.entry("hotline.orders.url", "http://127.0.0.1:" + FreePort.next() + "/orders"),
          Map.entry("hotline.orders.timeout", "1000"),
          Map.entry("hotline.orders.rest", "60000"),
          Map.entry("hotline.orders.period", "100"),
          Map.entry("hotline.broadcast.period", "100"),
          Map.entry("hotline.broadcast.progress", "100"),
          Map.entry("hotline.broadcast.wait", "1"),
          // Never by itself: TopicWatchTest makes the ticks.
          Map.entry("hotline.watch.cron", "0 0 0 1 1 ? 2090"),
          Map.entry("camel.component.hotline.maxRetries", "1"),
          Map.entry("camel.component.hotline.retryBackoff", "10"),
          Map.entry("camel.component.hotline.requestTimeout", "3000"),
          // A flood of rows would overflow it.
          Map.entry("camel.component.hotline.maxQueuedCalls", "8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
