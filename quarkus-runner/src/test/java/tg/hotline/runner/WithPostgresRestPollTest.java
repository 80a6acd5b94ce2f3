package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class WithPostgresRestPollTest extends RestPollTest {

  @Test
  void aClaimWhoseAnswerIsLostIsSentOnce() throws Exception {
    try (OtherSystem other = new OtherSystem()) {
      new PostgresTrouble(config)
          .loseTheAnswerTo(
              "insert into polled_item",
              () -> {
                other.list("[{'id':'lost','user_id':987654321,'text':'claimed'}]");
                return null;
              });

      await().atMost(SOON).until(() -> outcome("lost").equals("OK"));
      other.awaitMorePolls(2);
      assertThat(texts()).containsExactly("claimed");
    }
  }

  @Test
  void aClaimThatAnotherCommitsInTheSameMomentIsSeen() throws Exception {
    try (OtherSystem other = polledAnew();
        LogLines log = LogLines.of("rest-poll");
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into polled_item (id, outcome) values ('both', 'SENDING')");
      other.list("[{'id':'both','user_id':987654321,'text':'both'}]");
      await()
          .atMost(SOON)
          .until(
              () ->
                  !column(
                          "select pid from pg_stat_activity where wait_event_type = 'Lock'"
                              + " and query like 'insert into polled_item%'")
                      .isEmpty());
      connection.commit();
      other.awaitMorePolls(2);
      assertThat(texts()).isEmpty();
      assertThat(log.lines()).isEmpty();
    }
  }

  /** With an empty list, and polled after the last poll of an earlier test, which may still log. */
  private OtherSystem polledAnew() throws Exception {
    OtherSystem other = new OtherSystem();
    other.awaitMorePolls(2);
    return other;
  }
}
