package tg.hotline.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types the lines that README, the examples' READMEs and the sandbox's page show, in a folder that
 * looks like the repository. Only the ports are others, so that nothing that runs is in the way.
 */
class ReadmeIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What each example's lines, all of them, bring to the operators. */
  private static final Map<String, List<String>> EFFECTS =
      Map.of(
          "backup-channel",
          List.of("The customer asked for order 1001", "it answered with status 503"),
          "broadcast",
          List.of("to segment 'demo', finished: 3 of 3 sent"),
          "csv-file",
          List.of("DEAL CONFIRMED", "DEAL SIGNED"),
          "database",
          List.of("Invoice 17 is paid"),
          "rest-api",
          List.of("DEAL CONFIRMED"),
          "rest-poll",
          List.of("Demo list, item 1", "Demo list, item 2"),
          "topic-watch",
          List.of("Reminder: John Doe"),
          "parallel-bot",
          List.of("The customer calls an operator"),
          "ai-supervision",
          List.of("The bot is unsure, please answer: When will you deliver to Mars?"));

  /** Those that the README shows, too. */
  private static final List<String> IN_README =
      List.of("csv-file", "database", "rest-api", "rest-poll", "topic-watch");

  private final Path home;

  ReadmeIT(@TempDir Path home) {
    this.home = home;
  }

  @BeforeAll
  static void needsAShell() throws Exception {
    for (String tool : List.of("bash", "curl")) {
      assumeTrue(
          new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0,
          "there is no " + tool + " here");
    }
  }

  @Test
  void theTwoLinesAreLines() throws IOException {
    for (String heading : List.of("Run it", "Test it")) {
      assertThat(blocks(README, heading).get(0)).hasLineCount(1).startsWith("mvn ");
    }
  }

  @Test
  void readmeShowsWhatHappens() throws Exception {
    String run = blocks(README, "Run it").get(0).replaceFirst(".*&&", "").strip();
    try (RunnerProcess runner =
        start(run, "-Dhotline.watch.cron=* * * * * ?", "-Xlog:class+load:file=classes.txt")) {
      assertThat(home.resolve("classes.txt"))
          .content()
          .as("the build's archive is of use")
          .containsPattern("tg.hotline.runner.Banner source: shared objects file");
      List<String> answers = new ArrayList<>();
      for (String line : blocks(README, "What to look at then")) {
        answers.add(type(line, runner));
      }
      assertThat(answers.get(0)).as("messages").startsWith("[");
      assertThat(answers).anyMatch(answer -> answer.contains("\"user_name\":\"John Doe\""));
      assertThat(answers).anyMatch(answer -> answer.contains("\"result\":\"message_sent\""));
      for (String example : IN_README) {
        awaitMessages(runner, EFFECTS.getOrDefault(example, List.of()));
      }
      awaitMessages(runner, List.of("Contract signed"));
    }
  }

  static Stream<String> examples() {
    return EFFECTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleRunsAlone(String name) throws Exception {
    List<String> lines = blocks(ROOT.resolve("examples").resolve(name).resolve("README.md"), ".*");
    try (RunnerProcess runner = start(lines.get(0), "-Dhotline.watch.cron=* * * * * ?")) {
      for (String line : lines.subList(1, lines.size())) {
        type(line, runner);
      }
      awaitMessages(runner, EFFECTS.getOrDefault(name, List.of()));
    }
  }

  /** Those with a pom.xml are applications themselves, and have tests of their own. */
  @Test
  void everyExampleIsKnownHere() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT.resolve("examples"))) {
      assertThat(
              folders
                  .filter(Files::isDirectory)
                  .filter(folder -> Files.notExists(folder.resolve("pom.xml")))
                  .map(folder -> "" + folder.getFileName()))
          .containsExactlyInAnyOrderElementsOf(EFFECTS.keySet());
    }
  }

  @Test
  void theSandboxRunsAlone() throws Exception {
    Matcher line =
        Pattern.compile("java -jar .* --port 8181")
            .matcher(Files.readString(ROOT.resolve("docs/sandbox.adoc")));
    assertThat(line.find()).isTrue();
    likeTheRepository();
    int port = FreePort.next();
    Process sandbox =
        new ProcessBuilder("bash", "-c", "exec " + line.group().replace("8181", "" + port))
            .directory(home.toFile())
            .start();
    try (var output = sandbox.inputReader(UTF_8)) {
      assertThat(output.readLine()).contains("http://127.0.0.1:" + port);
    } finally {
      sandbox.destroy();
    }
  }

  /** The page shows how, for an image or another JVM. */
  @Test
  void whereItHasMovedTheArchiveIsWrittenAnew() throws Exception {
    Matcher line =
        Pattern.compile("java (-XX:ArchiveClassesAtExit=.*)")
            .matcher(Files.readString(ROOT.resolve("docs/runner.adoc")));
    assertThat(line.find()).isTrue();
    Path app = home.resolve("quarkus-app");
    Path built = Path.of("target/quarkus-app");
    Files.createDirectories(app.resolve("lib"));
    try (Stream<Path> jars = Files.find(built, 2, (file, is) -> file.toString().endsWith(".jar"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, app.resolve(built.relativize(jar)));
      }
    }
    ProcessBuilder shell =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec java -Dquarkus.http.port=%d -Dhotline.sandbox.port=%d %s"
                    .formatted(FreePort.next(), FreePort.next(), line.group(1)))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output.txt").toFile());
    shell.environment().keySet().removeIf(name -> name.startsWith("HOTLINE_"));
    assertThat(shell.start().waitFor()).as(Files.readString(home.resolve("output.txt"))).isZero();
    assertThat(app.resolve("quarkus-run.jsa")).isNotEmptyFile();
  }

  /** The sh blocks under the headings that match. */
  private static List<String> blocks(Path page, String headings) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("^#+ (?<heading>.*)$|^```sh\\n(?<block>(?s:.*?))^```$", Pattern.MULTILINE)
            .matcher(Files.readString(page));
    String heading = "";
    while (matcher.find()) {
      if (matcher.group("block") == null) {
        heading = matcher.group("heading");
      } else if (heading.matches(headings)) {
        blocks.add(matcher.group("block").strip());
      }
    }
    assertThat(blocks).as(headings + " in " + page).isNotEmpty();
    return blocks;
  }

  private void likeTheRepository() throws IOException {
    for (String name : List.of("camel-hotline-component", "examples", "quarkus-runner")) {
      Files.createSymbolicLink(home.resolve(name), ROOT.resolve(name));
    }
  }

  private RunnerProcess start(String line, String... options) throws IOException {
    likeTheRepository();
    return RunnerProcess.in(home).line(line).options(options).start().awaitReady();
  }

  private String type(String line, RunnerProcess runner) throws Exception {
    Process shell =
        new ProcessBuilder(
                "bash",
                "-ec",
                line.replace("localhost:8080", "localhost:" + runner.port)
                    .replace("localhost:8181", "localhost:" + runner.sandboxPort))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    String answer = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(line + "\n" + answer).isZero();
    return answer;
  }

  private static void awaitMessages(RunnerProcess runner, List<String> texts) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(runner.get(runner.sandboxUrl("/console/api/messages")))
                    .as(runner.output())
                    .contains(texts));
  }
}
