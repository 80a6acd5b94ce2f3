package tg.hotline.examples.jbang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/**
 * Types the line that docs/camel-jbang.adoc shows. The program is that of {@code camel}, in a
 * process of its own; the component's jar is on its class path, since no repository has it yet.
 */
@ExtendWith(HotlineSandboxExtension.class)
class CamelRunIT {

  private static final Page PAGE = Page.of("docs/camel-jbang.adoc");
  private static final String LINE = "camel run --source-dir=examples/jbang/routes";
  private static final Path ROUTES = Page.root().resolve("examples/jbang/routes");

  @Test
  void thePageShowsTheseFiles() throws IOException {
    assertThat(Files.readString(ROUTES.resolve("hello.camel.yaml")))
        .endsWith(PAGE.snippet("yaml", "hello").text());
    String properties = Files.readString(ROUTES.resolve("application.properties"));
    assertThat(PAGE.snippets("properties"))
        .allSatisfy(shown -> assertThat(properties).contains(shown.text()));
  }

  @Test
  void runsTheFolder(HotlineSandbox sandbox, @TempDir Path home) throws Exception {
    assertThat(PAGE.snippets("sh")).anyMatch(line -> line.text().strip().equals(LINE));

    Path routes = Files.createDirectories(home.resolve("examples/jbang/routes"));
    try (Stream<Path> files = Files.list(ROUTES)) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path log = home.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.home=" + home,
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(LINE.split(" ")).subList(1, 3));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOTLINE_API_URL", sandbox.apiUrl().toString());
    Process camel = builder.start();
    try {
      assertThat(sandbox.awaitMessage(message -> true, Duration.ofSeconds(60)))
          .satisfies(
              message -> {
                assertThat(message.userId()).isEqualTo(Seed.USER_ID);
                assertThat(message.text()).isEqualTo("Hello from Camel JBang");
              });
      // What it would download, were it not there.
      assertThat(Files.readString(home.resolve(".camel-jbang/camel-jbang-run.properties")))
          .contains("camel.jbang.dependencies=tg.hotline.camel");
    } catch (AssertionError e) {
      throw new AssertionError(Files.readString(log), e);
    } finally {
      camel.destroy();
      if (!camel.waitFor(20, TimeUnit.SECONDS)) {
        camel.destroyForcibly();
      }
    }
    assertThat(Files.readString(log)).doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY);
  }

  /** As the program starts: its own class has no main method. */
  static final class Program {
    public static void main(String[] arguments) {
      CamelJBangMain.run(arguments);
    }
  }
}
