package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar that was built, not the classes beside it. */
class JarIT {

  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  private final Path path = Path.of(System.getProperty("hotline.jar"));

  @Test
  void holdsEveryClassThatItsServiceFilesName() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith(SERVICES)).toList()) {
        String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        if (entry.getName().endsWith("TypeConverterLoader")) {
          text.lines().filter(line -> !line.startsWith("#")).forEach(named::add);
        } else if (!entry.isDirectory() && !entry.getName().endsWith(".properties")) {
          Properties service = new Properties();
          service.load(jar.getInputStream(entry));
          named.add(service.getProperty("class"));
        }
      }
      assertThat(named)
          .containsExactly(
              "tg.hotline.camel.HotlineComponent",
              "tg.hotline.camel.HotlineComponentConfigurer",
              "tg.hotline.camel.HotlineConvertersLoader",
              "tg.hotline.camel.HotlineDevConsole",
              "tg.hotline.camel.HotlineEndpointConfigurer",
              "tg.hotline.camel.HotlineEndpointUriFactory")
          .allSatisfy(
              name ->
                  assertThat(jar.getEntry(name.replace('.', '/') + ".class")).as(name).isNotNull());
    }
  }

  @Test
  void holdsTheCatalog() throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      assertThat(jar.getEntry("META-INF/tg/hotline/camel/hotline.json")).isNotNull();
      assertThat(jar.getEntry(SERVICES + "component.properties")).isNotNull();
    }
  }

  /** Karaf itself is not at hand; these are what it would read. */
  @Test
  void isABundle() throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Attributes headers = jar.getManifest().getMainAttributes();
      assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("tg.hotline.camel");
      assertThat(headers.getValue("Bundle-Version")).startsWith("1.0.0");
      assertThat(packages(headers, "Export-Package"))
          .containsOnlyKeys("tg.hotline.camel", "tg.hotline.camel.dsl", "tg.hotline.topics")
          .allSatisfy((name, directives) -> assertThat(directives).contains("version=\"1.0.0"));
      assertThat(packages(headers, "Import-Package"))
          .hasEntrySatisfying(
              "org.apache.camel",
              directives ->
                  assertThat(directives)
                      .contains("version=\"[4.14,5)\"")
                      .doesNotContain("optional"))
          .hasEntrySatisfying(
              "io.micrometer.core.instrument",
              directives -> assertThat(directives).contains("resolution:=optional"))
          .hasEntrySatisfying(
              "org.apache.camel.builder.endpoint",
              directives -> assertThat(directives).contains("resolution:=optional"))
          .containsKeys("org.slf4j", "org.apache.hc.client5.http.async");
    }
  }

  /** The packages of a header, each with its attributes and directives. */
  private static Map<String, String> packages(Attributes headers, String name) {
    Map<String, String> packages = new TreeMap<>();
    Matcher matcher =
        Pattern.compile("([\\w.]+)((?:;[\\w-]+:?=(?:\"[^\"]*\"|[^,;]*))*)(?:,|$)")
            .matcher(headers.getValue(name));
    while (matcher.find()) {
      packages.put(matcher.group(1), matcher.group(2));
    }
    return packages;
  }
}
