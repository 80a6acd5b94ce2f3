package tg.hotline.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import tg.hotline.camel.HotlineComponent;

/**
 * What IDEs complete {@code application.yaml} by is the component's entry in Camel's catalog. After
 * a change of options {@code -Dhotline.docs.write=true} writes it, and fails once while it does.
 */
class MetadataTest {

  private static final Path METADATA =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> BOXES =
      Map.of("boolean", "java.lang.Boolean", "int", "java.lang.Integer", "long", "java.lang.Long");

  @Test
  void holdsEveryOptionOfTheComponent() throws IOException {
    JsonNode expected = metadata();
    if (Boolean.getBoolean("hotline.docs.write")
        && !(Files.exists(METADATA) && JSON.readTree(METADATA.toFile()).equals(expected))) {
      Files.writeString(METADATA, expected.toPrettyString() + "\n");
      throw new AssertionError(METADATA + " was written");
    }
    assertThat(JSON.readTree(METADATA.toFile()))
        .as("write it by -Dhotline.docs.write=true")
        .isEqualTo(expected);
    assertThat(expected.path("properties").findValuesAsText("name"))
        .contains("camel.component.hotline.access-token", "camel.component.hotline.connections");
  }

  private static JsonNode metadata() throws IOException {
    ObjectNode metadata = JSON.createObjectNode();
    metadata
        .putArray("groups")
        .addObject()
        .put("name", "camel.component.hotline")
        .put("type", HotlineComponent.class.getName())
        .put("sourceType", HotlineComponent.class.getName());
    ArrayNode properties = metadata.putArray("properties");
    switched(properties, "enabled", "Whether the component is configured from these properties.");
    switched(
        properties,
        "customizer.enabled",
        "Whether the component is configured from these properties; by"
            + " camel.component.customizer.enabled for all components.");
    try (InputStream catalog =
        HotlineComponent.class.getResourceAsStream("/META-INF/tg/hotline/camel/hotline.json")) {
      JSON.readTree(catalog)
          .path("componentProperties")
          .properties()
          .forEach(option -> property(properties, option.getKey(), option.getValue()));
    }
    return metadata;
  }

  private static void switched(ArrayNode properties, String name, String description) {
    properties
        .addObject()
        .put("name", "camel.component.hotline." + name)
        .put("type", "java.lang.Boolean")
        .put("description", description)
        .put("defaultValue", true);
  }

  private static void property(ArrayNode properties, String name, JsonNode option) {
    String type = option.path("javaType").asText().replace(" ", "");
    ObjectNode property =
        properties
            .addObject()
            .put("name", "camel.component.hotline." + StringHelper.camelCaseToDash(name))
            .put(
                "type",
                option.path("type").asText().equals("duration")
                    ? "java.time.Duration"
                    : BOXES.getOrDefault(type, type))
            .put("description", option.path("description").asText())
            .put("sourceType", HotlineComponent.class.getName());
    if (option.has("defaultValue")) {
      property.set("defaultValue", option.get("defaultValue"));
    }
  }
}
