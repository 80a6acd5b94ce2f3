package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.console.ConsoleLauncher;

/**
 * The suite once more, on the JDKs that are installed beside the one that runs it; one for each
 * version of Java from 17 on. They run while the other tests do.
 */
@Execution(ExecutionMode.CONCURRENT)
class OtherJavaTest {

  private static final int OLDEST = 17;

  @Test
  void theSuiteRunsOnTheJdksBesideThisOne(@TempDir Path folder) throws Exception {
    Map<Integer, Path> jdks = othersBeside(Path.of(System.getProperty("java.home")));
    assumeTrue(!jdks.isEmpty(), "no JDK of another version beside the one that runs the tests");

    for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
      Path out = folder.resolve("java-" + jdk.getKey() + ".txt");
      Process suite =
          new ProcessBuilder(command(jdk.getKey(), jdk.getValue()))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = suite.waitFor(5, TimeUnit.MINUTES);
      suite.destroyForcibly();

      assertThat(ended).as("ended in time:%n%s", Files.readString(out)).isTrue();
      assertThat(suite.exitValue())
          .as("Java %d:%n%s", jdk.getKey(), Files.readString(out))
          .isZero();
    }
  }

  /** One for each version of Java, by it; JDKs say in a file which they are. */
  private static Map<Integer, Path> othersBeside(Path home) throws IOException {
    Map<Integer, Path> found = new TreeMap<>();
    try (Stream<Path> folders = Files.list(home.toAbsolutePath().getParent())) {
      folders
          .filter(jdk -> Files.isExecutable(jdk.resolve("bin").resolve("java")))
          .filter(jdk -> Files.isReadable(jdk.resolve("release")))
          .forEach(jdk -> found.putIfAbsent(version(jdk.resolve("release")), jdk));
    }
    found.keySet().removeIf(v -> v < OLDEST || v == Runtime.version().feature());
    return found;
  }

  private static int version(Path release) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }

  /** Its exit value is 0 where tests were found, and none failed. */
  private static List<String> command(int version, Path jdk) throws Exception {
    Path suite =
        Path.of(OtherJavaTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dhotline.java.version=" + version);
    for (String property : List.of("hotline.camel.version", "hotline.camel.without")) {
      command.add("-D" + property + "=" + System.getProperty(property, ""));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ConsoleLauncher.class.getName(), "execute"));
    command.add("--scan-class-path=" + suite);
    command.addAll(List.of("--include-classname=.*Test", "--exclude-classname=.*OtherJavaTest"));
    command.addAll(List.of("--fail-if-no-tests", "--disable-ansi-colors", "--disable-banner"));
    return command;
  }
}
