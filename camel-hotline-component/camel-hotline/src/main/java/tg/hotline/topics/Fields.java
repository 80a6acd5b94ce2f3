package tg.hotline.topics;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

  private final Map<String, Object> fields;
  private final List<String> taken;

  Fields(Map<String, Object> fields) {
    this.fields = fields;
    this.taken = new ArrayList<>(fields.size());
    if (fields.containsKey("result")) {
      taken.add("result");
    }
  }

  @Nullable String text(String name) {
    Object value = fields.get(name);
    if (value instanceof Number) {
      Long whole = Ids.longOrNull(value); // 2101424779.0 reads 2101424779
      return take(name, whole == null ? value.toString() : whole.toString());
    }
    return take(name, value instanceof String text ? text : null);
  }

  @Nullable Long id(String name) {
    return take(name, Ids.longOrNull(fields.get(name)));
  }

  /** With or without seconds, a blank or a T between. A zone would be lost, so it is not taken. */
  @Nullable LocalDateTime date(String name) {
    LocalDateTime date = null;
    if (fields.get(name) instanceof String text) {
      try {
        date = LocalDateTime.parse(text.replace('T', ' '), DATE);
      } catch (DateTimeException e) {
        // left as it came
      }
    }
    return take(name, date);
  }

  private <T> @Nullable T take(String name, @Nullable T value) {
    if (value != null || (fields.get(name) == null && fields.containsKey(name))) {
      taken.add(name);
    }
    return value;
  }

  /**
   * What was not taken, in the answer's order; read-only to the last of its lists and maps, since
   * many may be given one answer.
   */
  Map<String, Object> rest() {
    if (taken.size() == fields.size()) {
      return Map.of(); // as a rule
    }
    Map<String, Object> left = new LinkedHashMap<>(fields);
    left.keySet().removeAll(taken);
    return readOnly(left);
  }

  private static Map<String, Object> readOnly(Map<String, Object> fields) {
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      field.setValue(readOnly(field.getValue()));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static Object readOnly(Object value) {
    if (value instanceof Map<?, ?> map) {
      return readOnly(new LinkedHashMap<>(TopicsJson.fields(map)));
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list);
      items.replaceAll(Fields::readOnly);
      return Collections.unmodifiableList(items);
    }
    return value;
  }
}
