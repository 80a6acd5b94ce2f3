package tg.hotline.topics;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer's fields one after the other. A field whose value is not of the type asked for is
 * left where it is, so that {@link #rest()} still holds it: nothing that Hotline says is lost.
 */
final class Fields {

  /** As in "2025-10-09 00:24:55"; Hotline names no zone. */
  static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final Map<String, Object> left;

  Fields(Map<String, Object> fields) {
    left = new LinkedHashMap<>(fields);
    left.remove("result");
  }

  @Nullable String text(String name) {
    Object value = left.get(name);
    if (value instanceof String || value instanceof Number) {
      left.remove(name);
      return value.toString();
    }
    return null;
  }

  @Nullable Long id(String name) {
    Long id = Ids.longOrNull(left.get(name));
    if (id != null) {
      left.remove(name);
    }
    return id;
  }

  @Nullable LocalDateTime date(String name) {
    if (left.get(name) instanceof String text) {
      try {
        LocalDateTime date = LocalDateTime.parse(text, DATE);
        left.remove(name);
        return date;
      } catch (DateTimeException e) {
        return null;
      }
    }
    return null;
  }

  /** What was not taken, read-only, in the answer's order. */
  Map<String, Object> rest() {
    return Collections.unmodifiableMap(left);
  }
}
