package tg.hotline.examples;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tg.hotline.camel.HotlineException;

/**
 * What rest-api.camel.yaml cannot say itself: Camel serves an OpenAPI contract, but does not check
 * the types of a JSON body against it, nor say well where one breaks; and what the answer to a
 * failure is made of.
 */
@NullMarked
public final class MessageRequest {

  /** Says where a body stops being JSON. */
  public String notJson(@ExchangeProperty("CamelExceptionCaught") JacksonException broken) {
    JsonLocation place = broken.getLocation();
    return place == null
        ? "the body is not JSON that can be read: " + broken.getOriginalMessage()
        : "the body is not JSON: see line %d, column %d"
            .formatted(place.getLineNr(), place.getColumnNr());
  }

  /** What the caller is told; with the outcome, where it was Hotline that failed or refused. */
  public Map<String, String> problem(
      @Variable("error") String error,
      @ExchangeProperty("CamelExceptionCaught") @Nullable Exception cause) {
    Map<String, String> problem = new LinkedHashMap<>();
    problem.put("error", error);
    if (cause instanceof HotlineException failure) {
      problem.put("outcome", failure.getOutcome().name());
    }
    return problem;
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
  }
}
