package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/**
 * The packaged runner, killed with a file and a table under way and started again, until all is
 * done: nothing is lost, and no row of the table comes twice.
 */
class KilledRunnerIT {

  private static final int FILE_ROWS = 2_000;
  private static final int TABLE_ROWS = 300;

  /** How often to kill at a random moment. */
  private static final int KILLS = Integer.getInteger("hotline.kills", 1);

  private static final long SEED = Long.getLong("hotline.seed", System.nanoTime());
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Path home;
  private final Path inbox;
  private final Random random = new Random(SEED);
  private final StringBuilder logs = new StringBuilder();

  KilledRunnerIT(@TempDir Path home) {
    this.home = home;
    this.inbox = home.resolve("inbox-live");
  }

  @Test
  void nothingIsLost() throws Exception {
    String file =
        IntStream.rangeClosed(1, FILE_ROWS)
            .mapToObj(row -> "%d,row %d\n".formatted(Seed.USER_ID, row))
            .collect(Collectors.joining("", "user_id,status\nnobody,A\n4711,B\n", ""));
    try (HotlineSandbox service = HotlineSandbox.start()) {
      inTheFirstCalls(service, file);
      for (int kill = 0; kill < KILLS; kill++) {
        atARandomMoment(service);
      }
      stoppedInMidFile(service);
      beforeTheFileIsMoved(service);

      try (RunnerProcess runner = start(service)) {
        await().atMost(SOON).until(() -> !left(inbox.resolve(".done")).isEmpty());
        await().atMost(SOON).until(() -> open().isEmpty());
        logs.append(runner.output());
        checkTable(service);
      }
      checkFile(service, file);
    }
  }

  /** After the file is read through, and before any of its rows is known to have been sent. */
  private void inTheFirstCalls(HotlineSandbox service, String file) throws Exception {
    service.answerNext(8, Answer.delayed(Duration.ofHours(1)));
    try (RunnerProcess runner = start(service)) {
      insert();
      Path part = inbox.resolve("deals.csv.part");
      Files.writeString(part, file);
      Files.move(part, inbox.resolve("deals.csv"), StandardCopyOption.ATOMIC_MOVE);
      await()
          .atMost(SOON)
          .until(
              () ->
                  service.calls().stream()
                          .filter(call -> call.outcome() == Call.Outcome.PENDING)
                          .count()
                      == 8);
      kill(runner);
    }
    assertThat(inbox.resolve("deals.csv")).hasContent(file);
  }

  /** And with half a line at the end of what it had written last. */
  private void atARandomMoment(HotlineSandbox service) throws Exception {
    Map<String, String> failed = left(inbox.resolve(".failed"));
    int messages = service.messages().size() + 1 + random.nextInt(FILE_ROWS * 3 / 4);
    try (RunnerProcess runner = start(service)) {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(SOON)
          .until(() -> service.messages().size() >= messages);
      kill(runner);
    }
    assertThat(left(inbox.resolve(".failed"))).containsAllEntriesOf(failed);
    for (String name : left(inbox.resolve(".failed")).keySet()) {
      if (!failed.containsKey(name)) {
        Path path = inbox.resolve(".failed").resolve(name);
        String content = Files.readString(path);
        Files.writeString(path, content.substring(0, content.length() - 10));
      }
    }
  }

  /** What is under way comes to its end, the rest waits for the next start. */
  private void stoppedInMidFile(HotlineSandbox service) throws Exception {
    Map<String, String> failed = left(inbox.resolve(".failed"));
    long sent = rowsSent(service) + 100;
    service.answerNext(
        1_000, Answer.delayed(Duration.ofMillis(10))); // not through before the signal
    RunnerProcess runner = start(service);
    try (runner) {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(SOON)
          .until(() -> rowsSent(service) >= sent);
    }
    logs.append(runner.output());
    assertThat(runner.output())
        .containsPattern(
            "deals.csv: stopped at row [0-9,]+ of 2,002; the file is read again from its first row");
    assertThat(service.calls())
        .filteredOn(call -> call.outcome() == Call.Outcome.PENDING)
        .as("calls but those of the first round")
        .hasSize(8);
    assertThat(inbox.resolve("deals.csv")).exists();
    assertThat(left(inbox.resolve(".failed"))).containsAllEntriesOf(failed);
  }

  private static long rowsSent(HotlineSandbox service) {
    return service.messages().stream()
        .filter(message -> message.text().startsWith("User status"))
        .count();
  }

  /** When its last row is through, and it still lies in the inbox. */
  private void beforeTheFileIsMoved(HotlineSandbox service) throws Exception {
    Path inTheWay = Files.createFile(inbox.resolve(".done"));
    try (RunnerProcess runner = start(service)) {
      await().atMost(SOON).until(() -> runner.output().contains("deals.csv: 2,000 sent, 2 not"));
      kill(runner);
    }
    Files.delete(inTheWay);
    assertThat(inbox.resolve("deals.csv")).exists();
  }

  private void checkFile(HotlineSandbox service, String file) throws IOException {
    assertThat(service.messages().stream().map(Message::text))
        .as("seed " + SEED)
        .containsAll(
            IntStream.rangeClosed(1, FILE_ROWS)
                .mapToObj("User status is changed: row %d"::formatted)
                .toList());
    assertThat(left(inbox.resolve(".done")).values()).containsExactly(file);
    try (Stream<Path> files = Files.list(inbox)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(left(inbox.resolve(".failed")).values())
        .as("those of the rounds that came to the end of the file")
        .filteredOn(
            failed ->
                failed.contains("nobody,A,2,INVALID,")
                    && failed.contains("4711,B,3,REJECTED,")
                    && failed.startsWith("user_id,status,line,outcome,reason\n")
                    && failed.lines().count() == 3)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  private void checkTable(HotlineSandbox service) throws SQLException {
    Map<String, Long> arrived =
        service.messages().stream()
            .collect(Collectors.groupingBy(Message::text, Collectors.counting()));
    Map<String, String> rows = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (List<String> row : query("select id, message, outcome from deal_event")) {
      rows.put(row.get(1), row.get(2));
      if (row.get(2).equals("UNKNOWN")) {
        unknown.add(row.get(0));
      }
    }
    assertThat(rows).hasSize(TABLE_ROWS);
    assertThat(rows)
        .as("seed " + SEED)
        .allSatisfy(
            (message, outcome) -> {
              if (outcome.equals("UNKNOWN")) {
                assertThat(arrived.getOrDefault(message, 0L)).isLessThanOrEqualTo(1);
              } else {
                assertThat(outcome).isEqualTo("OK");
                assertThat(arrived).containsEntry(message, 1L);
              }
            });
    assertThat(unknown)
        .as("at most the one that was under way when a round was cut short")
        .hasSizeLessThanOrEqualTo(KILLS + 3)
        .allSatisfy(
            id -> assertThat(logs).contains("deal_event " + id + ": may or may not have reached"));
  }

  private List<List<String>> open() throws SQLException {
    return query("select id from deal_event where outcome is null or outcome = 'SENDING'");
  }

  private void insert() throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      statement.execute(
          "insert into deal_event (user_id, message) select %d, 'event ' || x from system_range(1, %d)"
              .formatted(Seed.USER_ID, TABLE_ROWS));
    }
  }

  private List<List<String>> query(String sql) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(rows.getString(column)));
        }
        all.add(row);
      }
      return all;
    }
  }

  /** Only while the runner is up: it is the one that has the database open. */
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + home.resolve("data/live/hotline") + ";AUTO_SERVER=TRUE;IFEXISTS=TRUE",
        "sa",
        "");
  }

  /** The regular files of a folder, name and content. */
  private static Map<String, String> left(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> list = Files.list(folder)) {
        for (Path file : list.filter(Files::isRegularFile).toList()) {
          files.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
      }
    }
    return files;
  }

  private RunnerProcess start(HotlineSandbox service) throws IOException {
    return RunnerProcess.live(home, service)
        .options("-Dhotline.examples=csv-file,database")
        .start()
        .awaitReady();
  }

  private void kill(RunnerProcess runner) throws InterruptedException {
    runner.kill();
    logs.append(runner.output());
  }
}
