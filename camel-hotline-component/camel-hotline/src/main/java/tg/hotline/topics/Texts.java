package tg.hotline.topics;

/** Makes foreign text fit to be quoted in a log line or an error. */
final class Texts {

  private static final int LONGEST_QUOTE = 200;

  private Texts() {}

  /** In quotes, on one line, without control characters, cut after 200 characters. */
  static String quote(Object value) {
    return '"' + excerpt(value.toString()) + '"';
  }

  /** On one line, without control or invisible characters, cut after 200 characters. */
  static String excerpt(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST_QUOTE) + 1);
    boolean blank = true; // a run of blanks becomes one, and none stands in front
    for (int i = 0; i < text.length(); ) {
      if (out.length() >= LONGEST_QUOTE) {
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
