package tg.hotline.examples.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;

/** The jar that was built, started as the README says, with the sandbox at another port. */
class CamelMainIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void sendsWhatIsDroppedAndPutsAsideWhatIsRefused(HotlineSandbox sandbox, @TempDir Path folder)
      throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("987654321.txt"), "Contract signed ✓");
    Files.writeString(inbox.resolve("4711.txt"), "for a customer nobody knows");
    Path log = folder.resolve("log");
    ProcessBuilder app =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("example.jar"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    app.environment().putAll(sandboxEnv());
    app.environment().put("HOTLINE_API_URL", sandbox.apiUrl().toString());
    Process process = app.start();
    try {
      await()
          .atMost(LONG)
          .failFast("the app has ended", () -> !process.isAlive())
          .until(
              () ->
                  files(inbox.resolve(".done")).size() == 1
                      && files(inbox.resolve(".failed")).size() == 1);

      assertThat(files(inbox.resolve(".done")).get(0)).endsWith("-987654321.txt");
      assertThat(files(inbox.resolve(".failed")).get(0)).endsWith("-4711.txt");
      sandbox.awaitMessage(message -> message.text().equals("Contract signed ✓"), LONG);
      process.destroy();
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(log)
        .content()
        .contains("987654321.txt: sent", "HotlineRejectedException")
        .doesNotContain(sandboxEnv().get("HOTLINE_ACCESS_TOKEN"));
  }

  /** The settings that the README's line gives the app. */
  private static Map<String, String> sandboxEnv() throws IOException {
    return Files.readAllLines(Path.of("sandbox.env")).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static List<String> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(Path::getFileName).map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
