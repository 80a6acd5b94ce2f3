package tg.hotline.topics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads ids, which Hotline and its callers write as text or as numbers (hotline's own docs do). */
final class Ids {

  /** Telegram's Bot API writes a supergroup's chat id as -100 followed by the group's id. */
  private static final String CHAT_ID_PREFIX = "-100";

  private static final Pattern DIGITS = Pattern.compile("\\d{1,19}");

  private Ids() {}

  static Object required(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  static long positive(String name, Object value) {
    Long id = longOrNull(value);
    if (id == null || id <= 0) {
      throw new IllegalArgumentException(
          name + " must be a positive whole number of at most 64 bits, not " + Texts.quote(value));
    }
    return id;
  }

  static String group(String name, Object value) {
    String text = plain(value);
    String digits =
        text.startsWith(CHAT_ID_PREFIX) ? text.substring(CHAT_ID_PREFIX.length()) : text;
    if (!DIGITS.matcher(digits).matches() || digits.chars().allMatch(c -> c == '0')) {
      throw new IllegalArgumentException(
          name
              + " must be the group's id in digits, as in the topic's link, not "
              + Texts.quote(value));
    }
    return digits;
  }

  /** The value as a 64-bit integer, or null if it is none; digits in a text count as a number. */
  static @Nullable Long longOrNull(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return null;
    }
    try {
      return new BigInteger(plain(value)).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** A number without exponent or fraction zeros, so that 5343.0 of a loose sender reads 5343. */
  private static String plain(Object value) {
    if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      try {
        return new BigDecimal(value.toString()).toBigIntegerExact().toString();
      } catch (ArithmeticException | NumberFormatException e) {
        return value.toString();
      }
    }
    String text = value.toString().strip();
    return text.length() > 25 ? "too long" : text;
  }
}
