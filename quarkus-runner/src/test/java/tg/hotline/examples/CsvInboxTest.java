package tg.hotline.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    CsvInbox.CsvFile opened = csv.open(file.toFile(), "a.csv");

    List<String> read = new ArrayList<>();
    for (Iterator<CsvInbox.Row> i = opened.rows(); i.hasNext(); ) {
      CsvInbox.Row row = i.next();
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

    assertThatThrownBy(() -> csv.open(file.toFile(), "a.csv"))
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
    CsvInbox.CsvFile opened =
        csv.open(write("a.csv", ("user_id,status\n" + line + "\n").getBytes(UTF_8)).toFile(), "a");
    CsvInbox.Row row = opened.rows().next();

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
    assertThat(inbox.resolve(".failed").resolve(".failed").resolve("again.csv"))
        .hasSameTextualContentAs(failed);
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

  private void fail(Path file, String name) throws IOException {
    CsvInbox.CsvFile opened = csv.open(file.toFile(), name);
    for (Iterator<CsvInbox.Row> i = opened.rows(); i.hasNext(); ) {
      csv.failed(opened, i.next(), new IllegalArgumentException("because \"it\"; is so"));
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(inbox.resolve(name), content);
  }
}
