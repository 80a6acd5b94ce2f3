package tg.hotline.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A CSV file that has been read through, and is sound. */
@NullMarked
public final class CsvFile {

  private final Path path;
  private final Version version;
  private final CSVFormat format;
  private final List<String> columns;
  private final long rowCount;
  private final CsvFailures failures;
  private final CsvProgress progress;
  private final BooleanSupplier stopping;

  /** Why no more rows are taken, null while there is no reason. */
  private volatile @Nullable Halt halt;

  private CsvFile(
      Path path,
      Version version,
      CSVFormat format,
      List<String> columns,
      long rowCount,
      Path failures,
      BooleanSupplier stopping) {
    this.path = path;
    this.version = version;
    this.format = format;
    this.columns = columns;
    this.rowCount = rowCount;
    this.failures = new CsvFailures(failures, format, columns);
    this.progress = new CsvProgress(rowCount, System::nanoTime);
    this.stopping = stopping;
  }

  /**
   * Reads the file through.
   *
   * @param failures where the rows go that fail
   * @param stopping whether to take no more rows
   * @throws IllegalArgumentException where the file as a whole cannot be understood
   * @throws IOException where it cannot be read
   */
  static CsvFile open(Path path, Path failures, BooleanSupplier stopping) throws IOException {
    try {
      Version version = Version.of(path);
      CSVFormat format = CsvRows.format(path);
      try (BufferedReader reader = Files.newBufferedReader(path);
          CsvRows rows = new CsvRows(reader, format)) {
        check(rows.columns());
        long count = 0;
        while (rows.read() != null) {
          count++;
        }
        return new CsvFile(path, version, format, rows.columns(), count, failures, stopping);
      }
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

  private static void check(List<String> columns) {
    if (!columns.containsAll(List.of(CsvRows.USER_ID, CsvRows.STATUS))) {
      throw new IllegalArgumentException(
          "the first line must name the columns user_id and status, separated by , or ;");
    }
    for (String needed : List.of(CsvRows.USER_ID, CsvRows.STATUS)) {
      if (Collections.frequency(columns, needed) > 1) {
        throw new IllegalArgumentException("the first line names a column twice: " + needed);
      }
    }
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  List<String> columns() {
    return columns;
  }

  CsvFailures failures() {
    return failures;
  }

  CsvProgress progress() {
    return progress;
  }

  /** Whether no more rows are taken because the runner ends. */
  boolean isStopping() {
    return stopping.getAsBoolean();
  }

  /** How many rows it has, blank lines not counted. */
  long rowCount() {
    return rowCount;
  }

  /**
   * The rows, to the last or until there is a reason to take no more. Closed by the split.
   *
   * @throws IOException where the file cannot be opened any more
   */
  public Iterator<CsvRow> rows() throws IOException {
    Rows rows = new Rows(new CsvRows(Files.newBufferedReader(path), format));
    if (!Version.of(path, version).equals(version)) {
      changed("replaced before its first row");
    }
    return rows;
  }

  /**
   * Takes no more rows, since they cannot be dealt with now; what is under way comes to its end.
   *
   * @param why the first reason counts
   */
  synchronized void stop(String why) {
    if (halt == null) {
      halt = new Halt(why + ": stopped", /* another= */ false);
    }
  }

  /** The rows are known by size and time of the file; those must be of what is read. */
  void mustBe(long size, long modifiedMillis) {
    if (version.size != size || version.modified.toMillis() != modifiedMillis) {
      changed("replaced before its first row");
    }
  }

  private synchronized void changed(String how) {
    if (halt == null) {
      halt = new Halt(how + ": stopped", /* another= */ true);
    }
  }

  /**
   * To be called when those of {@link #rows} are through.
   *
   * @return what became of them
   * @throws CsvUnfinished where some are left, or another file lies in the place of this one
   */
  String finish() throws CsvUnfinished {
    Halt halted = halt;
    if (halted != null) {
      throw new CsvUnfinished(
          "%s at row %s; %s".formatted(halted.why, progress.rowsDone(), next(halted)));
    }
    if (!version.equals(Version.of(path, version))) {
      throw new CsvUnfinished("replaced while its rows were sent; the new file comes next");
    }
    return progress.total() + (progress.anyFailed() ? ": see " + failures.path() : "");
  }

  private String next(Halt halted) {
    Version now = Version.of(path, version);
    boolean there = Files.exists(path) && Objects.equals(now.file, version.file);
    if (!there && !halted.another) {
      return "the rest is not sent, since the file is no longer there";
    }
    return halted.another || !now.equals(version)
        ? "as another file it is read from its first row"
        : "the rest is sent when the file is read again";
  }

  /**
   * Why a file is not read to its end.
   *
   * @param another whether it is not the file any more that its rows are known by
   */
  private record Halt(String why, boolean another) {}

  /** What tells one content of a path from another. */
  private record Version(@Nullable Object file, long size, FileTime modified) {

    static Version of(Path path) throws IOException {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(now.fileKey(), now.size(), now.lastModifiedTime());
    }

    /** Nothing at the path is no other content. */
    static Version of(Path path, Version otherwise) {
      try {
        return of(path);
      } catch (IOException e) {
        return otherwise;
      }
    }
  }

  /** Ends early where it has to, and says why; what is under way then comes to its end. */
  private final class Rows implements Iterator<CsvRow>, Closeable {
    private final CsvRows rows;
    private @Nullable CsvRow next;

    Rows(CsvRows rows) {
      this.rows = rows;
    }

    /** Never takes back that there is one: the split would not wait for the rows under way. */
    @Override
    public boolean hasNext() {
      if (next == null && halt == null) {
        next = read();
      }
      return next != null;
    }

    private @Nullable CsvRow read() {
      try {
        CsvRow row = rows.read();
        // Asked behind the row: what was read before is of the file that the rows are known by.
        Version now = Version.of(path, version);
        if (Objects.equals(now.file, version.file) && !now.equals(version)) {
          changed("somebody writes to it");
          return null;
        }
        if (row == null || !stopping.getAsBoolean()) {
          return row;
        }
        stop("the runner ends");
      } catch (UncheckedIOException e) {
        stop("cannot be read (" + e.getMessage() + ")");
      }
      return null;
    }

    @Override
    public CsvRow next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      CsvRow row = next;
      next = null;
      return row;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
