package tg.hotline.soak;

import java.util.Random;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as it has to go out: a whole text, or the part of a long one. Its text says which.
 *
 * @param id of the text
 * @param number of the part, from 1
 */
record Part(int id, int number) {
  private static final Pattern BEGINNING = Pattern.compile("soak-(\\d{6})\\.(\\d+) .*");

  /** More than half of what a message may have, so that no two go out as one. */
  private static final int SHORTEST_PARAGRAPH = 2100;

  private static final String WORDS =
      "status is changed: ДОГОВІР підписано, größer, 合同 😀 👩‍👩‍👧 ok. ";

  /** What was sent; null if it is nothing of ours. */
  static @Nullable Part of(@Nullable String text) {
    if (text == null || text.length() < 12) {
      return null;
    }
    int end = Math.min(text.length(), 20);
    Matcher beginning = BEGINNING.matcher(text.substring(0, end));
    return beginning.matches()
        ? new Part(Integer.parseInt(beginning.group(1)), Integer.parseInt(beginning.group(2)))
        : null;
  }

  /** A text that goes out in so many parts: a paragraph each. */
  static String text(int id, int parts) {
    Random random = new Random(id);
    StringJoiner text = new StringJoiner("\n\n");
    for (int number = 1; number <= parts; number++) {
      StringBuilder paragraph = new StringBuilder("soak-%06d.%d ".formatted(id, number));
      int length = (parts == 1 ? 20 : SHORTEST_PARAGRAPH) + random.nextInt(300);
      while (paragraph.length() < length) {
        paragraph.append(WORDS);
      }
      text.add(paragraph);
    }
    return text.toString();
  }
}
