package tg.hotline.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's JSON as maps in the answer's order, lists, texts, numbers (those with a point
 * as {@code BigDecimal}, which keeps what a double rounds), booleans and null. Of each JSON text
 * one, and by one thread.
 */
final class AnswerJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private boolean doubled;

  private AnswerJson(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * What a text says.
   *
   * @param doubled whether an object of it names a field twice: which one is meant, nobody can say
   */
  record Read(@Nullable Object value, boolean doubled) {}

  /**
   * @throws IOException if it is no JSON, or holds what is beyond all measure
   */
  static Read read(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      AnswerJson reader = new AnswerJson(parser);
      Object value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IOException("more than one value");
      }
      return new Read(value, reader.doubled);
    } catch (NumberFormatException e) {
      throw new IOException(e);
    }
  }

  private @Nullable Object value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("it ends too early");
    }
    return switch (token) { // which nests to a depth of 1,000 at most, by the parser's own rule
      case START_OBJECT -> map();
      case START_ARRAY -> list();
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("no value");
    };
  }

  private Map<String, @Nullable Object> map() throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      doubled |= map.containsKey(name);
      map.put(name, value(parser.nextToken()));
    }
    return map;
  }

  private List<@Nullable Object> list() throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(token));
    }
    return list;
  }
}
