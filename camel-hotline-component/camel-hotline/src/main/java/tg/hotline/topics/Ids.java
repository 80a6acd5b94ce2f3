package tg.hotline.topics;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads ids, which Hotline and its callers write as text or as numbers (hotline's own docs do). */
final class Ids {

  // core.telegram.org/api/bots/ids: the Bot API writes supergroups from -1997852516352 to
  // -1000000000001, and the group's own id is what is beyond -10^12. So -100 before ten digits.
  private static final long SUPERGROUPS = -1_000_000_000_000L;
  private static final long LAST_SUPERGROUP = -1_997_852_516_352L;

  /** Whole numbers beyond are rounded, so that another id may have been meant. */
  static final long LAST_EXACT_DOUBLE = (1L << 53) - 1;

  private static final int MOST_DIGITS = 19;

  private static final long LAST_EXACT_FLOAT = (1L << 24) - 1;

  private Ids() {}

  static long positive(String name, Object value) {
    Long id = longOrNull(value);
    if (id == null || id <= 0) {
      throw new IllegalArgumentException(
          name
              + " must be a positive whole number of at most 64 bits, in digits alone, not "
              + Texts.quote(value));
    }
    return id;
  }

  static String group(String name, Object value) {
    Long id = longOrNull(value);
    if (id != null && id < 0 && id >= LAST_SUPERGROUP) {
      id = SUPERGROUPS - id;
    }
    if (id == null || id <= 0) {
      throw new IllegalArgumentException(
          name
              + " must be the group's id in digits, as in a topic's link, or with -100 before it,"
              + " not "
              + Texts.quote(value));
    }
    return id.toString();
  }

  /** The value as a 64-bit integer, or null if it is none; digits in a text count as a number. */
  static @Nullable Long longOrNull(@Nullable Object value) {
    try {
      if (value instanceof Long || value instanceof Integer) { // as most are
        long id = ((Number) value).longValue();
        return id == 0 ? null : (Long) id;
      }
      if (value instanceof Double || value instanceof Float) {
        double number = ((Number) value).doubleValue();
        long last = value instanceof Float ? LAST_EXACT_FLOAT : LAST_EXACT_DOUBLE;
        return number == Math.rint(number) && Math.abs(number) <= last
            ? (Long) (long) number
            : null;
      }
      if (value instanceof BigDecimal number) {
        return number.longValueExact();
      }
      if (value instanceof BigInteger number) {
        return number.longValueExact();
      }
      if (value instanceof Number || value instanceof CharSequence) {
        String text = Texts.stripBlanks(value.toString());
        return isInteger(text) ? Long.valueOf(text) : null;
      }
      return null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * In digits alone, which may have a minus before them. Neither +12125550123 nor 0012125550123 is
   * an id: both look like somebody's phone number.
   */
  static boolean isInteger(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - first;
    if (digits == 0 || digits > MOST_DIGITS || text.charAt(first) == '0') {
      return false;
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
