package tg.hotline.camel;

import java.net.URI;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Texts;
import tg.hotline.topics.TopicsAnswer;
import tg.hotline.topics.TopicsJson;

/**
 * What an option, a header, the body or a field of it gives, if anything.
 *
 * @param name how errors call it
 * @param value what is there, a JSON tree as plain Java; null if nothing is
 * @param exchange where it is, for Camel's converters
 */
record Given(String name, @Nullable Object value, Exchange exchange) {

  private static final int MOST_FIELDS = 10;
  private static final char REPLACEMENT = '\uFFFD';

  Given {
    value = TopicsJson.plain(value);
  }

  static Given option(Exchange exchange, String name, @Nullable String value) {
    return new Given(name, value, exchange);
  }

  static Given header(Exchange exchange, String name) {
    return new Given("header " + name, exchange.getMessage().getHeader(name), exchange);
  }

  static Given body(Exchange exchange) {
    return new Given("the body", exchange.getMessage().getBody(), exchange);
  }

  boolean isThere() {
    return value != null;
  }

  Given or(Given other) {
    return isThere() ? this : other;
  }

  /** The fields of a map, a JSON tree or an earlier answer; null for anything else. */
  @Nullable Map<?, ?> fields() {
    return value instanceof TopicsAnswer answer
        ? answer.toMap()
        : value instanceof Map<?, ?> map ? map : null;
  }

  /**
   * The fields of a JSON object, if the value's text begins like one; else null.
   *
   * @param text {@link #text()}, which a stream gives only once
   * @throws IllegalArgumentException if it is no JSON object after all
   */
  @Nullable Map<?, ?> json(String text) {
    String json = Texts.strip(text);
    if (!json.startsWith("{")) {
      return null;
    }
    try {
      return TopicsJson.readObject(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is " + e.getMessage(), e);
    }
  }

  /**
   * One of the fields, its name in any case: databases give their columns back in capitals.
   *
   * @throws IllegalArgumentException if it is there twice and differs
   */
  Given field(Map<?, ?> fields, String field) {
    Given found = new Given(field + " in the body", null, exchange);
    for (Map.Entry<?, ?> entry : fields.entrySet()) {
      if (field.equalsIgnoreCase(String.valueOf(entry.getKey()))) {
        Given one = new Given(found.name, entry.getValue(), exchange);
        if (found.isThere() && one.isThere() && !found.text().equals(one.text())) {
          throw new IllegalArgumentException(found.name + " is there twice, and differs");
        }
        found = found.or(one);
      }
    }
    return found;
  }

  /** An id as it came: a number, or the text of one. */
  Object id() {
    return value instanceof Number number ? number : text();
  }

  /**
   * The value as text, empty if nothing is there: by a converter that Camel has for it, never by a
   * {@code toString} that was not made to be read by others. A URL is its own text; Camel would
   * fetch what it points to.
   *
   * @throws IllegalArgumentException if it has no text, or is of bytes in another charset
   */
  String text() {
    Object from = value;
    if (from == null) {
      return "";
    }
    if (from instanceof CharSequence
        || from instanceof Number
        || from instanceof Boolean
        || from instanceof Character
        || from instanceof Enum<?>
        || from instanceof URI
        || from instanceof URL) {
      return from.toString();
    }
    String text = converted(from);
    if (text == null || text.equals(from.toString())) {
      throw new IllegalArgumentException(
          name
              + " is "
              + kind()
              + ", which has no text; make one of it first (setBody, marshal, convertBodyTo)");
    }
    int replaced = text.indexOf(REPLACEMENT);
    if (replaced >= 0) {
      throw noText(
          ": it gives U+FFFD as character " + (replaced + 1),
          ", or, if U+FFFD is meant, make a String of it first (convertBodyTo)",
          null);
    }
    return text;
  }

  private @Nullable String converted(Object from) {
    try {
      return exchange.getContext().getTypeConverter().convertTo(String.class, exchange, from);
    } catch (TypeConversionException e) {
      if (ObjectHelper.getException(CharacterCodingException.class, e) == null) {
        throw e;
      }
      throw noText("", "", e);
    }
  }

  /** Of polled files Camel says so; of other bytes not, they become {@link #REPLACEMENT}. */
  private IllegalArgumentException noText(String how, String or, @Nullable Exception cause) {
    return new IllegalArgumentException(
        name
            + " is no text in "
            + ExchangeHelper.getCharsetName(exchange)
            + how
            + "; set its charset (charset on the file endpoint, or property or header "
            + Exchange.CHARSET_NAME
            + ")"
            + or,
        cause);
  }

  /** What was found where something is missing; names fields, and quotes no values. */
  String found(@Nullable Map<?, ?> fields) {
    if (fields == null) {
      return name + " is " + kind();
    }
    return fields.keySet().stream()
        .limit(MOST_FIELDS)
        .map(key -> Texts.excerpt(String.valueOf(key)))
        .collect(Collectors.joining(", ", name + " has only the fields ", ""));
  }

  private String kind() {
    if (value == null) {
      return "empty";
    }
    return value instanceof String text
        ? Texts.strip(text).isEmpty() ? "empty" : "a text"
        : "a " + value.getClass().getTypeName();
  }
}
