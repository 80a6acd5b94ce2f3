package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class DatabaseTest extends SandboxTest {

  @BeforeEach
  void empty() throws SQLException {
    execute("delete from deal_event");
  }

  @Test
  void rowsAreSentInOrderAndMarked() throws SQLException {
    execute(
        """
        insert into deal_event (user_id, message) values
        (987654321, 'one'), (876543210, 'two'), (7654321098, 'three')""");

    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK", "OK", "OK")));
    assertThat(texts()).containsExactly("one", "two", "three");
    assertThat(
            column(
                "select message from deal_event"
                    + " where sent_at >= created_at and attempts = 1 and last_error is null"))
        .hasSize(3);
  }

  @Test
  void aRowIsClaimedWhileItsCallIsUnderWay() throws SQLException {
    sandbox().answerNext(Answer.delayed(Duration.ofSeconds(1)));
    execute("insert into deal_event (user_id, message) values (987654321, 'slow')");

    sandbox().awaitCall(call -> call.userId() != null, SOON);
    assertThat(outcomes()).containsExactly("SENDING");
    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
  }

  @Test
  void rowsThatAreMarkedAreLeftAlone() throws SQLException {
    execute(
        """
        insert into deal_event (user_id, message, outcome, sent_at) values
        (987654321, 'a', 'OK', current_timestamp), (987654321, 'b', 'UNKNOWN', null),
        (987654321, 'c', 'REJECTED', null), (987654321, 'd', null, current_timestamp)""");
    execute("insert into deal_event (user_id, message) values (987654321, 'e')");

    sandbox().awaitMessages(1, SOON);
    await()
        .atMost(SOON)
        .until(
            () ->
                column("select outcome from deal_event where message = 'e'").equals(List.of("OK")));
    assertThat(texts()).containsExactly("e");
  }

  @Test
  void refusedRowsAreHeldAndTheOthersGoOn() throws SQLException {
    execute(
        """
        insert into deal_event (user_id, message) values
        (4711, 'nobody'), (987654321, ' '), (987654321, 'good')""");

    await().atMost(SOON).until(() -> outcomes().equals(List.of("REJECTED", "REJECTED", "OK")));
    assertThat(column("select last_error from deal_event where message = 'nobody'").get(0))
        .contains("4711");
    assertThat(texts()).containsExactly("good");
  }

  @Test
  void whatMayHaveArrivedIsHeld() throws SQLException {
    sandbox().answerNext(Answer.cutAfterEffect());
    execute("insert into deal_event (user_id, message) values (987654321, 'perhaps')");

    await().atMost(SOON).until(() -> outcomes().equals(List.of("UNKNOWN")));
    assertThat(column("select last_error from deal_event where sent_at is null")).hasSize(1);
    assertThat(texts()).containsExactly("perhaps");
  }

  @Test
  void whatSurelyWasNotSentIsTriedAgainLater() throws SQLException {
    sandbox().answerNext(2, Answer.status(429)); // the call and its repetition
    execute("insert into deal_event (user_id, message) values (987654321, 'later')");

    await()
        .atMost(SOON)
        .until(
            () ->
                column(
                            "select last_error from deal_event where attempts = 1 and outcome is null and try_after > current_timestamp")
                        .size()
                    == 1);
    assertThat(texts()).isEmpty();
    execute("update deal_event set try_after = current_timestamp"); // time passes
    await().atMost(SOON).until(() -> outcomes().equals(List.of("OK")));
    assertThat(column("select message from deal_event where attempts = 2 and last_error is null"))
        .hasSize(1);
    assertThat(texts()).containsExactly("later");
  }

  @Test
  void aClaimThatACrashLeftBehindIsReportedAndHeld() throws Exception {
    stopRecovered("database");
    execute(
        """
        insert into deal_event (user_id, message, outcome, attempts) values
        (987654321, 'claimed', 'SENDING', 1), (987654321, 'waiting', null, 0)""");

    // As at the next start.
    camel.getRouteController().stopRoute("database-recover");
    camel.getRouteController().startRoute("database-recover");

    await().atMost(SOON).until(() -> outcomes().equals(List.of("UNKNOWN", "OK")));
    assertThat(column("select last_error from deal_event where message = 'claimed'").get(0))
        .contains("may or may not");
    assertThat(texts()).containsExactly("waiting");
  }

  @Test
  void thirtyTwoBitsAreNotEnough() throws SQLException {
    execute(
        "insert into deal_event (user_id, message) values (%d, 'wide')"
            .formatted(Seed.CLOSED_USER_ID));

    sandbox().awaitMessage(message -> message.text().equals("wide"), Duration.ofSeconds(10));
  }

  List<String> outcomes() throws SQLException {
    return column("select outcome from deal_event order by id");
  }
}
