package tg.hotline.topics;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the Topics API speaks it. The library behind it stays inside. Thread-safe. */
public final class TopicsJson {

  /** Made when it is needed first: to load what is behind it takes longer than a call. */
  private static final class Lazy {

    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // keeps what a double rounds
            .build();

    /** Which of two user_ids is meant, nobody can say. */
    static final ObjectReader STRICT =
        MAPPER.readerFor(Object.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  private TopicsJson() {}

  /** Writes the entries in their order, on one line. */
  public static String write(Map<String, ?> fields) {
    try {
      return Lazy.MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes the entries in their order, on one line of nothing but ASCII: whatever the values hold,
   * and whatever a log does with other characters, the line stays one and reads back the same.
   */
  public static String writeLine(Map<String, ?> fields) {
    try {
      return Lazy.ASCII.writeValueAsString(fields).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads one JSON object, its fields in their order, numbers with a point as {@code BigDecimal}.
   *
   * @throws IllegalArgumentException if the text is anything else, or names a field twice; the
   *     message says where, and quotes no more than a word: the text may hold a secret
   */
  public static Map<String, Object> readObject(String json) {
    try {
      if (Lazy.STRICT.readValue(json) instanceof Map<?, ?> map) {
        return fields(map);
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new IllegalArgumentException(
          "not JSON: "
              + Texts.excerpt(e.getOriginalMessage())
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /**
   * A tree of the JSON library as maps, lists, texts, numbers, booleans and null; anything else as
   * it is.
   */
  public static @Nullable Object plain(@Nullable Object value) {
    if (!(value instanceof JsonNode tree)) {
      return value;
    }
    return tree.isMissingNode() ? null : Lazy.MAPPER.convertValue(tree, Object.class);
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  static Map<String, Object> fields(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
