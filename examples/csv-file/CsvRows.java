package tg.hotline.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV file one after the other, so that a file of any size takes the same
 * memory. Not thread-safe.
 */
@NullMarked
final class CsvRows implements Closeable {

  static final String USER_ID = "user_id";
  static final String STATUS = "status";

  /** Far more than a message holds. Without it, a quote that is not closed takes all the memory. */
  static final int LONGEST = 1_000_000;

  private final RowReader reader;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;

  /**
   * Reads the first line.
   *
   * @param file closed with this
   * @throws UncheckedIOException where it cannot be read
   */
  CsvRows(BufferedReader file, CSVFormat format) throws IOException {
    reader = new RowReader(withoutMark(file));
    parser = format.parse(reader);
    records = parser.iterator();
    columns =
        records.hasNext()
            ? records.next().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList()
            : List.of();
  }

  /** The separator is the one that the first line has more of. */
  static CSVFormat format(Path file) throws IOException {
    char[] start = new char[1024];
    int length;
    try (Reader reader = Files.newBufferedReader(file)) {
      length = Math.max(0, reader.read(start));
    }
    String header = new String(start, 0, length).lines().findFirst().orElse("");
    boolean semicolon =
        header.chars().filter(c -> c == ';').count() > header.chars().filter(c -> c == ',').count();
    return CSVFormat.Builder.create()
        .setDelimiter(semicolon ? ';' : ',')
        .setQuote('"')
        .setIgnoreEmptyLines(true)
        .setIgnoreSurroundingSpaces(true)
        .setRecordSeparator('\n')
        .get();
  }

  /** Excel begins a UTF-8 file with a byte order mark. */
  private static Reader withoutMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  /** The names in the first line, in lower case. */
  List<String> columns() {
    return columns;
  }

  /**
   * The next row, null behind the last; blank lines are none.
   *
   * @throws UncheckedIOException where the file cannot be read any further
   */
  @Nullable CsvRow read() {
    while (true) {
      reader.begin(parser.getCurrentLineNumber() + 1);
      if (!records.hasNext()) {
        return null;
      }
      List<String> values = records.next().toList();
      if (values.size() > 1 || !values.get(0).isBlank()) {
        return new CsvRow(firstLine(values), values, value(values, USER_ID), value(values, STATUS));
      }
    }
  }

  /** The parser knows the line that a row ends on. */
  private long firstLine(List<String> values) {
    return parser.getCurrentLineNumber()
        - values.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
  }

  private String value(List<String> values, String column) {
    int index = columns.indexOf(column);
    return index >= 0 && index < values.size() ? values.get(index) : "";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Refuses to read on where a row does not end. */
  private static final class RowReader extends FilterReader {
    private long line = 1;
    private int length;

    RowReader(Reader reader) {
      super(reader);
    }

    void begin(long atLine) {
      line = atLine;
      length = 0;
    }

    @Override
    public int read(char[] buffer, int offset, int most) throws IOException {
      if (length > LONGEST) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "the row that begins on line %d has more than %,d characters; a quote may not be"
                    + " closed",
                line,
                LONGEST));
      }
      int read = super.read(buffer, offset, most);
      length += Math.max(0, read);
      return read;
    }

    @Override
    public int read() throws IOException {
      char[] one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }
  }
}
