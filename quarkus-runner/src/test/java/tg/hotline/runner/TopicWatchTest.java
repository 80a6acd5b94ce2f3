package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.support.ScheduledPollConsumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class TopicWatchTest extends SandboxTest {

  /** The sandbox's first connection leads so many topics, and each tick looks at all. */
  static final int TOPICS = 4;

  @BeforeEach
  void forgetReminders() throws Exception {
    camel.getRouteController().stopRoute("topic-watch"); // and what it has seen
    execute("delete from camel_messageprocessed where processorname = 'topic-watch'");
    camel.getRouteController().startRoute("topic-watch");
    // The seed's one waiting customer has an answer, so that each test says who waits.
    sandbox().operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "Here", minutesAgo(60));
  }

  @Test
  void whoWaitsLongIsRemindedOfOncePerWait() throws Exception {
    LocalDateTime firstWait = minutesAgo(40);
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", firstWait);
    tick(TOPICS + 1);
    await().atMost(SOON).until(() -> marks().equals(List.of("done", "started")));
    assertThat(texts()).hasSize(1);
    assertThat(texts().get(0)).startsWith("Reminder: Anna Schmidt").endsWith(" UTC");
    assertThat(sandbox().messages().get(0).userId()).isEqualTo(Seed.ANSWERED_USER_ID);

    tick(2 * TOPICS + 1);
    assertThat(texts()).hasSize(1);

    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Still there?", minutesAgo(20));
    tick(3 * TOPICS + 2);
    assertThat(texts()).hasSize(2);
  }

  @Test
  void aShortWaitIsNoMatter() {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(14));
    tick(TOPICS);
    assertThat(texts()).isEmpty();
  }

  @Test
  void aChatIsReportedInTheLogOnce() {
    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS);
      tick(2 * TOPICS);
      assertThat(log.lines()).singleElement().asString().contains("/5344", "Somebiz Proposal Chat");
    }
  }

  @Test
  void oneTopicsFailureDoesNotStopTheOthers() {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox()
        .answerNext(
            2,
            call -> Long.valueOf(Seed.TOPIC_ID).equals(call.topicId()),
            Answer.raw(200, "application/json", ""));
    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS + 2);
      assertThat(texts()).hasSize(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("/" + Seed.TOPIC_ID + ": HTTP 200"));
    }
  }

  @Test
  void aReminderThatWasNotSentIsTriedAtTheNextTick() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox().answerNext(2, TopicWatchTest::isReminder, Answer.status(429)); // and its repetition
    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS + 2);
      await().atMost(SOON).until(() -> log.lines().stream().anyMatch(line -> line.contains("429")));
    }
    assertThat(texts()).isEmpty();
    assertThat(marks()).isEmpty();

    tick(2 * TOPICS + 3);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void aReminderThatMayHaveArrivedIsNotRepeated() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox().answerNext(1, TopicWatchTest::isReminder, Answer.cutAfterEffect());
    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS + 1);
      awaitUnknown(log);
    }
    tick(2 * TOPICS + 1);
    assertThat(texts()).hasSize(1);
    assertThat(marks()).containsExactly("started");
  }

  @Test
  void aReminderThatACrashCutShortIsHeld() throws Exception {
    LocalDateTime since = minutesAgo(40);
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", since);
    execute(
        "insert into camel_messageprocessed (processorname, messageid) values"
            + " ('topic-watch', 'https://t.me/c/%s/%d %s started')"
                .formatted(
                    Seed.GROUP_ID,
                    Seed.ANSWERED_TOPIC_ID,
                    DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(since)));

    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS);
      awaitUnknown(log);
      tick(2 * TOPICS);
      assertThat(log.lines().stream().filter(line -> line.contains("UNKNOWN"))).hasSize(1);
    }
    assertThat(texts()).isEmpty();
  }

  @Test
  void aRestartRemindsOfNothingTwice() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    tick(TOPICS + 1);
    await().atMost(SOON).until(() -> marks().equals(List.of("done", "started")));
    camel.getRouteController().stopRoute("topic-watch");
    camel.getRouteController().startRoute("topic-watch");
    tick(2 * TOPICS + 1);
    // And if the kill had come before what was seen was noted:
    camel.getRouteController().stopRoute("topic-watch");
    execute(
        "delete from camel_messageprocessed where processorname = 'topic-watch'"
            + " and messageid not like '%done' and messageid not like '%started'");
    camel.getRouteController().startRoute("topic-watch");
    tick(3 * TOPICS + 1);
    assertThat(texts()).hasSize(1);
    assertThat(sandbox().calls()).hasSize(3 * TOPICS + 1);
  }

  /** Of which waits the operators were reminded is known over an upgrade. */
  @Test
  void whatTheFormerTableHeldIsKept() throws SQLException {
    FluentConfiguration former =
        Flyway.configure()
            .dataSource(database)
            .schemas("former")
            .locations(
                Stream.of("database", "csv-file", "rest-poll", "topic-watch")
                    .map(example -> "filesystem:../examples/" + example)
                    .toArray(String[]::new));
    try {
      former.target("4").load().migrate();
      execute(
          """
          insert into "former".topic_reminder (topic_link, last_date, outcome, claim) values
          ('sent', timestamp '2026-03-01 09:05:07', 'OK', 'a'),
          ('refused', timestamp '2026-03-01 09:05:07', 'REJECTED', 'b'),
          ('unknown', timestamp '2026-03-01 09:05:07', 'UNKNOWN', 'c'),
          ('cut short', timestamp '2026-03-01 19:05:07', 'SENDING', null)""");

      former.target("latest").load().migrate();

      assertThat(
              column(
                  "select messageid from \"former\".camel_messageprocessed"
                      + " where processorname = 'topic-watch'"))
          .containsExactlyInAnyOrder(
              "sent 2026-03-01 09:05:07 started",
              "sent 2026-03-01 09:05:07 done",
              "refused 2026-03-01 09:05:07 started",
              "refused 2026-03-01 09:05:07 done",
              "unknown 2026-03-01 09:05:07 started",
              "cut short 2026-03-01 19:05:07 started");
    } finally {
      execute("drop schema if exists \"former\" cascade");
    }
  }

  static boolean isReminder(Call call) {
    return "incoming_in_topic".equals(call.action());
  }

  static void awaitUnknown(LogLines log) {
    await()
        .atMost(SOON)
        .until(
            () ->
                log.lines().stream()
                    .anyMatch(line -> line.startsWith("reminder") && line.contains("UNKNOWN")));
  }

  /** Polls, and waits until Hotline has been called so often since the test began. */
  void tick(int calls) {
    ((ScheduledPollConsumer) camel.getRoute("topic-watch").getConsumer()).run();
    sandbox().awaitCalls(calls, Duration.ofSeconds(10));
  }

  /** Of the reminders, each by its last word. */
  List<String> marks() throws SQLException {
    return column(
            "select messageid from camel_messageprocessed where processorname = 'topic-watch'")
        .stream()
        .map(id -> id.replaceFirst(".* ", ""))
        .filter(word -> word.matches("done|started"))
        .sorted()
        .toList();
  }

  static LocalDateTime minutesAgo(int minutes) {
    return LocalDateTime.now(ZoneOffset.UTC).minusMinutes(minutes).withNano(0);
  }
}
