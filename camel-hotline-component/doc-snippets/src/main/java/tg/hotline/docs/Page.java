package tg.hotline.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, in Markdown or AsciiDoc. Immutable.
 *
 * @param path from the root of the repository, such as {@code docs/quarkus.adoc}
 * @param text all of it
 */
public record Page(String path, String text) {

  private static final Pattern SNIPPET =
      Pattern.compile(
          "```(?<md>\\w+)\\n(?<mdtext>.*?)^ *```$"
              + "|\\[source,(?<adoc>\\w+)[^]]*]\\n----\\n(?<adoctext>.*?)^----$",
          Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * A block of code.
   *
   * @param page where it stands
   * @param language as the page names it: {@code yaml}, {@code java}, {@code xml}, {@code sh}
   * @param text its lines
   */
  public record Snippet(String page, String language, String text) {

    /** Its page and first lines, for the names of tests. */
    @Override
    public String toString() {
      return page + ": " + text.strip().lines().limit(3).map(String::strip).toList();
    }
  }

  /**
   * Reads a page.
   *
   * @param path from the root of the repository, which is looked for upwards from the folder where
   *     the test runs
   * @throws UncheckedIOException if it cannot be read
   */
  public static Page of(String path) {
    try {
      return new Page(path, Files.readString(root().resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The root of the repository: the folder that holds CONTRIBUTING.md, or the nearest above that
   * does.
   *
   * @throws IllegalStateException if none does
   */
  public static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("CONTRIBUTING.md"))) {
        return at;
      }
    }
    throw new IllegalStateException("not in the repository: " + Path.of("").toAbsolutePath());
  }

  /**
   * Its snippets in a language, in their order.
   *
   * @throws IllegalStateException if there is none: a test that runs nothing proves nothing
   */
  public List<Snippet> snippets(String language) {
    List<Snippet> found = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(text);
    while (matcher.find()) {
      boolean md = matcher.group("md") != null;
      if (language.equals(matcher.group(md ? "md" : "adoc"))) {
        found.add(new Snippet(path, language, matcher.group(md ? "mdtext" : "adoctext")));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(path + " shows nothing in " + language);
    }
    return found;
  }

  /**
   * The one snippet in a language that holds these words.
   *
   * @throws IllegalStateException if there is none or more than one
   */
  public Snippet snippet(String language, String words) {
    List<Snippet> found =
        snippets(language).stream().filter(snippet -> snippet.text().contains(words)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          path + " has " + found.size() + " snippets in " + language + " with: " + words);
    }
    return found.get(0);
  }
}
