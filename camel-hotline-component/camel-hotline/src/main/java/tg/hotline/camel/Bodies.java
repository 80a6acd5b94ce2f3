package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicsAnswer;
import tg.hotline.topics.TopicsJson;

/** Reads bodies that hold fields. */
final class Bodies {

  private Bodies() {}

  /** The fields of a map, of a JSON tree or of an earlier answer; null for any other body. */
  static @Nullable Map<?, ?> fields(@Nullable Object body) {
    if (body instanceof TopicsAnswer answer) {
      return answer.toMap();
    }
    if (body instanceof Map<?, ?> map) {
      return map; // as it is: a row of a database finds its columns in either case
    }
    return body != null && TopicsJson.isTree(body) ? TopicsJson.fieldsOf(body) : null;
  }

  /** The body as a text, by Camel's converters; null without a body. */
  static @Nullable String text(Message message) {
    return message.getBody() == null ? null : message.getBody(String.class);
  }

  /**
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  static Map<String, Object> parse(String json) {
    try {
      return TopicsJson.readObject(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the body is " + e.getMessage(), e);
    }
  }
}
