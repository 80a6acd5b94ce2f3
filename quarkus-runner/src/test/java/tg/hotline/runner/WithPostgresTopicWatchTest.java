package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class WithPostgresTopicWatchTest extends TopicWatchTest {

  /**
   * Nobody knows who wrote the entry that is there then, so no reminder is sent, and that is told.
   */
  @Test
  void aReminderWhoseNoteIsInDoubtIsHeld() throws Exception {
    tick(TOPICS); // the others are noted
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    try (LogLines log = LogLines.of("topic-watch")) {
      new PostgresTrouble(config)
          .loseTheAnswerTo(
              "COMMIT",
              () -> {
                tick(2 * TOPICS);
                return null;
              });
      await()
          .atMost(SOON)
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(line -> line.contains("idempotentRepository failed")));
      tick(3 * TOPICS);
      awaitUnknown(log);
    }
    assertThat(texts()).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayDelaysTheReminder() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    PostgresTrouble server = new PostgresTrouble(config);
    try (LogLines log = LogLines.of("topic-watch")) {
      server.readOnly(true);
      tick(TOPICS);
      await()
          .atMost(SOON)
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(line -> line.contains("idempotentRepository failed")));
      assertThat(texts()).isEmpty();
    } finally {
      server.readOnly(false);
    }
    tick(2 * TOPICS + 1);
    assertThat(texts()).hasSize(1);
  }
}
