package tg.hotline.sandbox;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, as a workflow in JavaScript sees them: a number may stand for a
 * text and a text for a number, and integers above 2^53 are rounded (observed: {@code
 * 13209946874612345} becomes {@code …344}).
 */
final class Fields {
  /** No fields at all. */
  static final Fields NONE = new Fields(Json.object());

  private final JsonNode body;

  private Fields(JsonNode body) {
    this.body = body;
  }

  /** Reads a body of JSON; one that is not an object has no fields. */
  static Fields of(String json) throws NotJson {
    try {
      JsonNode body = Json.MAPPER.readTree(json);
      if (body.isMissingNode()) {
        throw new JsonParseException(null, "nothing but blanks");
      }
      return new Fields(body);
    } catch (JsonProcessingException e) {
      throw new NotJson(e);
    }
  }

  /** A field that holds a text or a number; null for anything else. */
  @Nullable String text(String name) {
    JsonNode field = body.path(name);
    if (field.isTextual()) {
      return field.textValue();
    }
    double number = field.isNumber() ? field.doubleValue() : Double.NaN;
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : null;
  }

  /** A field that holds a whole number, as a number or as text; null for anything else. */
  @Nullable Long number(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
