package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.ChatMessage;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Phase;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class BroadcastTest extends SandboxTest {

  private static final long NOBODY = 4711;

  @BeforeEach
  void empty() throws SQLException {
    execute("delete from broadcast_recipient");
    execute("delete from broadcast");
    execute("delete from customer_segment");
    segment("all", Seed.USER_ID, Seed.ANSWERED_USER_ID, Seed.CLOSED_USER_ID);
  }

  @AfterEach
  void leaveNothingToSend() throws SQLException {
    execute("update broadcast set paused = true");
  }

  @Test
  void everyOneOfTheSegmentGetsItOnceAndTheOperatorsTheResult() throws SQLException {
    try (LogLines log = LogLines.of("broadcast-progress")) {
      begin("all", "Closed on Monday", String.valueOf(Seed.USER_ID));

      awaitState("finished");
      assertThat(outcomes()).containsExactly("OK", "OK", "OK");
      for (long user : List.of(Seed.USER_ID, Seed.ANSWERED_USER_ID, Seed.CLOSED_USER_ID)) {
        assertThat(received(user)).containsExactly("Closed on Monday");
      }
      assertThat(sandbox().dialog(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID))
          .extracting(Message::author, Message::text)
          .endsWith(tuple(Message.Author.BOT, "Closed on Monday"));
      sandbox().awaitMessages(1, SOON);
      await().atMost(SOON).until(() -> column("select report from broadcast").contains("OK"));
      assertThat(texts().get(0))
          .matches(
              "Broadcast \\d+ to segment 'all', finished: 3 of 3 sent, 0 rejected, 0 unknown, 0 to go");
      assertThat(texts()).hasSize(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("3 of 3 sent"));
    }
  }

  @Test
  void progressCanBeAskedFor() throws SQLException {
    begin("all", "Hello", "null");
    awaitState("finished");

    RestAssured.get("/broadcasts")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("[0].state", is("finished"))
        .body("[0].sent", is(3))
        .body("[0].to_go", is(0));
  }

  @Test
  void whoDoesNotWantItIsMarkedAndTheOthersGetIt() throws SQLException {
    segment("all", NOBODY);
    sandbox().botSendsNext(1, refusal(400, "Bad Request: chat not found"));
    sandbox().botSendsNext(1, refusal(403, "Forbidden: bot was blocked by the user"));
    begin("all", "Hello", "null");

    awaitState("finished");
    assertThat(outcomes()).containsExactly("REJECTED", "REJECTED", "OK", "OK");
    assertThat(errors())
        .containsExactly("Bad Request: chat not found", "Forbidden: bot was blocked by the user");
  }

  @Test
  void allWaitAsLongAsTelegramAsks() throws SQLException {
    segment("some", Seed.USER_ID);
    sandbox().botSendsNext(1, Answers.botTooManyRequests(3600));
    begin("all", "Hello", "null");
    String asked =
        "select id from broadcast where not_before > current_timestamp + interval '3500' second";
    await().atMost(SOON).until(() -> !column(asked).isEmpty());

    begin("some", "More", "null"); // meanwhile
    await().atMost(SOON).until(() -> outcomes().size() == 4);
    awaitState("waiting", "waiting");
    awaitTwoPolls();
    assertThat(outcomes()).containsOnly("null");
    assertThat(errors()).containsExactly("Telegram asks to wait 3600 s");

    execute("update broadcast set not_before = current_timestamp"); // time passes
    awaitState("finished", "finished");
    assertThat(outcomes()).containsOnly("OK");
    assertThat(received(Seed.USER_ID)).containsExactlyInAnyOrder("Hello", "More");
    assertThat(received(Seed.ANSWERED_USER_ID)).containsExactly("Hello");
  }

  @Test
  void whoIsSentToAgainWaitsTooAfterItIsFinished() throws SQLException {
    begin("all", "Hello", "null");
    awaitState("finished");
    sandbox().botSendsNext(1, Answers.botTooManyRequests(3600));
    execute("update broadcast_recipient set outcome = null");
    await().atMost(SOON).until(() -> !errors().isEmpty());
    awaitTwoPolls();
    assertThat(outcomes()).containsOnly("null");
    assertThat(received(Seed.USER_ID)).hasSize(1);
  }

  @Test
  void whatMayHaveArrivedIsHeld() throws SQLException {
    sandbox().botSendsNext(1, Answer.raw(503, "text/html", "<html>"));
    sandbox().botSendsNext(1, Answer.raw(200, "application/json", "{\"ok\":"));
    begin("all", "Hello", "null");

    awaitState("finished");
    assertThat(outcomes()).containsExactly("UNKNOWN", "UNKNOWN", "OK");
    assertThat(column("select user_id from broadcast_recipient where outcome = 'OK'"))
        .singleElement()
        .satisfies(user -> assertThat(received(Long.parseLong(user))).containsExactly("Hello"));
    assertThat(errors()).allMatch(error -> error.contains("does not say whether it was sent"));
  }

  @Test
  void whileTelegramCannotBeReachedNothingIsLost() throws SQLException {
    sandbox().phase(Phase.STOPPED);
    begin("all", "Hello", "null");
    String refused = "select user_id from broadcast_recipient where last_error like '%be reached%'";
    await().atMost(SOON).until(() -> !column(refused).isEmpty());
    long first = Long.parseLong(column(refused).get(0));
    assertThat(outcome(first)).isEqualTo("null");

    sandbox().phase(Phase.RUNNING);
    awaitState("finished");
    assertThat(outcome(first)).isEqualTo("OK");
    assertThat(received(first)).containsExactly("Hello");
    // A call on a connection of before may have been held, see whatMayHaveArrivedIsHeld.
    assertThat(outcomes()).doesNotContain("null", "REJECTED");
  }

  @Test
  void aTokenThatTelegramDoesNotKnowRejectsNobody() throws SQLException {
    sandbox().botSendsNext(1, refusal(401, "Unauthorized"));
    try (LogLines log = LogLines.of("")) {
      begin("all", "Hello", "null");

      awaitState("finished");
      assertThat(outcomes()).containsExactly("OK", "OK", "OK");
      assertThat(log.lines())
          .anyMatch(line -> line.contains("hotline.broadcast.token"))
          .noneMatch(line -> line.contains(Seed.BOT_TOKEN));
      assertThat(camel.getEndpoints())
          .noneMatch(endpoint -> endpoint.getEndpointUri().contains(Seed.BOT_TOKEN));
    }
  }

  @Test
  void whatACrashLeftBehindIsReportedAndTheRestIsSent() throws Exception {
    stopRecovered("broadcast");
    begin("all", "Hello", "null");
    await().atMost(SOON).until(() -> outcomes().size() == 3);
    execute(
        "update broadcast_recipient set outcome = 'OK' where user_id = " + Seed.ANSWERED_USER_ID);
    execute("update broadcast_recipient set outcome = 'SENDING' where user_id = " + Seed.USER_ID);

    try (LogLines log = LogLines.of("broadcast-recover")) {
      // As at the next start.
      camel.getRouteController().stopRoute("broadcast-recover");
      camel.getRouteController().startRoute("broadcast-recover");
      awaitState("finished");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("customer " + Seed.USER_ID, "held as UNKNOWN");
    }
    assertThat(outcomes()).containsExactly("OK", "UNKNOWN", "OK");
    assertThat(received(Seed.USER_ID)).isEmpty();
    assertThat(received(Seed.ANSWERED_USER_ID)).isEmpty();
    assertThat(received(Seed.CLOSED_USER_ID)).containsExactly("Hello");
  }

  @Test
  void aPausedOneWaitsAndWhoJoinsTheSegmentLaterDoesNotGetIt() throws Exception {
    stopRecovered("broadcast");
    begin("all", "Hello", "null");
    await().atMost(SOON).until(() -> outcomes().size() == 3);
    execute("update broadcast set paused = true");
    segment("all", NOBODY);
    segment("other", Seed.USER_ID);
    camel.getRouteController().startRoute("broadcast");
    begin("other", "Another", "null");

    awaitState("paused", "finished");
    assertThat(received(Seed.USER_ID)).containsExactly("Another");
    execute("update broadcast set paused = false");
    awaitState("finished", "finished");
    assertThat(received(Seed.USER_ID)).containsExactly("Another", "Hello");
    assertThat(outcomes()).hasSize(4).containsOnly("OK");
  }

  @Test
  void noMoreThanTheRateGoOutInASecond() throws Exception {
    int rate = config.getValue("hotline.broadcast.rate", Integer.class);
    segment("many", LongStream.rangeClosed(1, rate + 1).toArray());
    long begun = System.nanoTime();
    begin("many", "Hello", "null");
    awaitState("finished");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(outcomes()).hasSize(rate + 1).containsOnly("REJECTED");
  }

  /** One may be under way; the other sees all that is there now. */
  private void awaitTwoPolls() {
    ScheduledPollConsumer poll = (ScheduledPollConsumer) camel.getRoute("broadcast").getConsumer();
    long before = poll.getCounter();
    await().atMost(SOON).until(() -> poll.getCounter() >= before + 2);
  }

  private static Answer.Raw refusal(int status, String description) {
    return Answer.raw(
        status,
        "application/json",
        "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\"}".formatted(status, description));
  }

  private void segment(String name, long... users) throws SQLException {
    for (long user : users) {
      execute("insert into customer_segment values ('%s', %d)".formatted(name, user));
    }
  }

  void begin(String segment, String message, String reportTo) throws SQLException {
    execute(
        "insert into broadcast (segment, message, report_to) values ('%s', '%s', %s)"
            .formatted(segment, message, reportTo));
  }

  private void awaitState(String... states) {
    await()
        .atMost(SOON)
        .until(
            () ->
                column("select state from broadcast_progress order by id").equals(List.of(states)));
  }

  List<String> outcomes() throws SQLException {
    return column("select outcome from broadcast_recipient order by broadcast_id, user_id");
  }

  private String outcome(long user) throws SQLException {
    return column("select outcome from broadcast_recipient where user_id = " + user).get(0);
  }

  private List<String> errors() throws SQLException {
    return column(
        "select last_error from broadcast_recipient where last_error is not null order by user_id");
  }

  /** What the bot has sent, by the customer's phone. */
  List<String> received(long user) {
    return sandbox().chat(Seed.INSTANCE, user).stream()
        .filter(message -> message.sender() == Sender.BOT)
        .map(ChatMessage::text)
        .toList();
  }
}
