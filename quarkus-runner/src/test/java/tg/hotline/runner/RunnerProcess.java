package tg.hotline.runner;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/** The packaged runner in a process of its own, as a user starts it. */
final class RunnerProcess implements AutoCloseable {

  private static final Path APP = Path.of("target/quarkus-app").toAbsolutePath();
  private static final Duration LONG = Duration.ofMinutes(2);

  final int port;
  final int sandboxPort;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path output;
  private final Process process;

  private RunnerProcess(Builder settings) throws IOException {
    this.port = settings.port;
    this.sandboxPort = settings.sandboxPort;
    this.output = Files.createTempFile(settings.home, "output", ".txt");
    List<String> command = new ArrayList<>();
    if (settings.line != null) {
      String behindJava = settings.line.substring("java ".length());
      command.addAll(List.of("bash", "-c", "exec \"$0\" \"$@\" " + behindJava));
    }
    command.add(java());
    command.add("-XX:TieredStopAtLevel=1"); // most live for seconds only
    command.add("-XX:+UseSerialGC");
    command.add("-XX:SharedArchiveFile=" + APP.resolve("quarkus-run.jsa"));
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dhotline.sandbox.port=" + sandboxPort);
    command.addAll(settings.options);
    if (settings.line == null) {
      command.addAll(List.of("-jar", APP.resolve("quarkus-run.jar").toString()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(settings.home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("HOTLINE_") || name.startsWith("QUARKUS_"));
    builder.environment().putAll(settings.environment);
    this.process = builder.start();
  }

  /** In the given folder, with a free port for the runner and one for the sandbox. */
  static Builder in(Path home) {
    return new Builder(home);
  }

  /** As a user starts it with credentials; the sandbox is the real service to it. */
  static Builder live(Path home, HotlineSandbox service) {
    return in(home)
        .environment("HOTLINE_ACCESS_TOKEN", Seed.ACCESS_TOKEN)
        .environment("HOTLINE_INSTANCE", Seed.INSTANCE)
        .environment("HOTLINE_API_KEY", Seed.API_KEY)
        .environment("HOTLINE_API_URL", service.apiUrl().toString());
  }

  RunnerProcess awaitReady() {
    await()
        .atMost(LONG)
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("It ended:\n" + output());
              }
            })
        .ignoreExceptions()
        .until(() -> get(url("/q/health/ready")).contains("\"UP\""));
    return this;
  }

  /** The exit code, once it ends by itself. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It still runs:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String sandboxUrl(String path) {
    return "http://127.0.0.1:" + sandboxPort + path;
  }

  String get(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  int post(String path, String json) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /**
   * Runs SQL against the embedded database, from a process that is not the runner's.
   *
   * @return the first column of what is found, in lines
   */
  static String sql(Path home, String sql) throws SQLException {
    String url = "jdbc:h2:file:" + home.resolve("data/sandbox/hotline") + ";AUTO_SERVER=TRUE";
    try (Connection database = DriverManager.getConnection(url, "sa", "");
        Statement statement = database.createStatement()) {
      List<String> values = new ArrayList<>();
      if (statement.execute(sql)) {
        for (ResultSet rows = statement.getResultSet(); rows.next(); ) {
          values.add(String.valueOf(rows.getString(1)));
        }
      }
      return String.join("\n", values);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("It did not end:\n" + output(), e);
    }
  }

  private static String java() {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
  }

  static final class Builder {
    private final Path home;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private int port = FreePort.next();
    private int sandboxPort = FreePort.next();
    private @Nullable String line;

    private Builder(Path home) {
      this.home = home;
    }

    Builder port(int value) {
      port = value;
      return this;
    }

    Builder sandboxPort(int value) {
      sandboxPort = value;
      return this;
    }

    Builder options(String... values) {
      options.addAll(Arrays.asList(values));
      return this;
    }

    /** As somebody types it: {@code java … -jar …}; the options are put behind {@code java}. */
    Builder line(String value) {
      line = value;
      return this;
    }

    Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    RunnerProcess start() throws IOException {
      return new RunnerProcess(this);
    }
  }
}
