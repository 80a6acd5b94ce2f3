package tg.hotline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints results, and writes them into a page, if there is one. */
final class Report {

  private final @Nullable Path page;

  private Report(@Nullable Path page) {
    this.page = page;
  }

  static Report printed() {
    return new Report(null);
  }

  /**
   * Writes the tables between the page's marks, and the charts into a folder beside it that has the
   * page's name.
   */
  static Report into(Path page) {
    return new Report(page);
  }

  void add(String letter, Result result) throws IOException {
    System.out.println("\n" + letter + ": " + result.title());
    System.out.print(plain(result));
    result.goals().forEach(goal -> System.out.println("  " + goal));
    if (page == null) {
      return;
    }
    String text = Files.readString(page);
    String begin = "// " + letter + ": written by the benchmarks\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("// " + letter + ": end", from);
    if (from < begin.length() || to < 0) {
      throw new IOException(page + " has no place for " + letter + ", which begins: " + begin);
    }
    Files.writeString(page, text.substring(0, from) + asciiDoc(result) + text.substring(to));
    if (!result.bars().isEmpty()) {
      Path charts = page.resolveSibling(page.getFileName().toString().replace(".adoc", ""));
      Files.createDirectories(charts);
      Files.writeString(
          charts.resolve(letter.toLowerCase(Locale.ROOT) + ".svg"),
          Chart.of(result.title(), result.bars()));
    }
  }

  private static String plain(Result result) {
    List<List<String>> lines = new ArrayList<>(List.of(result.columns()));
    lines.addAll(result.rows());
    List<Integer> widths =
        new ArrayList<>(Collections.nCopies(result.columns().size(), 0)); // the longest cell's
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        String pad = " ".repeat(widths.get(i) - line.get(i).length());
        table.append("  ").append(i == 0 ? line.get(i) + pad : pad + line.get(i));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String asciiDoc(Result result) {
    StringBuilder page = new StringBuilder();
    if (!result.rows().isEmpty()) {
      int others = result.columns().size() - 1;
      page.append("[cols=\"3")
          .append(",>1".repeat(others))
          .append("\",options=\"header\"]\n|===\n");
      page.append('|').append(String.join(" |", result.columns())).append("\n\n");
      for (List<String> row : result.rows()) {
        page.append('|').append(String.join(" |", row).stripTrailing()).append('\n');
      }
      page.append("|===\n\n");
    }
    result.goals().forEach(goal -> page.append("* ").append(goal).append('\n'));
    return page.toString();
  }
}
