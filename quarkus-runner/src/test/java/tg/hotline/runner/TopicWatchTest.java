package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.SchedulerException;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class TopicWatchTest extends SandboxTest {

  /** The sandbox's first connection leads so many topics, and each tick looks at all. */
  private static final int TOPICS = 4;

  @Inject CamelContext camel;

  @BeforeEach
  void forgetReminders() throws SQLException {
    execute("delete from topic_reminder");
    // The seed's one waiting customer has an answer, so that each test says who waits.
    sandbox().operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "Here", minutesAgo(60));
  }

  @Test
  void whoWaitsLongIsRemindedOfOncePerWait() throws Exception {
    LocalDateTime firstWait = minutesAgo(40);
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", firstWait);
    tick(TOPICS + 1);
    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
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
  void aShortWaitIsNoMatter() throws SchedulerException {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(14));
    tick(TOPICS);
    assertThat(texts()).isEmpty();
  }

  @Test
  void aChatIsReportedInTheLog() throws SchedulerException {
    try (LogLines log = LogLines.of("topic-watch")) {
      tick(TOPICS);
      assertThat(log.lines()).singleElement().asString().contains("/5344", "Somebiz Proposal Chat");
    }
  }

  @Test
  void oneTopicsFailureDoesNotStopTheOthers() throws SchedulerException {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox().answerNext(2, Answer.raw(200, "application/json", "")); // the first topic's
    tick(TOPICS + 2);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void aReminderThatWasNotSentIsTriedAtTheNextTick() throws SchedulerException {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox().answerNext(3, Answer.usual());
    sandbox().answerNext(2, Answer.status(429)); // the reminder and its repetition
    tick(TOPICS + 2);
    assertThat(texts()).isEmpty();

    tick(2 * TOPICS + 3);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void aReminderThatMayHaveArrivedIsNotRepeated() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    sandbox().answerNext(3, Answer.usual());
    sandbox().answerNext(Answer.cutAfterEffect());
    tick(TOPICS + 1);
    tick(2 * TOPICS + 1);
    assertThat(texts()).hasSize(1);
    assertThat(outcomes()).containsExactly("UNKNOWN");
  }

  @Test
  void aReminderThatACrashCutShortIsHeld() throws Exception {
    LocalDateTime since = minutesAgo(40);
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", since);
    camel.getRouteController().stopRoute("topic-watch");
    execute(
        "insert into topic_reminder (topic_link, last_date, outcome) values"
            + " ('https://t.me/c/%s/%d', timestamp '%s', 'SENDING')"
                .formatted(
                    Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID, since.toString().replace('T', ' ')));
    camel.getRouteController().stopRoute("topic-watch-recover");
    camel.getRouteController().startRoute("topic-watch-recover");

    await().atMost(SOON).until(() -> outcomes().equals(List.of("UNKNOWN")));
    await()
        .atMost(SOON)
        .until(() -> camel.getRouteController().getRouteStatus("topic-watch").isStarted());
    tick(TOPICS);
    assertThat(texts()).isEmpty();
  }

  /**
   * Lets the clock strike, and waits until Hotline has been called so often since the test began.
   */
  void tick(int calls) throws SchedulerException {
    QuartzEndpoint endpoint = (QuartzEndpoint) camel.getRoute("topic-watch").getEndpoint();
    camel
        .getComponent("quartz", QuartzComponent.class)
        .getScheduler()
        .triggerJob(
            org.quartz.JobKey.jobKey(
                endpoint.getTriggerKey().getName(), endpoint.getTriggerKey().getGroup()));
    sandbox().awaitCalls(calls, Duration.ofSeconds(10));
  }

  List<String> outcomes() throws SQLException {
    return column("select outcome from topic_reminder");
  }

  static LocalDateTime minutesAgo(int minutes) {
    return LocalDateTime.now(ZoneOffset.UTC).minusMinutes(minutes).withNano(0);
  }
}
