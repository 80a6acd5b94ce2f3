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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/**
 * The packaged runner, killed with a file and a table under way and started again, until all is
 * done: every row of both has reached the operators once, or is reported as UNKNOWN and has reached
 * them at most once.
 */
class KilledRunnerIT {

  /** How often to kill it in all; {@code mvn -Psoak verify} does it more often. */
  private static final int KILLS = Integer.getInteger("hotline.kills", 3);

  /** How many rows the file has, and how many the table. */
  private static final int ROWS = Integer.getInteger("hotline.kill.rows", 300);

  /** The kills that are not at a random moment. */
  private static final int CERTAIN_KILLS = 2;

  /** Rows of the file that are under way at a time. */
  private static final int IN_FLIGHT = 8;

  /** Slow enough for every kill to find rows under way; both take about the same time. */
  private static final Duration FILE_ANSWER = Duration.ofMillis(120);

  private static final Duration TABLE_ANSWER = Duration.ofMillis(12);

  private static final long FILE_USER = Seed.USER_ID;
  private static final long TABLE_USER = Seed.ANSWERED_USER_ID;

  private static final long SEED = Long.getLong("hotline.seed", System.nanoTime());
  private static final Duration SOON = Duration.ofSeconds(60 + ROWS / 20);
  private static final Duration MOMENT = Duration.ofMillis(5);

  private final Path home;
  private final Path inbox;
  private final Random random = new Random(SEED);
  private final StringBuilder logs = new StringBuilder();

  private int killsDuringCallsOfTheFile;
  private int killsDuringCallsOfTheTable;
  private int killsDuringCalls;

  KilledRunnerIT(@TempDir Path home) {
    this.home = home;
    this.inbox = home.resolve("inbox-live");
  }

  @AfterEach
  void keepLogs() throws IOException {
    Files.writeString(Path.of("target/killed-runner.log"), logs);
  }

  @Test
  void everyRowArrivesOnceOrIsReported() throws Exception {
    String file =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> "%d,row %d\n".formatted(FILE_USER, row))
            .collect(Collectors.joining("", "user_id,status\nnobody,A\n4711,B\n", ""));
    try (HotlineSandbox service = HotlineSandbox.start()) {
      inTheFirstCalls(service, file);
      service.answerWhen(KilledRunnerIT::ofFile, Answer.delayed(FILE_ANSWER));
      service.answerWhen(KilledRunnerIT::ofTable, Answer.delayed(TABLE_ANSWER));
      for (int left = KILLS - CERTAIN_KILLS; left > 0; left--) {
        atARandomMoment(service, left);
      }
      Set<String> unknown = stoppedInMidFile(service);
      service.answerWhen(KilledRunnerIT::ofFile, Answer.usual());
      service.answerWhen(KilledRunnerIT::ofTable, Answer.usual());
      beforeTheFileIsMoved(service);

      try (RunnerProcess runner = start(service)) {
        await().atMost(SOON).until(() -> !left(inbox.resolve(".done")).isEmpty());
        await().atMost(SOON).until(() -> open().isEmpty());
        await().atMost(SOON).until(() -> pending(service, call -> true, 0) == IN_FLIGHT);
        logs.append(runner.output());
        Figures table = checkTable(service);
        Figures rows = checkFile(service, file, unknown);
        System.out.printf(
            "kill -9: kills=%d (%d during calls) rows=%d once=%d unknown=%d lost=%d twice=%d seed=%d%n",
            KILLS,
            killsDuringCalls,
            2 * ROWS,
            table.once + rows.once,
            table.unknown + rows.unknown,
            table.lost + rows.lost,
            table.twice + rows.twice,
            SEED);
        assertThat(List.of(table.lost, rows.lost, table.twice, rows.twice))
            .as("lost and sent twice, of table and file; seed " + SEED)
            .containsOnly(0);
      }
    }
    assertThat(killsDuringCalls)
        .as(
            "kills during calls, of the table %d, of the file %d, in all",
            killsDuringCallsOfTheTable, killsDuringCallsOfTheFile)
        .isGreaterThanOrEqualTo((KILLS - 1) * 2 / 3);
  }

  /** After the file is read through, and before any of its rows is known to have been sent. */
  private void inTheFirstCalls(HotlineSandbox service, String file) throws Exception {
    service.answerNext(
        IN_FLIGHT, call -> ofFile(call) || ofTable(call), Answer.delayed(Duration.ofHours(1)));
    try (RunnerProcess runner = start(service)) {
      insert();
      Path part = inbox.resolve("deals.csv.part");
      Files.writeString(part, file);
      Files.move(part, inbox.resolve("deals.csv"), StandardCopyOption.ATOMIC_MOVE);
      await().atMost(SOON).until(() -> pending(service, call -> true, 0) == IN_FLIGHT);
      kill(runner, service, 0);
    }
    assertThat(inbox.resolve("deals.csv")).hasContent(file);
  }

  /** And with half a line at the end of what it had written last. */
  private void atARandomMoment(HotlineSandbox service, int left) throws Exception {
    Map<String, String> failed = left(inbox.resolve(".failed"));
    int before = service.calls().size();
    long ofFile = rowToKillAt(sent(service, FILE_USER), left);
    long ofTable = rowToKillAt(sent(service, TABLE_USER), left);
    try (RunnerProcess runner = start(service)) {
      await()
          .pollInterval(MOMENT)
          .atMost(SOON)
          .until(() -> sent(service, FILE_USER) >= ofFile || sent(service, TABLE_USER) >= ofTable);
      // Anywhere between two answers.
      Thread.sleep(random.nextInt((int) FILE_ANSWER.toMillis() / 4));
      kill(runner, service, before);
    }
    Map<String, String> after = left(inbox.resolve(".failed"));
    assertThat(after).containsAllEntriesOf(failed);
    for (String name : after.keySet()) {
      if (!failed.containsKey(name)) {
        Path path = inbox.resolve(".failed").resolve(name);
        String content = Files.readString(path);
        Files.writeString(path, content.substring(0, content.length() - 10));
      }
    }
  }

  /** So that this kill and those to come are spread over four fifths of the work. */
  private long rowToKillAt(long sent, int killsLeft) {
    long most = 2 * (ROWS * 4 / 5 - sent) / (killsLeft + 1);
    return sent + 1 + random.nextInt((int) Math.max(1, most));
  }

  /**
   * What is under way comes to its end, the rest waits for the next start.
   *
   * @return the rows of the file that are reported as UNKNOWN
   */
  private Set<String> stoppedInMidFile(HotlineSandbox service) throws Exception {
    Map<String, String> failed = left(inbox.resolve(".failed"));
    long sent = sent(service, FILE_USER) + 3 * IN_FLIGHT;
    assertThat(sent).as("rows of the file that are left for it").isLessThan(ROWS);
    int before = service.calls().size();
    RunnerProcess runner = start(service);
    try (runner) {
      await()
          .pollInterval(MOMENT)
          .atMost(SOON)
          .until(
              () ->
                  sent(service, FILE_USER) >= sent
                      && pending(service, KilledRunnerIT::ofFile, before) > 1);
    }
    logs.append(runner.output());
    assertThat(runner.output())
        .containsPattern(
            "deals.csv: the runner ends: stopped at row [0-9,]+ of %,d; the rest is sent when the file is read again"
                .formatted(ROWS + 2));
    assertThat(pending(service, call -> true, 0))
        .as("those of the first round")
        .isEqualTo(IN_FLIGHT);
    assertThat(inbox.resolve("deals.csv")).exists();
    Map<String, String> now = left(inbox.resolve(".failed"));
    assertThat(now).containsAllEntriesOf(failed);
    now.keySet().removeAll(failed.keySet());
    return unknownRows(now.values());
  }

  /** When its last row is through, and it still lies in the inbox. */
  private void beforeTheFileIsMoved(HotlineSandbox service) throws Exception {
    Path inTheWay = Files.createFile(inbox.resolve(".done"));
    int before = service.calls().size();
    try (RunnerProcess runner = start(service)) {
      await().atMost(SOON).until(() -> LAST_ROW_THROUGH.matcher(runner.output()).find());
      kill(runner, service, before);
    }
    Files.delete(inTheWay);
    assertThat(inbox.resolve("deals.csv")).exists();
  }

  private static final Pattern LAST_ROW_THROUGH =
      Pattern.compile("deals.csv: [0-9,]+ sent, [0-9,]+ sent before, [0-9,]+ not");

  /** What became of rows. */
  private record Figures(int once, int unknown, int lost, int twice) {

    /**
     * @param rows the texts of all
     * @param unknown those of them that are reported
     */
    static Figures of(HotlineSandbox service, Set<String> rows, Set<String> unknown) {
      Map<String, Long> arrived =
          service.messages().stream()
              .collect(Collectors.groupingBy(Message::text, Collectors.counting()));
      return new Figures(
          count(rows, row -> arrived.getOrDefault(row, 0L) == 1 && !unknown.contains(row)),
          unknown.size(),
          count(rows, row -> !arrived.containsKey(row) && !unknown.contains(row)),
          count(rows, row -> arrived.getOrDefault(row, 0L) > 1));
    }

    private static int count(Set<String> rows, Predicate<String> which) {
      return (int) rows.stream().filter(which).count();
    }
  }

  private Figures checkFile(HotlineSandbox service, String file, Set<String> unknownAtTheStop)
      throws IOException {
    assertThat(left(inbox.resolve(".done")).values()).containsExactly(file);
    try (Stream<Path> files = Files.list(inbox)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    Map<String, String> failed = left(inbox.resolve(".failed"));
    String last =
        String.valueOf(failed.get(left(inbox.resolve(".done")).keySet().iterator().next()));
    Set<String> unknown = unknownRows(List.of(last));
    assertThat(unknown)
        .as("what is reported once is reported again")
        .containsAll(unknownRows(failed.values()))
        .as("what was under way at the stop came to its end")
        .isEqualTo(unknownAtTheStop)
        .as("those that were under way at a kill")
        .hasSizeLessThanOrEqualTo((KILLS - 1) * IN_FLIGHT);
    assertThat(last.lines())
        .hasSize(3 + unknown.size())
        .contains("user_id,status,line,outcome,reason")
        .anyMatch(line -> line.startsWith("nobody,A,2,INVALID,"))
        // Refused, unless the first kill came between the refusal and its note.
        .anyMatch(line -> line.matches("4711,B,3,(REJECTED|UNKNOWN),.*"));
    Set<String> rows =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj("User status is changed: row %d"::formatted)
            .collect(Collectors.toSet());
    return Figures.of(service, rows, unknown);
  }

  private static Set<String> unknownRows(Iterable<String> failed) {
    Set<String> rows = new HashSet<>();
    for (String content : failed) {
      Matcher row =
          Pattern.compile("^\\d+,(row \\d+),\\d+,UNKNOWN,", Pattern.MULTILINE).matcher(content);
      while (row.find()) {
        rows.add("User status is changed: " + row.group(1));
      }
    }
    return rows;
  }

  private Figures checkTable(HotlineSandbox service) throws SQLException {
    Map<String, String> rows = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (List<String> row : query("select id, message, outcome from deal_event")) {
      rows.put(row.get(1), row.get(2));
      if (row.get(2).equals("UNKNOWN")) {
        ids.add(row.get(0));
      }
    }
    assertThat(rows).hasSize(ROWS);
    assertThat(rows.values()).containsOnly("OK", "UNKNOWN");
    assertThat(ids)
        .as("at most the one that was under way at a kill or the stop")
        .hasSizeLessThanOrEqualTo(KILLS + 1)
        .allSatisfy(
            id -> assertThat(logs).contains("deal_event " + id + ": may or may not have reached"));
    Set<String> unknown = new HashSet<>(rows.keySet());
    unknown.removeIf(row -> !"UNKNOWN".equals(rows.get(row)));
    return Figures.of(service, rows.keySet(), unknown);
  }

  private static boolean ofFile(Call call) {
    return Objects.equals(call.userId(), FILE_USER);
  }

  private static boolean ofTable(Call call) {
    return Objects.equals(call.userId(), TABLE_USER);
  }

  private static long sent(HotlineSandbox service, long user) {
    return service.messages().stream()
        .filter(message -> Objects.equals(message.userId(), user))
        .count();
  }

  /** Calls that are not answered yet, of those that came after so many others. */
  private static int pending(HotlineSandbox service, Predicate<Call> which, int after) {
    return (int)
        service.calls().stream()
            .skip(after)
            .filter(call -> call.outcome() == Call.Outcome.PENDING)
            .filter(which)
            .count();
  }

  private List<List<String>> open() throws SQLException {
    return query("select id from deal_event where outcome is null or outcome = 'SENDING'");
  }

  private void insert() throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      statement.execute(
          "insert into deal_event (user_id, message) select %d, 'event ' || x from system_range(1, %d)"
              .formatted(TABLE_USER, ROWS));
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
        .options("-Dhotline.examples=csv-file,database", "-Dhotline.database.period=100")
        .start()
        .awaitReady();
  }

  /**
   * @param before how many calls there were when it was started
   */
  private void kill(RunnerProcess runner, HotlineSandbox service, int before)
      throws InterruptedException {
    int ofFile = pending(service, KilledRunnerIT::ofFile, before);
    int ofTable = pending(service, KilledRunnerIT::ofTable, before);
    runner.kill();
    logs.append(runner.output());
    killsDuringCallsOfTheFile += Math.min(1, ofFile);
    killsDuringCallsOfTheTable += Math.min(1, ofTable);
    killsDuringCalls += Math.min(1, ofFile + ofTable);
  }
}
