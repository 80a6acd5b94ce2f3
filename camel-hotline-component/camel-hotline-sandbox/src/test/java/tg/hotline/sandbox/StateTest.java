package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.sandbox.Message.Author;

class StateTest {
  private static final LocalDateTime LATER = LocalDateTime.of(2026, 2, 3, 4, 5, 6, 789);

  private static final String OPENING = Seed.standard().openings().get(0).text();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void anOperatorsAnswerChangesStatusAndDate() throws Exception {
    hotline.operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "Hello", LATER);

    assertThat(caller.call(Caller.INFO).body())
        .contains(
            "\"topic_last_date\":\"2026-02-03 04:05:06\",\"topic_status\":\"support_answered\"");
  }

  @Test
  void aCustomersMessageChangesStatusAndDate() throws Exception {
    hotline.customerWrites(Seed.CLOSED_USER_ID, "Please CALL OPERATOR!", LATER);

    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.CLOSED_TOPIC_ID)).body())
        .contains("\"topic_last_date\":\"2026-02-03 04:05:06\",\"topic_status\":\"user_answered\"");
  }

  @ParameterizedTest
  @CsvSource({"/close, closed", "/hold, user_answered", "/wait, support_answered"})
  void anOperatorsCommandSetsTheStatusAndReachesNobody(String command, String status)
      throws Exception {
    hotline.changeTopic(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID, "another", LATER);
    int said = hotline.chat(Seed.INSTANCE, Seed.ANSWERED_USER_ID).size();

    hotline.operatorWrites(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID, command);

    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID)).body())
        .contains(
            "\"topic_last_date\":\"2026-02-03 04:05:06\",\"topic_status\":\"" + status + "\"");
    assertThat(hotline.chat(Seed.INSTANCE, Seed.ANSWERED_USER_ID)).hasSize(said);
  }

  @Test
  void anOperatorsCommentReachesNobodyAndChangesNothing() throws Exception {
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/ he is a friend");

    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID))
        .last()
        .extracting(Message::author, Message::text)
        .containsExactly(Author.COMMENT, "he is a friend");
    assertThat(hotline.chat(Seed.INSTANCE, Seed.USER_ID))
        .extracting(ChatMessage::text)
        .containsExactly(OPENING);
    assertThat(caller.call(Caller.INFO).body()).isEqualTo(RightAnswersTest.CUSTOMER);
  }

  @Test
  void whatIsNoCommandIsRefusedAndSaidToNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/invoice 7"))
        .withMessageStartingWith("Unknown command /invoice 7: /close, /hold and /wait are known");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, " "))
        .withMessage("The text is empty");
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID)).hasSize(1);
  }

  @Test
  void aTopicCanGetAStatusThatNobodyKnowsYet() throws Exception {
    hotline.changeTopic(Seed.GROUP_ID, Seed.CHAT_TOPIC_ID, "on_hold", LATER);

    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.CHAT_TOPIC_ID)).body())
        .contains("\"topic_last_date\":\"2026-02-03 04:05:06\",\"topic_status\":\"on_hold\"");
  }

  @Test
  void aDialogHoldsEverybodysMessagesButOnlyThoseOfTheApiCount() throws Exception {
    hotline.customerWrites(Seed.USER_ID, "Hello?", LATER);
    caller.call(Caller.send(Seed.USER_ID, "He is a new customer"));
    hotline.operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "Welcome", LATER);

    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID))
        .extracting(Message::author, Message::text)
        .containsExactly(
            tuple(Author.CUSTOMER, OPENING),
            tuple(Author.CUSTOMER, "Hello?"),
            tuple(Author.API, "He is a new customer"),
            tuple(Author.OPERATOR, "Welcome"));
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.CHAT_TOPIC_ID)).hasSize(2);
    assertThat(hotline.messages())
        .extracting(Message::text)
        .containsExactly("He is a new customer");
  }

  @Test
  void whatDoesNotExistCannotChange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.customerWrites(1, "hi", LATER))
        .withMessage("0 dialogs with user 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.operatorAnswers("9", 1, "hi", LATER))
        .withMessage("No topic 1 in group 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.changeTopic("9", 1, Dialog.CLOSED, LATER))
        .withMessage("No topic 1 in group 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.dialog("9", 1))
        .withMessage("No topic 1 in group 9");
  }

  @Test
  void aResetForgetsEverything() throws Exception {
    caller.call(Caller.send(Seed.USER_ID, "hi"));
    hotline.operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "Hello", LATER);
    hotline.accessToken("new");
    hotline.answerNext(5, Answer.status(503));

    hotline.reset();

    assertThat(hotline.messages()).isEmpty();
    assertThat(hotline.calls()).isEmpty();
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID))
        .extracting(Message::text)
        .containsExactly(OPENING);
    assertThat(caller.call(Caller.INFO).body()).isEqualTo(RightAnswersTest.CUSTOMER);
    assertThat(hotline.calls()).singleElement().extracting(Call::number).isEqualTo(1L);
  }

  @Test
  void aCallThatArrivedBeforeTheResetHasNoEffectAfterIt() throws Exception {
    hotline.answerNext(Answer.delayed(Duration.ofMillis(200)));
    CompletableFuture<HttpResponse<String>> early =
        caller.callAsync(Caller.send(Seed.USER_ID, "from the test before"));
    hotline.awaitCall(call -> true, Caller.PATIENCE);

    hotline.reset();

    assertThat(early.get().statusCode()).isEqualTo(200);
    assertThat(hotline.messages()).isEmpty();
    assertThat(hotline.calls()).isEmpty();
  }
}
