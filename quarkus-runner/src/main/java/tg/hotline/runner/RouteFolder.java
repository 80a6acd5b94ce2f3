package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where routes are loaded from, and the properties that lie beside them.
 *
 * @param pattern the routes, as Camel's {@code routes-include-pattern} names them
 * @param properties the content of the {@code application.properties} beside the routes
 */
record RouteFolder(String pattern, Map<String, String> properties) {

  private static final String PROPERTIES = "application.properties";
  private static final String ROUTES = ".camel.yaml";

  /** The examples, which are packaged in the runner. */
  static RouteFolder examples(List<String> names) {
    Map<String, String> properties = new HashMap<>();
    for (String name : names) {
      String resource = "examples/" + name + "/" + PROPERTIES;
      try (InputStream in =
          Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is not packaged in the runner");
        }
        properties.putAll(
            load(new InputStreamReader(in, StandardCharsets.UTF_8), "classpath:examples/" + name));
      } catch (IOException e) {
        throw new IllegalStateException(resource + " cannot be read", e);
      }
    }
    return new RouteFolder(
        String.join(
            ",",
            names.stream()
                .map(name -> "classpath:examples/" + name + "/" + name + ROUTES)
                .toList()),
        properties);
  }

  /**
   * A folder of the user's.
   *
   * @throws ConfigurationException where it holds no route
   */
  static RouteFolder of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new ConfigurationException(
          "hotline.routes names %s, which is not a folder.".formatted(absolute));
    }
    try (Stream<Path> files = Files.list(absolute)) {
      if (files.noneMatch(file -> file.toString().endsWith(ROUTES))) {
        throw new ConfigurationException(
            "hotline.routes names %s, which holds no *%s file.".formatted(absolute, ROUTES));
      }
      return new RouteFolder("file:" + absolute + "/*" + ROUTES, properties(absolute));
    } catch (IOException e) {
      throw new ConfigurationException(
          "hotline.routes names %s, which cannot be read: %s".formatted(absolute, e.getMessage()));
    }
  }

  private static Map<String, String> properties(Path folder) throws IOException {
    Path file = folder.resolve(PROPERTIES);
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      return load(reader, "file:" + folder);
    }
  }

  /**
   * {@code ${folder}} stands for the place of the file, so that it can name what lies beside it.
   */
  private static Map<String, String> load(Reader reader, String place) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> map = new HashMap<>();
    properties.forEach(
        (key, value) ->
            map.put(String.valueOf(key), String.valueOf(value).replace("${folder}", place)));
    return map;
  }
}
