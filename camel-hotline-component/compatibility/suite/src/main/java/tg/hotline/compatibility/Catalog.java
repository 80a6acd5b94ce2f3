package tg.hotline.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that the jar's catalog names. */
final class Catalog {

  private static final String FILE = "META-INF/tg/hotline/camel/hotline.json";

  private Catalog() {}

  /**
   * An option.
   *
   * @param kind path or parameter; property for one of the component's
   * @param type as the catalog has it: string, boolean, integer, duration, enum, object
   * @param javaType its class
   * @param defaultValue empty if there is none
   * @param values of an enum; otherwise empty
   * @param prefix of one with many values; otherwise empty
   */
  record Option(
      String name,
      String kind,
      String type,
      String javaType,
      String defaultValue,
      List<String> values,
      String prefix,
      boolean secret) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Option> component() {
    return options("componentProperties");
  }

  /** Without the path. */
  static List<Option> endpoint() {
    return options("properties").stream().filter(o -> !o.kind().equals("path")).toList();
  }

  static Set<String> names(List<Option> options) {
    return options.stream().map(Option::name).collect(Collectors.toSet());
  }

  private static List<Option> options(String of) {
    try (InputStream in =
        Objects.requireNonNull(Catalog.class.getClassLoader().getResourceAsStream(FILE), FILE)) {
      List<Option> options = new ArrayList<>();
      new ObjectMapper()
          .readTree(in)
          .path(of)
          .properties()
          .forEach(field -> options.add(option(field.getKey(), field.getValue())));
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Option option(String name, JsonNode json) {
    List<String> values = new ArrayList<>();
    json.path("enum").forEach(value -> values.add(value.asText()));
    return new Option(
        name,
        json.path("kind").asText(),
        values.isEmpty() ? json.path("type").asText() : "enum",
        json.path("javaType").asText(),
        json.path("defaultValue").asText(),
        values,
        json.path("prefix").asText(),
        json.path("secret").asBoolean());
  }
}
