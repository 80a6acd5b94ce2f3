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

class StateTest {
  private static final LocalDateTime LATER = LocalDateTime.of(2026, 2, 3, 4, 5, 6, 789);

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
    hotline.customerWrites(Seed.CLOSED_USER_ID, "Hello?", LATER);

    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.CLOSED_TOPIC_ID)).body())
        .contains("\"topic_last_date\":\"2026-02-03 04:05:06\",\"topic_status\":\"user_answered\"");
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
        .extracting(Message::number, Message::author, Message::text)
        .containsExactly(
            tuple(1L, Message.Author.CUSTOMER, "Hello?"),
            tuple(2L, Message.Author.API, "He is a new customer"),
            tuple(3L, Message.Author.OPERATOR, "Welcome"));
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.CHAT_TOPIC_ID)).isEmpty();
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
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID)).isEmpty();
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
