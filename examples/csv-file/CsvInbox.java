package tg.hotline.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tg.hotline.camel.HotlineException;

/**
 * What csv-file.camel.yaml cannot say itself: reads CSV files as people make them, and writes the
 * rows that fail to a CSV file that can be corrected and dropped again.
 */
@NullMarked
public final class CsvInbox {

  private static final String USER_ID = "user_id";
  private static final String STATUS = "status";

  /** The columns that {@link #failed} adds. */
  private static final List<String> ADDED = List.of("line", "outcome", "reason");

  private static final String FAILED = ".failed";

  /**
   * A name for the file that neither {@code .done} nor {@code .failed} holds yet: its own, else
   * {@code name-2.csv} and so on.
   */
  public String freeName(@Body File file) {
    Path path = file.toPath().toAbsolutePath();
    String name = file.getName();
    int dot = name.lastIndexOf('.');
    String free = name;
    for (int number = 2;
        Files.exists(path.resolveSibling(".done").resolve(free))
            || Files.exists(path.resolveSibling(FAILED).resolve(free));
        number++) {
      free = name.substring(0, dot) + "-" + number + name.substring(dot);
    }
    return free;
  }

  /**
   * Reads the file through.
   *
   * @return how to read its rows
   * @throws IllegalArgumentException where the file as a whole cannot be understood
   */
  public CsvFile open(@Body File file, @Variable("name") String name) throws IOException {
    try {
      return readThrough(file.toPath().toAbsolutePath(), name);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the file is not UTF-8", e);
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          cause instanceof CharacterCodingException
              ? "the file is not UTF-8"
              : String.valueOf(cause.getMessage()),
          e);
    }
  }

  private static CsvFile readThrough(Path path, String name) throws IOException {
    CSVFormat format = format(path);
    try (BufferedReader reader = Files.newBufferedReader(path);
        Rows rows = new Rows(reader, format)) {
      if (!rows.columns.containsAll(List.of(USER_ID, STATUS))) {
        throw new IllegalArgumentException(
            "the first line must name the columns user_id and status, separated by , or ;");
      }
      if (new HashSet<>(rows.columns).size() < rows.columns.size()) {
        throw new IllegalArgumentException("the first line names a column twice: " + rows.columns);
      }
      long count = 0;
      for (; rows.hasNext(); rows.next()) {
        count++;
      }
      return new CsvFile(
          path, format, rows.columns, count, path.resolveSibling(FAILED).resolve(name));
    }
  }

  /** The separator is the one that the first line has more of. */
  private static CSVFormat format(Path file) throws IOException {
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

  /**
   * Checks that a row says whom and what.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public void check(@Variable("csv") CsvFile csv, @Body Row row) {
    if (row.values().size() != csv.columns().size()) {
      throw new IllegalArgumentException(
          "%d values where the header names %d columns; a value that holds a separator needs quotes"
              .formatted(row.values().size(), csv.columns().size()));
    }
    if (!row.userId().matches("[1-9][0-9]{0,18}")) {
      throw new IllegalArgumentException("user_id is not a number: '" + row.userId() + "'");
    }
    if (row.status().isBlank()) {
      throw new IllegalArgumentException("status is empty");
    }
  }

  /** Writes the row with the reason to {@code .failed}. */
  public void failed(
      @Variable("csv") CsvFile csv, @Variable("row") Row row, @ExchangeProperty("CamelExceptionCaught") Exception reason)
      throws IOException {
    String outcome =
        reason instanceof HotlineException refused ? refused.getOutcome().name() : "INVALID";
    csv.write(row, outcome, String.valueOf(reason.getMessage()));
  }

  /**
   * A row.
   *
   * @param line the line of the file that it begins on
   */
  public record Row(long line, List<String> values, String userId, String status) {}

  /** A file that has been read through, and is sound. */
  public static final class CsvFile {
    private final Path path;
    private final CSVFormat format;
    private final List<String> columns;
    private final long rowCount;
    private final Path failures;
    private final AtomicLong failed = new AtomicLong();

    CsvFile(Path path, CSVFormat format, List<String> columns, long rowCount, Path failures) {
      this.path = path;
      this.format = format;
      this.columns = columns;
      this.rowCount = rowCount;
      this.failures = failures;
    }

    List<String> columns() {
      return columns;
    }

    /** How many rows it has, blank lines not counted. */
    public long rowCount() {
      return rowCount;
    }

    /** Reads row by row, so that a file of any size takes the same memory. Closed by the split. */
    public Iterator<Row> rows() throws IOException {
      return new Rows(Files.newBufferedReader(path), format);
    }

    /** What became of the rows. */
    public String summary() {
      return failed.get() == 0
          ? "%d sent".formatted(rowCount)
          : "%d sent, %d not: see %s".formatted(rowCount - failed.get(), failed.get(), failures);
    }

    /** The row's own columns come first, so that the file can be corrected and dropped again. */
    private synchronized void write(Row row, String outcome, String reason) throws IOException {
      Files.createDirectories(failures.getParent());
      boolean first = failed.getAndIncrement() == 0;
      try (CSVPrinter printer =
          format.print(
              Files.newBufferedWriter(
                  failures, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
        if (first) {
          printer.printRecord(with(own(columns), ADDED));
        }
        printer.printRecord(
            with(own(row.values()), List.of(String.valueOf(row.line()), outcome, reason)));
      }
    }

    /** The values of the columns that were not added by an earlier failure. */
    private List<String> own(List<String> values) {
      List<String> own = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!ADDED.contains(columns.get(i))) {
          own.add(i < values.size() ? values.get(i) : "");
        }
      }
      if (values.size() > columns.size()) {
        // An unquoted separator: nothing is dropped, and quoted as it now is it may be right.
        List<String> tail = values.subList(columns.size() - 1, values.size());
        own.set(own.size() - 1, String.join(format.getDelimiterString(), tail));
      }
      return own;
    }

    private static List<String> with(List<String> own, List<String> added) {
      List<String> all = new ArrayList<>(own);
      all.addAll(added);
      return all;
    }
  }

  /** The rows of a file, one after the other. */
  private static final class Rows implements Iterator<Row>, Closeable {
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private @Nullable Row next;

    Rows(BufferedReader reader, CSVFormat format) throws IOException {
      parser = format.parse(withoutMark(reader));
      records = parser.iterator();
      columns =
          records.hasNext()
              ? records.next().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList()
              : List.of();
      next = read();
    }

    /** Excel begins a UTF-8 file with a byte order mark. */
    private static Reader withoutMark(BufferedReader reader) throws IOException {
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      return reader;
    }

    private @Nullable Row read() {
      while (records.hasNext()) {
        List<String> values = records.next().toList();
        if (values.size() > 1 || !values.get(0).isBlank()) {
          return new Row(
              firstLine(values), values, value(values, USER_ID), value(values, STATUS));
        }
      }
      return null;
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
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Row next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = read();
      return row;
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }
}
