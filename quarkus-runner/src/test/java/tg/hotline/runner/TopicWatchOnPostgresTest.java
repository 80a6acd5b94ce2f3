package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class TopicWatchOnPostgresTest extends TopicWatchTest {

  @Test
  void aClaimWhoseAnswerIsLostIsSentOnce() throws Exception {
    sandbox().customerWrites(Seed.ANSWERED_USER_ID, "Hello?", minutesAgo(40));
    new PostgresTrouble(config)
        .loseTheAnswerTo(
            "insert into topic_reminder",
            () -> {
              tick(1);
              return null;
            });

    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
    assertThat(texts()).hasSize(1);
  }
}
