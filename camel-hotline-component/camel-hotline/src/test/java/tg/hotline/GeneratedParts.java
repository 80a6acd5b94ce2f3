package tg.hotline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a page of the docs that stand between {@code // generated: NAME} and {@code // end}.
 * Tests hold them against the code, and write them when {@code -Dhotline.docs.write=true} is set.
 */
public final class GeneratedParts {

  private GeneratedParts() {}

  /** The page holds these parts, by their names. */
  public static void assertHolds(Path page, Map<String, String> parts) throws IOException {
    String found = Files.readString(page);
    String written = found;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      written = replace(written, part.getKey(), part.getValue());
    }
    if (Boolean.getBoolean("hotline.docs.write")) {
      Files.writeString(page, written);
    }
    assertThat(found)
        .as("%s: run this test with -Dhotline.docs.write=true", page)
        .isEqualTo(written);
  }

  private static String replace(String page, String part, String text) {
    Matcher block =
        Pattern.compile(
                "(// generated: " + Pattern.quote(part) + "\n).*?(// end\n)", Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as("a part named " + part).isTrue();
    return block.replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2");
  }

  /** A table with a head. */
  public static String table(String columns, String head, String rows) {
    return "[cols=\""
        + columns
        + "\",options=\"header\"]\n|===\n"
        + head
        + "\n"
        + rows
        + "\n|===\n";
  }

  /** The text as it may stand in a table's cell. */
  public static String escape(String text) {
    return text.replace("|", "\\|");
  }
}
