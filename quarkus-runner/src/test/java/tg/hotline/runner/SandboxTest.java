package tg.hotline.runner;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;

/** What the tests of the routes have in common: a running runner and its sandbox, fresh. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
abstract class SandboxTest {

  static final Duration SOON = Duration.ofSeconds(15);

  @Inject Config config;
  @Inject EmbeddedSandbox embedded;
  @Inject DataSource database;
  @Inject CamelContext camel;

  @BeforeEach
  void reset() {
    sandbox().reset();
  }

  HotlineSandbox sandbox() {
    return embedded.get();
  }

  /**
   * Stops a route that is started once its recovery is through. Before that, the stop would wait
   * for the recovery, and that for the stop.
   */
  void stopRecovered(String route) throws Exception {
    await().atMost(SOON).until(() -> camel.getRouteController().getRouteStatus(route).isStarted());
    camel.getRouteController().stopRoute(route);
  }

  Path inbox() {
    return Path.of(config.getValue("hotline.inbox", String.class));
  }

  /** The texts so far, in order. */
  List<String> texts() {
    return sandbox().messages().stream().map(Message::text).toList();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of what is found. */
  List<String> column(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    }
  }
}
