package tg.hotline.soak;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tg.hotline.sandbox.Main;

/** A sandbox in a process of its own, its ledger on disk, which can be killed and started again. */
final class SandboxProcess implements AutoCloseable {
  private static final Pattern STARTED =
      Pattern.compile(".*\\(Topics API: (http://\\S+:(\\d+)/\\S+)\\)");

  private final Path folder;
  private final String faults;
  private Process process;
  private String apiUrl = "";
  private String port = "0";
  private int seed;

  /**
   * @param folder for the ledger and what the process says
   * @param faults the share of calls to hit: {@code 5%}
   */
  SandboxProcess(Path folder, String faults, int seed) throws IOException {
    this.folder = folder;
    this.faults = faults;
    this.seed = seed;
    this.process = launch();
  }

  String apiUrl() {
    return apiUrl;
  }

  Path ledger() {
    return folder.resolve("ledger.jsonl");
  }

  /** Ends it as {@code kill -9} does. */
  Instant kill() throws InterruptedException {
    Instant now = Instant.now();
    process.destroyForcibly().waitFor();
    return now;
  }

  /** After a kill: on the same port and ledger, with other faults. */
  void startAgain() throws IOException {
    seed++;
    process = launch();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(List.of("--port", port, "--ledger", ledger().toString()));
    command.addAll(List.of("--faults", faults, "--seed", String.valueOf(seed)));
    File errors = folder.resolve("sandbox.err").toFile();
    Process launched =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
    try (BufferedReader out = launched.inputReader(StandardCharsets.UTF_8)) {
      String line = String.valueOf(out.readLine());
      Matcher started = STARTED.matcher(line);
      if (!started.matches()) {
        throw new IOException("The sandbox did not start, see " + errors + ": " + line);
      }
      apiUrl = started.group(1);
      port = started.group(2);
      return launched;
    } catch (IOException e) {
      launched.destroyForcibly();
      throw e;
    }
  }

  /** The sandbox and its Jackson, whether from a jar or from classes. */
  private static String classPath() {
    return Stream.of(Main.class, ObjectMapper.class, JsonFactory.class, JsonAutoDetect.class)
        .map(SandboxProcess::location)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
