package tg.hotline.examples;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What rest-api.camel.yaml cannot say itself: Camel serves an OpenAPI contract, but does not check
 * the types of a JSON body against it, nor say well where one breaks.
 */
@NullMarked
public final class MessageRequest {

  private static final int LONGEST = 4096;

  /** Says where a body stops being JSON. */
  public String notJson(@ExchangeProperty("CamelExceptionCaught") JacksonException broken) {
    JsonLocation place = broken.getLocation();
    return place == null
        ? "the body is not JSON that can be read: " + broken.getOriginalMessage()
        : "the body is not JSON: see line %d, column %d"
            .formatted(place.getLineNr(), place.getColumnNr());
  }

  /**
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  public void check(@Body @Nullable Object body) {
    if (!(body instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("the body must be a JSON object with user_id and message");
    }
    Object user = fields.get("user_id");
    if (!(user instanceof Long || user instanceof Integer) || ((Number) user).longValue() <= 0) {
      throw new IllegalArgumentException(
          user == null ? "user_id is missing" : "user_id must be a positive whole number");
    }
    Object message = fields.get("message");
    if (!(message instanceof String text)) {
      throw new IllegalArgumentException(
          message == null ? "message is missing" : "message must be a string");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("message is empty");
    }
    // As Telegram counts: UTF-16 code units, which are Java's chars.
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "message is %d characters long, and at most %d are allowed"
              .formatted(text.length(), LONGEST));
    }
  }
}
