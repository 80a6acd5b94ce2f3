package tg.hotline.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the test's own, from this machine's binaries: on a free port of loopback,
 * in a temporary folder, and with passwords.
 */
final class PostgresServer implements AutoCloseable {

  /** For {@code @EnabledIf}. */
  static final String IS_HERE = "tg.hotline.runner.PostgresServer#isHere";

  static final String NOT_HERE =
      "there is no PostgreSQL server on this machine; Debian's package is postgresql";

  static final String USER = "hotline";
  static final String PASSWORD = "geheim-postgres-4711";

  private final Path bin;
  private final Path folder;
  private final int port = FreePort.next();

  private PostgresServer(Path bin, Path folder) {
    this.bin = bin;
    this.folder = folder;
  }

  /** Whether the machine has the server's programs. */
  static boolean isHere() {
    return bin().isPresent();
  }

  static PostgresServer start() throws IOException {
    Path folder = Files.createTempDirectory("postgres");
    PostgresServer server = new PostgresServer(bin().orElseThrow(), folder);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    server.program(
        "initdb",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
        "--username=" + USER,
        "--pwfile=" + password);
    server.up();
    return server;
  }

  /** Starts it, also again, on the same port and with what it had. */
  void up() {
    String settings =
        "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s -c fsync=off"
            .formatted(port, folder);
    program("pg_ctl", "--wait", "--log=" + folder.resolve("log"), "--options=" + settings, "start");
  }

  /** Ends it as a crash does: every connection is gone at once. */
  void down() {
    program("pg_ctl", "--wait", "--mode=immediate", "stop");
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url("postgres"), USER, PASSWORD);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    down();
    run(List.of("rm", "-r", folder.toString()));
  }

  private void program(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) { // which the server refuses to be
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(bin.resolve(name).toString());
    command.add("--pgdata=" + folder.resolve("data"));
    command.addAll(Arrays.asList(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      // Into a file: the server keeps what pg_ctl's output is.
      Path output = Files.createTempFile("output", ".txt");
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      String said = Files.readString(output);
      Files.delete(output);
      if (code != 0) {
        throw new AssertionError(command + "\n" + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** From the PATH, or where Debian has the newest. */
  private static Optional<Path> bin() {
    List<Path> folders = new ArrayList<>();
    for (String folder : System.getenv("PATH").split(":", -1)) {
      folders.add(Path.of(folder));
    }
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .forEach(folders::add);
    } catch (IOException e) {
      // not Debian's
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .findFirst();
  }
}
