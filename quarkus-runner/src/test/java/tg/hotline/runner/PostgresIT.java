package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** The packaged runner, told by its environment alone to work on a PostgreSQL server. */
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class PostgresIT {

  private static final Duration SOON = Duration.ofSeconds(45);

  private static PostgresServer server;

  private final Path home;

  PostgresIT(@TempDir Path home) {
    this.home = home;
  }

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void nothingIsLostOrRepeatedWhileTheDatabaseIsAway() throws Exception {
    try (HotlineSandbox service = HotlineSandbox.builder().start();
        RunnerProcess runner =
            runner(server.url("postgres"), PostgresServer.PASSWORD)
                .environment("HOTLINE_API_URL", service.apiUrl().toString())
                .start()
                .awaitReady()) {
      server.execute("insert into deal_event (user_id, message) values (876543210, 'before')");
      await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));

      service.answerNext(Answer.delayed(Duration.ofSeconds(3)));
      server.execute("insert into deal_event (user_id, message) values (876543210, 'during')");
      await().atMost(SOON).until(() -> outcomes().equals(List.of("OK", "SENDING")));
      server.down();
      // The operators have it, and there is nowhere to note it.
      service.awaitMessage(message -> message.text().equals("during"), SOON);
      await().atMost(SOON).until(() -> ready(runner).contains("\"DOWN\""));
      await().atMost(SOON).until(() -> runner.output().contains("Failed delivery"));
      server.up();

      server.execute("insert into deal_event (user_id, message) values (876543210, 'after')");
      await().atMost(SOON).until(() -> outcomes().equals(List.of("OK", "OK", "OK")));
      await().atMost(SOON).until(() -> !ready(runner).contains("\"DOWN\""));
      assertThat(service.messages())
          .extracting(Message::text)
          .containsExactly("before", "during", "after");
      assertThat(runner.output())
          .contains("Database  " + server.url("postgres"))
          .doesNotContain(PostgresServer.PASSWORD)
          .doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, geheim-wrong, password authentication failed",
    "nowhere, geheim-postgres-4711, database \"nowhere\" does not exist",
    "postgres?connectTimeout=5, '', no password was provided"
  })
  void saysWhyADatabaseCannotBeUsed(String database, String password, String reason)
      throws Exception {
    assertThat(refusal(server.url(database), password))
        .contains(server.url(database).replaceFirst("[?].*", ""), reason);
  }

  @Test
  void saysThatNobodyIsThere() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:%d/deals".formatted(FreePort.next());

    assertThat(refusal(url, "geheim")).contains(url, "refused");
  }

  /** The one line, apart from what is no complaint. */
  private String refusal(String url, String password) throws Exception {
    try (RunnerProcess runner = runner(url, password).start()) {
      assertThat(runner.awaitExit()).isNotZero();
      List<String> complaints =
          runner.output().lines().filter(line -> !line.contains(" INFO ")).toList();
      assertThat(complaints).hasSize(1);
      assertThat(runner.output()).doesNotContain("geheim");
      return complaints.get(0);
    }
  }

  private RunnerProcess.Builder runner(String url, String password) {
    return RunnerProcess.in(home)
        .environment("HOTLINE_ACCESS_TOKEN", Seed.ACCESS_TOKEN)
        .environment("HOTLINE_INSTANCE", Seed.INSTANCE)
        .environment("HOTLINE_API_KEY", Seed.API_KEY)
        .environment("QUARKUS_DATASOURCE_JDBC_URL", url)
        .environment("QUARKUS_DATASOURCE_USERNAME", PostgresServer.USER)
        .environment("QUARKUS_DATASOURCE_PASSWORD", password);
  }

  private static String ready(RunnerProcess runner) throws IOException, InterruptedException {
    return runner.get(runner.url("/q/health/ready"));
  }

  private static List<String> outcomes() throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select outcome from deal_event order by id")) {
      List<String> outcomes = new ArrayList<>();
      while (rows.next()) {
        outcomes.add(String.valueOf(rows.getString(1)));
      }
      return outcomes;
    }
  }
}
