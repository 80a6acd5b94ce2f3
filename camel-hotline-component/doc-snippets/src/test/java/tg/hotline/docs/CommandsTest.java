package tg.hotline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell people to type, and which version of ours they name. */
class CommandsTest {

  private static final List<Module> MODULES = reactor(Page.root()).toList();

  /**
   * What Maven builds.
   *
   * @param folder where its POM is
   * @param pom its text
   */
  record Module(Path folder, String pom) {

    /** By its folder, or by a colon and its artifact. */
    boolean isCalled(String name) {
      String artifact = only("<artifactId>([^<]+)", pom.replaceAll("(?s)<parent>.*</parent>", ""));
      return name.equals(":" + artifact) || folder.equals(Page.root().resolve(name));
    }

    /** The tests that it runs, its own or another one's, from the folder of the sources. */
    Stream<Path> tests() {
      if (pom.contains("<maven.test.skip>true")) {
        return Stream.of();
      }
      Path tests =
          find("<tested.module>\\$\\{project.basedir}/([^<]+)", pom)
              .map(found -> folder.resolve(found.group(1)))
              .findFirst()
              .orElse(folder)
              .resolve("src/test/java");
      return Files.isDirectory(tests)
          ? walk(tests).filter(Files::isRegularFile).map(tests::relativize)
          : Stream.of();
    }
  }

  private static Stream<Module> reactor(Path folder) {
    Module module = new Module(folder, read(folder.resolve("pom.xml")));
    return Stream.concat(
        Stream.of(module),
        find("<module>([^<]+)", module.pom())
            .flatMap(found -> reactor(folder.resolve(found.group(1)))));
  }

  /**
   * A line for Maven.
   *
   * @param page where it stands
   */
  record Command(String page, String line) {

    /** What an option is given, with commas between; empty without the option. */
    List<String> values(String option) {
      return find("(?:^|\\s)" + Pattern.quote(option) + "'?([^'\\s]+)", line)
          .map(found -> found.group(1))
          .flatMap(values -> Stream.of(values.split(",")))
          .toList();
    }

    /** Those that it names, or all. */
    List<Module> modules() {
      List<String> names = values("-pl ");
      return names.isEmpty() ? MODULES : names.stream().map(CommandsTest::module).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void namesWhatIsThere(Command command) {
    List<Path> classes = command.modules().stream().flatMap(Module::tests).toList();
    for (String option : List.of("-Dtest=", "-Dit.test=")) {
      assertThat(command.values(option))
          .filteredOn(name -> !name.equals("none"))
          .allSatisfy(name -> assertThat(classes).anyMatch(file -> isCalled(file, name)));
    }
    assertThat(command.values("-P"))
        .allSatisfy(
            profile ->
                assertThat(MODULES).anyMatch(module -> module.pom().contains("<id>" + profile)));
  }

  static List<Command> commands() {
    return pages()
        .flatMap(
            page ->
                find("\\bmvn ([^`\\n&|]+)", page.text())
                    .map(found -> new Command(page.path(), found.group().strip())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesTheVersionThatIsBuilt(Page page) {
    assertThat(versions(page.text())).allMatch(version()::equals);
  }

  @Test
  void knowsAVersionInEveryForm() {
    assertThat(
            versions(
                """
                tg.hotline.camel:camel-hotline:1.0
                <groupId>tg.hotline.camel</groupId>
                <artifactId>camel-hotline</artifactId>
                <version>2.0</version>
                target/camel-hotline-sandbox-3.0-all.jar camel-hotline-4.0-SNAPSHOT.jar
                """))
        .containsExactlyInAnyOrder("1.0", "2.0", "3.0", "4.0-SNAPSHOT");
    assertThat(pages().flatMap(page -> versions(page.text()).stream())).contains(version());
  }

  private static List<String> versions(String text) {
    return find(
            "tg\\.hotline\\.camel:[a-z-]+:([\\w.-]+)"
                + "|tg\\.hotline\\.camel</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>([^<]+)"
                + "|camel-hotline[a-z-]*-(\\d[\\d.]*(?:-SNAPSHOT)?)(?:-all)?\\.jar",
            text)
        .flatMap(found -> Stream.of(1, 2, 3).map(found::group))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String version() {
    return only("</artifactId>\\s*<version>([^<]+)", MODULES.get(0).pom());
  }

  static Stream<Page> pages() {
    Path root = Page.root();
    return Stream.of(
            Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")),
            walk(root.resolve("docs")).filter(file -> file.toString().endsWith(".adoc")),
            walk(root.resolve("examples")).filter(file -> file.endsWith("README.md")))
        .flatMap(files -> files)
        .map(file -> Page.of(root.relativize(file).toString()));
  }

  private static Module module(String name) {
    return MODULES.stream()
        .filter(module -> module.isCalled(name))
        .findAny()
        .orElseThrow(() -> new AssertionError("no module " + name));
  }

  /** By its class, or a pattern of Surefire's for it or for it and its package. */
  private static boolean isCalled(Path file, String name) {
    String pattern = name.replace('.', '/').replaceFirst("[^*]$", "$0.java");
    var matcher = file.getFileSystem().getPathMatcher("glob:" + pattern);
    return matcher.matches(file) || matcher.matches(file.getFileName());
  }

  private static Stream<MatchResult> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results();
  }

  private static String only(String pattern, String text) {
    return find(pattern, text).findFirst().orElseThrow().group(1);
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
