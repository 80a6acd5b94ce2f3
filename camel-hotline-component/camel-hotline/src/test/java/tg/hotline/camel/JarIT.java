package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
}
