package tg.hotline.topics;

import java.util.function.IntPredicate;

/** Makes foreign text fit to be read, and to be quoted in a log line or an error. Pure. */
public final class Texts {

  private static final int LONGEST_QUOTE = 200;
  private static final char NEXT_LINE = '\u0085'; // the only line end that is a control character

  private Texts() {}

  /** In quotes, on one line, without control characters, cut after 200 characters. */
  public static String quote(Object value) {
    return '"' + excerpt(value.toString()) + '"';
  }

  /** On one line, without control or invisible characters, cut after 200 characters. */
  public static String excerpt(String text) {
    return excerpt(text, LONGEST_QUOTE);
  }

  /** As {@link #excerpt(String)}, cut after so many. */
  static String excerpt(String text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 1);
    boolean blank = true; // a run of blanks becomes one, and none stands in front
    for (int i = 0; i < text.length(); ) {
      if (out.length() >= longest) {
        return out.append('…').toString();
      }
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isVisible(c)) {
        out.appendCodePoint(c);
        blank = false;
      } else if (!blank) {
        out.append(' ');
        blank = true;
      }
    }
    return out.toString().stripTrailing();
  }

  /** Without the blanks, control and invisible characters around it, a byte order mark for one. */
  public static String strip(String text) {
    return strip(text, c -> isBlank(c) || Character.isISOControl(c));
  }

  /**
   * As {@link #strip(String)}, but control characters that are no blanks stay: they are a fault.
   */
  static String stripBlanks(String text) {
    return strip(text, Texts::isBlank);
  }

  private static String strip(String text, IntPredicate blank) {
    int start = 0;
    int end = text.length();
    while (start < end && blank.test(text.charAt(start))) {
      start++;
    }
    while (start < end && blank.test(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Each run of blanks as one, and none around it, without control or invisible characters. */
  static String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i); // blanks have no surrogates
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE) {
        blank = true;
      } else if (!isBlank(c) && !Character.isISOControl(c)) {
        if (blank && !out.isEmpty()) {
          out.append(' ');
        }
        blank = false;
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Where the first half of a surrogate pair stands alone, or -1: UTF-8 cannot carry it. */
  public static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** Blanks and invisible characters; none of these has surrogates. */
  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
