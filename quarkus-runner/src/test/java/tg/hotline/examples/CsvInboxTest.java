package tg.hotline.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import tg.hotline.camel.HotlineNotSentException;

class CsvInboxTest {

  private final Path inbox;
  private final CsvInbox csv = new CsvInbox();

  CsvInboxTest(@TempDir Path inbox) {
    this.inbox = inbox;
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        Arguments.of("comma", "user_id,status\n1,A\n2,B\n", List.of("2|1|A", "3|2|B")),
        Arguments.of("semicolon", "user_id;status\n1;A, b\n", List.of("2|1|A, b")),
        Arguments.of("byte order mark", "\uFEFFuser_id,status\n1,A\n", List.of("2|1|A")),
        Arguments.of("mark and quotes", "\uFEFF\"user_id\";\"status\"\n1;A\n", List.of("2|1|A")),
        Arguments.of("CRLF", "user_id,status\r\n1,A\r\n2,B\r\n", List.of("2|1|A", "3|2|B")),
        Arguments.of("no last newline", "user_id,status\n1,A\n2,B", List.of("2|1|A", "3|2|B")),
        Arguments.of(
            "blank lines", "user_id,status\n\n1,A\n  \n\n2,B\n", List.of("3|1|A", "6|2|B")),
        Arguments.of("quoted separator", "user_id,status\n1,\"A, b\"\n", List.of("2|1|A, b")),
        Arguments.of("quoted quote", "user_id,status\n1,\"A \"\"b\"\"\"\n", List.of("2|1|A \"b\"")),
        Arguments.of(
            "quoted newline", "user_id,status\n1,\"A\nb\"\n2,B\n", List.of("2|1|A\nb", "4|2|B")),
        Arguments.of(
            "quoted CRLF",
            "user_id,status\r\n1,\"A\r\nb\"\r\n2,B\r\n",
            List.of("2|1|A\r\nb", "4|2|B")),
        Arguments.of("surrounding blanks", "user_id, status\n 1 , \"A\" \n", List.of("2|1|A")),
        Arguments.of("more columns", "name,STATUS,User_Id\nx,A,1\n", List.of("2|1|A")),
        Arguments.of("other scripts", "user_id,status\n1,Готово 👍\n", List.of("2|1|Готово 👍")),
        Arguments.of("header only", "user_id,status\n", List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void readable(String name, String content, List<String> rows) throws IOException {
    Path file = write("a.csv", content.getBytes(UTF_8));

    CsvFile opened = open(file, "a.csv");

    List<String> read = new ArrayList<>();
    for (Iterator<CsvRow> i = opened.rows(); i.hasNext(); ) {
      CsvRow row = i.next();
      csv.check(opened, row);
      read.add(row.line() + "|" + row.userId() + "|" + row.status());
    }
    assertThat(read).isEqualTo(rows);
    assertThat(opened.rowCount()).isEqualTo(rows.size());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("empty", "".getBytes(UTF_8), "user_id and status"),
        Arguments.of("no header", "1,A\n2,B\n".getBytes(UTF_8), "user_id and status"),
        Arguments.of("another header", "user,status\n1,A\n".getBytes(UTF_8), "user_id and status"),
        Arguments.of("tabs", "user_id\tstatus\n1\tA\n".getBytes(UTF_8), "user_id and status"),
        Arguments.of("a column twice", "user_id,status,status\n1,A,B\n".getBytes(UTF_8), "twice"),
        Arguments.of("an open quote", "user_id,status\n1,\"A\n2,B\n".getBytes(UTF_8), "EOF"),
        Arguments.of(
            "a row without end",
            ("user_id,status\n1,A\n2,\"" + "b\n".repeat(CsvRows.LONGEST)).getBytes(UTF_8),
            "the row that begins on line 3 has more than 1,000,000 characters"),
        Arguments.of("text after a quote", "user_id,status\n1,\"A\"b\n".getBytes(UTF_8), "2"),
        Arguments.of(
            "Latin-1",
            "user_id,status\n1,Geschäft\n".getBytes(StandardCharsets.ISO_8859_1),
            "UTF-8"),
        Arguments.of("UTF-16", "user_id,status\n1,A\n".getBytes(StandardCharsets.UTF_16), "UTF-8"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, byte[] content, String reason) throws IOException {
    Path file = write("a.csv", content);

    assertThatThrownBy(() -> open(file, "a.csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        Arguments.of("x,A", "user_id is not a number: 'x'"),
        Arguments.of(",A", "user_id is not a number: ''"),
        Arguments.of("1.5,A", "user_id is not a number"),
        Arguments.of("-1,A", "user_id is not a number"),
        Arguments.of("1,", "status is empty"),
        Arguments.of("1,\" \"", "status is empty"),
        Arguments.of("1", "1 values where the header names 2"),
        Arguments.of("1,A,b", "3 values where the header names 2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void invalid(String line, String reason) throws IOException {
    CsvFile opened = open(write("a.csv", ("user_id,status\n" + line + "\n").getBytes(UTF_8)), "a");
    CsvRow row = opened.rows().next();

    assertThatThrownBy(() -> csv.check(opened, row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatFailedCanBeCorrectedAndDroppedAgain() throws IOException {
    Path file =
        write("a.csv", "user_id;status;note\n1;\"A; \"\"b\"\"\nc\";n\n2;B;n;m\n".getBytes(UTF_8));
    fail(file, "a.csv");

    Path failed = inbox.resolve(".failed").resolve("a.csv");
    assertThat(failed)
        .hasContent(
            """
            user_id;status;note;line;outcome;reason
            1;"A; ""b""
            c";n;2;INVALID;because "it"; is so
            2;B;"n;m";4;INVALID;because "it"; is so
            """
                .replace("because \"it\"; is so", "\"because \"\"it\"\"; is so\""));

    fail(failed, "again.csv");
    assertThat(inbox.resolve(".failed").resolve("again.csv")).hasSameTextualContentAs(failed);
  }

  @Test
  void aSeparatorTooManyIsKeptWhereItWasWhenTheFileIsDroppedAgain() throws IOException {
    String again = "user_id,line,status,line,outcome,reason\n1,own,A, b,2,INVALID,\"why, then\"\n";
    fail(write("a.csv", again.getBytes(UTF_8)), "a.csv");

    assertThat(inbox.resolve(".failed").resolve("a.csv"))
        .content()
        .startsWith("user_id,line,status,line,outcome,reason\n1,own,\"A,b\",2,INVALID,");
  }

  @Test
  void aStopBehindTheLastRowSendsNothingAgain() throws Exception {
    AtomicBoolean stopping = new AtomicBoolean();
    Path file = write("a.csv", "user_id,status\n1,A\n".getBytes(UTF_8));
    CsvFile opened = CsvFile.open(file, inbox.resolve("failed.csv"), stopping::get);
    Iterator<CsvRow> rows = opened.rows();
    rows.next();
    csv.rowDone(opened, null);
    stopping.set(true);

    assertThat(rows.hasNext()).isFalse();
    assertThat(csv.finish(opened)).startsWith("1 sent");
  }

  @Test
  void noEarlierFileIsOverwritten() throws IOException {
    Path file = write("a.b.csv", new byte[0]);
    assertThat(csv.freeName(file.toFile())).isEqualTo("a.b.csv");

    Files.createDirectories(inbox.resolve(".done"));
    Files.createFile(inbox.resolve(".done").resolve("a.b.csv"));
    assertThat(csv.freeName(file.toFile())).isEqualTo("a.b-2.csv");

    Files.createDirectories(inbox.resolve(".failed"));
    Files.createFile(inbox.resolve(".failed").resolve("a.b-2.csv"));
    assertThat(csv.freeName(file.toFile())).isEqualTo("a.b-3.csv");
  }

  @Test
  void aLongRowIsRead() throws IOException {
    String status = "A ".repeat(CsvRows.LONGEST / 2 - 10).strip();
    CsvFile opened =
        open(write("a.csv", ("user_id,status\n1," + status + "\n2,B\n").getBytes(UTF_8)), "a");

    Iterator<CsvRow> rows = opened.rows();
    assertThat(rows.next().status()).isEqualTo(status);
    assertThat(rows.next()).isEqualTo(new CsvRow(3, List.of("2", "B"), "2", "B"));
  }

  @Test
  void tellsWhatBecameOfTheRows() throws Exception {
    CsvFile opened = open(write("a.csv", "user_id,status\n1,A\nx,B\n".getBytes(UTF_8)), "a.csv");
    for (Iterator<CsvRow> rows = opened.rows(); rows.hasNext(); rows.next()) {
      csv.rowDone(opened, null);
    }

    assertThat(csv.finish(opened)).matches("2 sent, in \\d+ s, [0-9.,]+/s");
    csv.rowDone(opened, true);
    assertThat(csv.finish(opened)).startsWith("1 sent, 1 sent before, in ");
    csv.failed(opened, opened.rows().next(), new IllegalArgumentException("because"));
    assertThat(csv.finish(opened))
        .startsWith("0 sent, 1 sent before, 1 not, in ")
        .endsWith("see " + inbox.resolve(".failed").resolve("a.csv"));
  }

  @Test
  void aFailureThatCannotBeWrittenIsTold() throws Exception {
    CsvFile opened = open(write("a.csv", "user_id,status\nx,A\n".getBytes(UTF_8)), "a.csv");
    write(".failed", new byte[0]); // where the folder should be
    StringBuilder log = new StringBuilder();
    Handler handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord message) {
            log.append(message.getMessage());
          }
        };
    Logger logger = Logger.getLogger("csv-file");
    logger.addHandler(handler);
    try {
      csv.failed(opened, opened.rows().next(), new IllegalArgumentException("because"));
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(log).contains("a.csv, line 2: INVALID: because.");
    assertThat(csv.finish(opened)).startsWith("0 sent, 1 not");
  }

  @Test
  void takesNoMoreRowsOnceItIsStopping() throws IOException {
    AtomicBoolean stopping = new AtomicBoolean();
    Path file = write("a.csv", "user_id,status\n1,A\n2,B\n3,C\n".getBytes(UTF_8));
    CsvFile opened = CsvFile.open(file, inbox.resolve("failed.csv"), stopping::get);
    Iterator<CsvRow> rows = opened.rows();
    rows.next();
    csv.rowDone(opened, null);
    assertThat(rows.hasNext()).isTrue();

    stopping.set(true);
    assertThat(rows.hasNext()).as("said before, and the split relies on it").isTrue();
    rows.next();
    csv.rowDone(opened, null);
    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(() -> csv.finish(opened))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessage(
            "the runner ends: stopped at row 2 of 3; the rest is sent when the file is read again");
  }

  @Test
  void aFileThatSomebodyWritesToIsReadAgain() throws IOException {
    Path file = write("a.csv", "user_id,status\n1,A\n2,B\n".getBytes(UTF_8));
    CsvFile opened = open(file, "a.csv");
    Iterator<CsvRow> rows = opened.rows();
    rows.next();
    csv.rowDone(opened, null);
    Files.writeString(file, "3,", StandardOpenOption.APPEND);

    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(() -> csv.finish(opened))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessage(
            "somebody writes to it: stopped at row 1 of 2; as another file it is read from its first"
                + " row");
  }

  @Test
  void noRowIsTakenOfAFileThatIsNotTheOneThatWasFound() throws IOException {
    Path file = write("a.csv", "user_id,status\n1,A\n".getBytes(UTF_8));
    CsvFile opened = open(file, "a.csv");
    opened.mustBe(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    assertThat(opened.rows().hasNext()).isTrue();

    opened.mustBe(Files.size(file) + 1, Files.getLastModifiedTime(file).toMillis());
    assertThat(opened.rows().hasNext()).isFalse();
    assertThatThrownBy(() -> csv.finish(opened)).isInstanceOf(CsvUnfinished.class);

    CsvFile again = open(file, "a.csv");
    Files.move(write("new", "user_id,status\n4,D\n".getBytes(UTF_8)), file, REPLACE_EXISTING);
    assertThat(again.rows().hasNext()).isFalse();
    assertThatThrownBy(() -> csv.finish(again))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessageContaining("replaced before its first row");
  }

  @Test
  void aRowStaysInTheInboxWhileTheDatabaseIsAway() throws IOException {
    CsvFile opened = open(write("a.csv", "user_id,status\n1,A\n2,B\n".getBytes(UTF_8)), "a.csv");
    Iterator<CsvRow> rows = opened.rows();
    CsvRow row = rows.next();
    csv.failed(
        opened,
        row,
        new IllegalStateException(
            new CannotGetJdbcConnectionException("no", new SQLException("connection refused"))));

    assertThat(rows.hasNext()).isFalse();
    assertThat(inbox.resolve(".failed")).doesNotExist();
    assertThatThrownBy(() -> csv.finish(opened))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessageContaining("the database is away (connection refused)");
  }

  /** Files are short as a rule: all of their rows may be under way when the runner ends. */
  @Test
  void aRowThatWasNotSentBecauseTheRunnerEndsStaysInTheInbox() throws Exception {
    AtomicBoolean stopping = new AtomicBoolean();
    Path file = write("a.csv", "user_id,status\n1,A\n".getBytes(UTF_8));
    CsvFile opened = CsvFile.open(file, inbox.resolve("failed.csv"), stopping::get);
    Iterator<CsvRow> rows = opened.rows();
    CsvRow row = rows.next();
    assertThat(rows.hasNext()).isFalse();
    stopping.set(true);
    csv.failed(opened, row, notSent());

    assertThat(inbox.resolve("failed.csv")).doesNotExist();
    assertThatThrownBy(() -> csv.finish(opened))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessageStartingWith("the runner ends: stopped");
    csv.failed(opened, row, new IllegalArgumentException("because"));
    assertThat(inbox.resolve("failed.csv")).content().contains("1,A,2,INVALID,because");
  }

  @Test
  void saysThatTheRestOfAFileIsNotSentThatIsNoLongerThere() throws Exception {
    AtomicBoolean stopping = new AtomicBoolean();
    Path file = write("a.csv", "user_id,status\n1,A\n2,B\n".getBytes(UTF_8));
    CsvFile opened = CsvFile.open(file, inbox.resolve("failed.csv"), stopping::get);
    Iterator<CsvRow> rows = opened.rows();
    rows.next();
    csv.rowDone(opened, null);
    stopping.set(true);
    assertThat(rows.hasNext()).isFalse();
    Path other = write("new", "user_id,status\n4,D\n".getBytes(UTF_8));

    Files.delete(file);
    assertThatThrownBy(() -> csv.finish(opened))
        .hasMessage(
            "the runner ends: stopped at row 1 of 2; the rest is not sent, since the file is no"
                + " longer there");
    Files.move(other, file);
    assertThatThrownBy(() -> csv.finish(opened)).hasMessageContaining("the rest is not sent");
  }

  private static Exception notSent() throws ReflectiveOperationException {
    var made =
        HotlineNotSentException.class.getDeclaredConstructor(
            String.class, int.class, Throwable.class);
    made.setAccessible(true);
    return made.newInstance("stopping", 0, null);
  }

  @Test
  void aFileThatIsReplacedIsReadToItsEndAndTheNewOneStays() throws IOException {
    Path file = write("a.csv", "user_id,status\n1,A\n2,B\n".getBytes(UTF_8));
    CsvFile opened = open(file, "a.csv");
    Iterator<CsvRow> rows = opened.rows();
    rows.next();
    Files.move(write("new", "user_id,status\n4,D\n".getBytes(UTF_8)), file, REPLACE_EXISTING);

    assertThat(rows.next().status()).isEqualTo("B");
    assertThat(rows.hasNext()).isFalse();
    assertThatThrownBy(() -> csv.finish(opened))
        .isInstanceOf(CsvUnfinished.class)
        .hasMessageContaining("replaced");
  }

  private CsvFile open(Path file, String name) throws IOException {
    return CsvFile.open(file, inbox.resolve(".failed").resolve(name), () -> false);
  }

  private void fail(Path file, String name) throws IOException {
    CsvFile opened = open(file, name);
    for (Iterator<CsvRow> i = opened.rows(); i.hasNext(); ) {
      csv.failed(opened, i.next(), new IllegalArgumentException("because \"it\"; is so"));
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(inbox.resolve(name), content);
  }
}
