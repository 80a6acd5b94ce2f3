package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract of examples/rest-api: what it says may be asked and answered. */
final class Contract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private Contract(JsonNode root) {
    this.root = root;
  }

  static Contract read() throws IOException {
    Path file = Path.of("../examples/rest-api/rest-api.openapi.yaml");
    return new Contract(new ObjectMapper(new YAMLFactory()).readTree(file.toFile()));
  }

  /**
   * An operation, called as its examples say.
   *
   * @param method such as {@code GET}
   * @param path the path behind the server's, filled in
   * @param body the JSON to send, or null
   */
  record Call(String method, String path, @Nullable String body) {}

  /** One call of each operation there is. */
  List<Call> examples() {
    List<Call> calls = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            calls.add(
                                example(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue()))));
    return calls;
  }

  private Call example(String method, String path, JsonNode operation) {
    String filled = path;
    for (JsonNode parameter : operation.path("parameters")) {
      filled =
          filled.replace(
              "{" + parameter.path("name").asText() + "}", parameter.path("example").asText());
    }
    JsonNode body = resolve(json(operation.path("requestBody")).path("schema"));
    if (body.isMissingNode()) {
      return new Call(method, filled, null);
    }
    ObjectNode example = JsonNodeFactory.instance.objectNode();
    body.path("properties")
        .properties()
        .forEach(field -> example.set(field.getKey(), field.getValue().path("example")));
    return new Call(method, filled, example.toString());
  }

  /** Fails where the contract does not know such an answer. */
  void check(String method, String path, int status, @Nullable String contentType, String body)
      throws IOException {
    JsonNode response = resolve(operation(method, path).path("responses").path("" + status));
    assertThat(response.isMissingNode())
        .as("%s %s: %d is not in the contract", method, path, status)
        .isFalse();
    assertThat(contentType).isEqualTo("application/json");
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.setAll((ObjectNode) json(response).path("schema"));
    schema.set("components", root.path("components"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(schema)
                .validate(JSON.readTree(body)))
        .as("%s %s: %d %s", method, path, status, body)
        .isEmpty();
  }

  private JsonNode operation(String method, String path) {
    for (Map.Entry<String, JsonNode> known : root.path("paths").properties()) {
      if (path.matches(known.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
        return known.getValue().path(method.toLowerCase(Locale.ROOT));
      }
    }
    throw new AssertionError(path + " is not in the contract");
  }

  private static JsonNode json(JsonNode requestOrResponse) {
    return requestOrResponse.path("content").path("application/json");
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }
}
