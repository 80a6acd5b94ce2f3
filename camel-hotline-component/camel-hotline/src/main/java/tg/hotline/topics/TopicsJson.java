package tg.hotline.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the Topics API speaks it. The library behind it stays inside. Thread-safe. */
public final class TopicsJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private TopicsJson() {}

  /** Writes the entries in their order, on one line. */
  public static String write(Map<String, ?> fields) {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads one JSON object, its fields in their order.
   *
   * @throws IllegalArgumentException if the text is anything else; the message quotes no more than
   *     200 characters of it
   */
  public static Map<String, Object> readObject(String json) {
    try {
      if (MAPPER.readValue(json, Object.class) instanceof Map<?, ?> map) {
        return fields(map);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON (" + Texts.excerpt(e.getOriginalMessage()) + "): " + Texts.quote(json));
    }
    throw new IllegalArgumentException("not a JSON object: " + Texts.quote(json));
  }

  /** Whether the object is a JSON tree of the library behind this. */
  public static boolean isTree(Object value) {
    return value instanceof JsonNode;
  }

  /**
   * The fields of a JSON tree.
   *
   * @throws IllegalArgumentException if it is not an object
   */
  public static Map<String, Object> fieldsOf(Object tree) {
    return fields(MAPPER.convertValue(tree, Map.class));
  }

  /** The fields of a JSON object, or null if the bytes are anything else. */
  static @Nullable Map<String, Object> readObjectOrNull(byte[] json) {
    try {
      return MAPPER.readValue(json, Object.class) instanceof Map<?, ?> map ? fields(map) : null;
    } catch (IOException e) {
      return null;
    }
  }

  static byte[] bytes(Map<String, ?> fields) {
    try {
      return MAPPER.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The text as it stands between the quotes of a JSON string. */
  static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  private static Map<String, Object> fields(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
