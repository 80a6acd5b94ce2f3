package tg.hotline.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.NullMarked;

/**
 * The rows of a file that failed, as a CSV file that can be corrected and dropped again. It comes
 * into being with the first of them. Thread-safe.
 */
@NullMarked
final class CsvFailures {

  /** The columns that it has beside the file's own. */
  private static final List<String> ADDED = List.of("line", "outcome", "reason");

  private final Path path;
  private final CSVFormat format;
  private final List<String> columns;

  /** How many of the columns, from the first, are not what an earlier failure added. */
  private final int ownColumns;

  private boolean begun;

  CsvFailures(Path path, CSVFormat format, List<String> columns) {
    this.path = path;
    this.format = format;
    this.columns = columns;
    int first = columns.size() - ADDED.size();
    boolean again = first >= 0 && columns.subList(first, columns.size()).equals(ADDED);
    this.ownColumns = again ? first : columns.size();
  }

  Path path() {
    return path;
  }

  /**
   * Appends the row. Its own columns come first.
   *
   * @throws IOException where it cannot be written
   */
  synchronized void write(CsvRow row, String outcome, String reason) throws IOException {
    String line = record(row.values(), List.of(String.valueOf(row.line()), outcome, reason));
    Files.createDirectories(path.getParent());
    try (OutputStream out = Files.newOutputStream(path, CREATE, APPEND)) {
      // In one go: what is killed meanwhile leaves no half row behind a whole one.
      out.write((begun ? line : record(columns, ADDED) + line).getBytes(UTF_8));
    }
    begun = true;
  }

  private String record(List<String> values, List<String> added) throws IOException {
    List<String> all = own(values);
    all.addAll(added);
    StringBuilder line = new StringBuilder();
    format.printRecord(line, all.toArray());
    return line.toString();
  }

  private List<String> own(List<String> values) {
    List<String> own = new ArrayList<>();
    for (int i = 0; i < ownColumns; i++) {
      own.add(i < values.size() ? values.get(i) : "");
    }
    int tooMany = values.size() - columns.size();
    if (tooMany > 0) {
      // An unquoted separator: nothing is dropped, and quoted as it now is it may be right.
      int last = ownColumns - 1;
      List<String> tail = values.subList(last, last + tooMany + 1);
      own.set(last, String.join(format.getDelimiterString(), tail));
    }
    return own;
  }
}
