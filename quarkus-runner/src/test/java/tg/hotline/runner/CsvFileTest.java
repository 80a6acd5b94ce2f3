package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class CsvFileTest extends SandboxTest {

  @Inject CamelContext context;

  @Test
  void goodRowsAreSentAndBadOnesReported() throws IOException {
    String file =
        """
        user_id,status
        987654321,"DEAL, CONFIRMED"
        nobody,A
        4711,B
        987654321,C
        """;
    drop("mixed.csv", file);

    awaitDone("mixed.csv");
    assertThat(texts())
        .containsExactlyInAnyOrder(
            "User status is changed: DEAL, CONFIRMED", "User status is changed: C");
    assertThat(inbox().resolve(".done/mixed.csv")).hasContent(file);
    assertThat(Files.readString(inbox().resolve(".failed/mixed.csv")).lines().sorted())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).startsWith("4711,B,4,REJECTED,").contains("No dialog");
              assertThat(lines.get(1))
                  .isEqualTo("nobody,A,3,INVALID,user_id is not a number: 'nobody'");
              assertThat(lines.get(2)).isEqualTo("user_id,status,line,outcome,reason");
            });
  }

  @Test
  void outcomesAreToldApart() throws IOException {
    sandbox().answerNext(2, Answer.status(429));
    drop("notsent.csv", "user_id,status\n987654321,A\n");
    awaitDone("notsent.csv");
    sandbox().answerNext(Answer.cutAfterEffect());
    drop("unknown.csv", "user_id,status\n987654321,B\n");
    awaitDone("unknown.csv");

    assertThat(Files.readString(inbox().resolve(".failed/notsent.csv")))
        .contains("987654321,A,2,NOT_SENT,");
    assertThat(Files.readString(inbox().resolve(".failed/unknown.csv")))
        .contains("987654321,B,2,UNKNOWN,");
    assertThat(texts()).containsExactly("User status is changed: B");
  }

  @Test
  void aFileThatCannotBeReadIsRefusedAsAWhole() throws IOException {
    drop("open-quote.csv", "user_id,status\n987654321,A\n987654321,\"B\n987654321,C\n");

    await().atMost(SOON).until(() -> Files.exists(inbox().resolve(".failed/open-quote.csv")));
    assertThat(inbox().resolve("open-quote.csv")).doesNotExist();
    assertThat(inbox().resolve(".done/open-quote.csv")).doesNotExist();
    assertThat(inbox().resolve(".failed/open-quote.csv.reason.txt")).isNotEmptyFile();
    assertThat(texts()).isEmpty();
  }

  @Test
  void anEmptyFileIsReported() throws IOException {
    drop("empty.csv", "");

    await().atMost(SOON).until(() -> Files.exists(inbox().resolve(".failed/empty.csv")));
    assertThat(inbox().resolve(".failed/empty.csv.reason.txt")).content().contains("user_id");
  }

  @Test
  void theSameNameTwiceKeepsBoth() throws IOException {
    drop("twice.csv", "user_id,status\n987654321,A\nx,A\n");
    awaitDone("twice.csv");
    drop("twice.csv", "user_id,status\n987654321,B\nx,B\n");
    awaitDone("twice-2.csv");

    assertThat(inbox().resolve(".done/twice.csv")).content().contains("987654321,A");
    assertThat(inbox().resolve(".failed/twice.csv")).content().contains("x,A");
    assertThat(inbox().resolve(".failed/twice-2.csv")).content().contains("x,B");
  }

  @Test
  void aHalfCopiedFileIsLeftAlone() throws IOException {
    Path file = inbox().resolve("slow.csv");
    Files.writeString(file, "user_id,status\n");
    AtomicLong rows = new AtomicLong();
    await()
        .pollInterval(Duration.ofMillis(300))
        .during(Duration.ofSeconds(4))
        .atMost(SOON)
        .until(
            () -> {
              append(file, "987654321,row " + rows.incrementAndGet() + "\n");
              return Files.exists(file) && texts().isEmpty();
            });

    awaitDone("slow.csv");
    assertThat(texts()).hasSize(rows.intValue());
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    String rows = "user_id,status\n987654321,A\n";
    Files.createDirectories(inbox());
    old(Files.writeString(inbox().resolve("copying.csv.tmp"), rows));
    old(Files.writeString(inbox().resolve(".hidden.csv"), rows));
    drop("LAST.CSV", "user_id,status\n987654321,LAST\n");

    awaitDone("LAST.CSV");
    assertThat(texts()).containsExactly("User status is changed: LAST");
    assertThat(inbox().resolve("copying.csv.tmp")).exists();
    assertThat(inbox().resolve(".hidden.csv")).exists();
  }

  /** The queue of the component takes eight calls in this test: more rows in flight would fail. */
  @Test
  void onlySoManyRowsAreInFlight() throws IOException {
    int rows = 300;
    sandbox().answerNext(rows, Answer.delayed(Duration.ofMillis(30)));
    drop("many.csv", rows(rows));

    AtomicLong most = new AtomicLong();
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(SOON)
        .until(
            () -> {
              most.accumulateAndGet(inFlight(), Math::max);
              return Files.exists(inbox().resolve(".done/many.csv"));
            });

    assertThat(inbox().resolve(".failed/many.csv")).doesNotExist();
    assertThat(texts()).doesNotHaveDuplicates().hasSize(rows);
    assertThat(most.get()).isBetween(2L, 8L);
  }

  @Test
  void aFileThatSomebodyWritesToMeanwhileIsReadAgain() throws IOException {
    sandbox().answerNext(100, Answer.delayed(Duration.ofMillis(100)));
    drop("growing.csv", rows(100));
    sandbox().awaitMessages(10, SOON);
    append(inbox().resolve("growing.csv"), "987654321,the last\n");

    awaitDone("growing.csv");
    assertThat(texts().stream().distinct())
        .hasSize(101)
        .contains("User status is changed: the last");
    assertThat(inbox().resolve(".done/growing.csv")).content().endsWith("the last\n");
  }

  @Test
  void ofAFileThatIsReplacedMeanwhileBothAreSent() throws IOException {
    sandbox().answerNext(40, Answer.delayed(Duration.ofMillis(100)));
    drop("replaced.csv", rows(40));
    sandbox().awaitMessages(10, SOON);
    drop("replaced.csv", "user_id,status\n987654321,the new\n");

    awaitDone("replaced.csv");
    assertThat(texts())
        .doesNotHaveDuplicates()
        .hasSize(41)
        .endsWith("User status is changed: the new");
  }

  /** As after a kill: line 2 was sent, line 3 was under way, line 4 was not begun. */
  @Test
  void whatWasSentIsLeftOutAndWhatWasBegunIsHeld() throws Exception {
    String name = "killed.csv";
    Path part = part(name, "user_id,status\n987654321,A\n987654321,B\n987654321,C\n");
    String key =
        "%s-%d-%d".formatted(name, Files.size(part), Files.getLastModifiedTime(part).toMillis());
    mark(key + "-2 started");
    mark(key + "-2 done");
    mark(key + "-3 started");
    try (LogLines log = LogLines.of("csv-file")) {
      Files.move(part, inbox().resolve(name));
      awaitDone(name);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .anyMatch(
                          line ->
                              line.startsWith("killed.csv: 1 sent, 1 sent before, 1 not, in ")));
    }

    assertThat(texts()).containsExactly("User status is changed: C");
    assertThat(Files.readAllLines(inbox().resolve(".failed").resolve(name)))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("987654321,B,3,UNKNOWN,");
  }

  @Test
  void rowsOfLongAgoAreForgotten() throws Exception {
    mark("old.csv-1-1-2 done");
    execute(
        "update camel_messageprocessed set createdat = current_timestamp - interval '91' day"
            + " where messageid like 'old.csv%'");
    mark("new.csv-1-1-2 done");
    context.getRouteController().stopRoute("csv-forget");
    context.getRouteController().startRoute("csv-forget"); // as at the next start

    await()
        .atMost(SOON)
        .until(
            () ->
                column(
                        "select messageid from camel_messageprocessed"
                            + " where messageid like '%.csv-1-1-2 done'")
                    .equals(List.of("new.csv-1-1-2 done")));
  }

  private void mark(String key) throws SQLException {
    execute(
        "insert into camel_messageprocessed values ('csv-file', '%s', current_timestamp)"
            .formatted(key));
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(row -> "987654321,row " + row + "\n")
        .collect(Collectors.joining("", "user_id,status\n", ""));
  }

  private long inFlight() {
    return sandbox().calls().stream()
        .filter(call -> call.outcome() == Call.Outcome.PENDING)
        .count();
  }

  /** As from another folder of the disk: there at once, and written a while ago. */
  private void drop(String name, String content) throws IOException {
    Files.move(part(name, content), inbox().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path part(String name, String content) throws IOException {
    Files.createDirectories(inbox());
    Path part = inbox().resolve(name + ".part");
    old(Files.writeString(part, content));
    return part;
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitDone(String name) {
    await().atMost(SOON).until(() -> Files.exists(inbox().resolve(".done").resolve(name)));
  }
}
