package tg.hotline.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import tg.hotline.camel.HotlineException;
import tg.hotline.topics.Outcome;

/**
 * What csv-file.camel.yaml cannot say itself: reads CSV files as people make them, tells how far
 * they are, and writes the rows that fail to a CSV file that can be corrected and dropped again.
 * Thread-safe.
 */
@NullMarked
public final class CsvInbox {

  private static final Logger LOG = LoggerFactory.getLogger("csv-file");

  private static final String FAILED = ".failed";

  private final Set<CsvFile> underWay = ConcurrentHashMap.newKeySet();

  /**
   * A name for the file that neither {@code .done} nor {@code .failed} holds yet: its own, else
   * {@code name-2.csv} and so on. What a killed runner has written to {@code .failed} stays so.
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
  public CsvFile open(
      @Body File file,
      @Variable("name") String name,
      @Header(FileConstants.FILE_LENGTH) long size,
      @Header(FileConstants.FILE_LAST_MODIFIED) long modified,
      Exchange exchange)
      throws IOException {
    Path path = file.toPath().toAbsolutePath();
    CamelContext context = exchange.getContext();
    CsvFile csv =
        CsvFile.open(
            path,
            path.resolveSibling(FAILED).resolve(name),
            () -> context.isStopping() || context.isStopped());
    csv.mustBe(size, modified);
    underWay.add(csv);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                underWay.remove(csv);
              }
            });
    return csv;
  }

  /**
   * Checks that a row says whom and what.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public void check(@Variable("csv") CsvFile csv, @Body CsvRow row) {
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

  /**
   * Writes the row with the reason to {@code .failed}. Where the reason is that the database is
   * away, or that the runner ends before the row was sent, it stays in the inbox instead, with all
   * others.
   */
  public void failed(
      @Variable("csv") CsvFile csv,
      @Variable("row") CsvRow row,
      @ExchangeProperty("CamelExceptionCaught") Exception reason) {
    NestedRuntimeException database =
        ObjectHelper.getException(NestedRuntimeException.class, reason);
    if (database != null) {
      csv.stop("the database is away (" + database.getMostSpecificCause().getMessage() + ")");
      return;
    }
    String outcome =
        reason instanceof HotlineException refused ? refused.getOutcome().name() : "INVALID";
    if (csv.isStopping() && outcome.equals(Outcome.NOT_SENT.name())) {
      csv.stop("the runner ends");
      return;
    }
    csv.progress().rowFailed();
    try {
      csv.failures().write(row, outcome, String.valueOf(reason.getMessage()));
    } catch (IOException e) {
      LOG.error(
          "{}, line {}: {}: {}. This is told here only, since it cannot be written there: {}",
          csv.failures().path(),
          row.line(),
          outcome,
          reason.getMessage(),
          e.toString());
    }
  }

  /**
   * Counts the row, whatever became of it.
   *
   * @param sentBefore whether an earlier reading had sent it, null if it had not
   */
  public void rowDone(
      @Variable("csv") CsvFile csv,
      @Header("CamelHotlineAlreadySent") @Nullable Boolean sentBefore) {
    if (Boolean.TRUE.equals(sentBefore)) {
      csv.progress().rowSentBefore();
    }
    csv.progress().rowDone();
  }

  /**
   * To be called after the last row.
   *
   * @return what became of the rows
   * @throws CsvUnfinished where the file has to stay where it is
   */
  public String finish(@Variable("csv") CsvFile csv) throws CsvUnfinished {
    return csv.finish();
  }

  /** How far the files under way are, as far as that needs telling. To be asked periodically. */
  public List<String> progress() {
    return underWay.stream()
        .flatMap(csv -> csv.progress().line().map(line -> csv.name() + ": " + line).stream())
        .toList();
  }
}
