package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tg.hotline.sandbox.Answer;

@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class WithPostgresDatabaseTest extends DatabaseTest {

  private static final String INSERT =
      "insert into deal_event (user_id, message) values (987654321, '%s')";

  @Test
  void aClaimWhoseAnswerIsLostIsSentOnce() throws Exception {
    PostgresTrouble server = new PostgresTrouble(config);
    server.loseTheAnswerTo(
        "update deal_event",
        () -> {
          server.execute(INSERT.formatted("claimed"));
          return null;
        });

    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
    assertThat(texts()).containsExactly("claimed");
    assertThat(column("select attempts from deal_event")).containsExactly("1");
  }

  @Test
  void anOutcomeIsNotedOnceTheDatabaseCanBeWrittenAgain() throws Exception {
    PostgresTrouble server = new PostgresTrouble(config);
    sandbox().answerNext(Answer.delayed(Duration.ofSeconds(1)));
    execute(INSERT.formatted("during"));
    sandbox().awaitCall(call -> call.userId() != null, SOON);
    try (LogLines log = LogLines.of("")) {
      server.readOnly(true);
      await()
          .atMost(SOON)
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(line -> line.contains("in a read-only transaction")));
    } finally {
      server.readOnly(false);
    }

    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
    assertThat(texts()).containsExactly("during");
  }
}
