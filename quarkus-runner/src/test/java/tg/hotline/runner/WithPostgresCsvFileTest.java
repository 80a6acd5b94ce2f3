package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tg.hotline.sandbox.Answer;

@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class WithPostgresCsvFileTest extends SandboxTest {

  private static final int ROWS = 40;

  @Test
  void aFileWaitsWhileTheDatabaseCannotBeWritten() throws Exception {
    Files.createDirectories(inbox());
    Path part = inbox().resolve("away.csv.part");
    Files.writeString(
        part,
        IntStream.range(0, ROWS)
            .mapToObj(row -> "987654321,row %d\n".formatted(row))
            .collect(Collectors.joining("", "user_id,status\nnobody,A\n", "")));
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minusSeconds(60)));
    sandbox().answerNext(ROWS, Answer.delayed(Duration.ofMillis(200)));
    PostgresTrouble server = new PostgresTrouble(config);
    try (LogLines log = LogLines.of("csv-file")) {
      Files.move(part, inbox().resolve("away.csv"));
      sandbox().awaitMessages(ROWS / 4, SOON);
      server.readOnly(true);
      await()
          .atMost(SOON)
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(
                          line -> line.matches("away.csv: the database is away .*: stopped .*")));
    } finally {
      server.readOnly(false);
    }

    await().atMost(SOON).until(() -> Files.exists(inbox().resolve(".done/away-2.csv")));
    List<String> reported = Files.readAllLines(inbox().resolve(".failed/away-2.csv"));
    List<String> all = new ArrayList<>(texts());
    for (String line : reported) {
      if (line.contains(",UNKNOWN,")) {
        all.add("User status is changed: " + line.split(",", 3)[1]);
      }
    }
    assertThat(texts()).doesNotHaveDuplicates();
    assertThat(all)
        .contains(
            IntStream.range(0, ROWS)
                .mapToObj("User status is changed: row %d"::formatted)
                .toArray(String[]::new));
    assertThat(reported).noneMatch(line -> line.contains("NOT_SENT"));
    assertThat(Files.readAllLines(inbox().resolve(".failed/away.csv")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("nobody,A,2,INVALID");
  }
}
