package tg.hotline.runner;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.Config;

/** What can happen to the PostgreSQL server that the runner of {@link PostgresProfile} works on. */
final class PostgresTrouble {

  private final String url;
  private final String user;
  private final String password;

  PostgresTrouble(Config config) {
    url = config.getValue("quarkus.datasource.jdbc.url", String.class);
    user = config.getValue("quarkus.datasource.username", String.class);
    password = config.getValue("quarkus.datasource.password", String.class);
  }

  /**
   * Does what makes the runner execute a statement that starts so. The server commits it and breaks
   * the connection before it answers.
   */
  void loseTheAnswerTo(String statement, Callable<?> cause) throws Exception {
    // A commit is answered when a standby has it too, and there is none.
    execute("alter system set synchronous_standby_names = 'nobody'");
    try {
      execute("select pg_reload_conf()");
      await().atMost(SandboxTest.SOON).until(this::commitsWait);
      cause.call();
      await()
          .atMost(SandboxTest.SOON)
          .until(
              () ->
                  is(
                      "select exists (select 1 from pg_stat_activity where wait_event = 'SyncRep'"
                          + " and query like '%s%%')".formatted(statement)));
    } finally {
      execute("alter system reset synchronous_standby_names");
      breakConnections();
      execute("select pg_reload_conf()");
    }
  }

  /** As after a failover, when the runner has reached the server that is no longer the first. */
  void readOnly(boolean on) throws SQLException {
    execute("alter database postgres set default_transaction_read_only = " + on);
    breakConnections();
  }

  /** As the server's administrator, who is not affected. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void breakConnections() throws SQLException {
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
  }

  private boolean is(String question) throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private boolean commitsWait() throws SQLException {
    try (Connection connection = connect("&socketTimeout=1");
        Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = on");
      try {
        statement.execute("select pg_logical_emit_message(true, 'test', 'a commit')");
        return false;
      } catch (SQLException e) {
        return true;
      }
    }
  }

  private Connection connect(String more) throws SQLException {
    String options = "-c%20synchronous_commit=local%20-c%20default_transaction_read_only=off";
    return DriverManager.getConnection(url + "?options=" + options + more, user, password);
  }
}
