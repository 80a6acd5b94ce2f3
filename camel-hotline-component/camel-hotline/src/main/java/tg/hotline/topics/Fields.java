package tg.hotline.topics;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer's fields one after the other. A field whose value is not of the type asked for is
 * left where it is, so that {@link #rest()} still holds it: nothing that Hotline says is lost. Null
 * says nothing.
 */
final class Fields {

  /** As in "2025-10-09 00:24:55"; Hotline names no zone. */
  static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Map<String, Object> left;

  Fields(Map<String, Object> fields) {
    left = new LinkedHashMap<>(fields);
    left.remove("result");
  }

  @Nullable String text(String name) {
    Object value = left.get(name);
    if (value instanceof Number) {
      Long whole = Ids.longOrNull(value); // 2101424779.0 reads 2101424779
      return take(name, whole == null ? value.toString() : whole.toString());
    }
    return take(name, value instanceof String text ? text : null);
  }

  @Nullable Long id(String name) {
    return take(name, Ids.longOrNull(left.get(name)));
  }

  /** With or without seconds, a blank or a T between. A zone would be lost, so it is not taken. */
  @Nullable LocalDateTime date(String name) {
    LocalDateTime date = null;
    if (left.get(name) instanceof String text) {
      try {
        date = LocalDateTime.parse(text.replace('T', ' '), DATE);
      } catch (DateTimeException e) {
        // left as it came
      }
    }
    return take(name, date);
  }

  private <T> @Nullable T take(String name, @Nullable T value) {
    if (value != null || left.get(name) == null) {
      left.remove(name);
    }
    return value;
  }

  /** What was not taken, read-only, in the answer's order. */
  Map<String, Object> rest() {
    return Collections.unmodifiableMap(left);
  }
}
