package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.ChatMessage;
import tg.hotline.sandbox.Keyboard;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;
import tg.hotline.sandbox.TelegramUser;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class ParallelBotTest extends BotTest {

  private static final String CALLED = "The operators know what you did so far.";

  ParallelBotTest() {
    super("parallel-bot", Seed.INSTANCE);
  }

  @Test
  void theOperatorsHearWhatTheCustomerDidBefore() {
    writes("/start");
    ChatMessage welcome = awaitBot("Welcome!");
    assertThat(welcome.keyboard())
        .isEqualTo(new Keyboard.Reply(List.of(List.of("Call operator")), false));
    ChatMessage menu = awaitBot("What would you like to know?");
    assertThat(menu.keyboard()).isInstanceOf(Keyboard.Inline.class);
    sandbox().customerPresses(Seed.INSTANCE, customer.userId(), menu.messageId(), "Opening hours");
    awaitBot("We are open from Monday to Friday");
    sandbox().customerPresses(Seed.INSTANCE, customer.userId(), menu.messageId(), "My order");
    awaitBot("Your order 1042 is on its way");
    writes("What about the blue one?");
    awaitBot("I know buttons only");
    assertThat(sandbox().calls()).as("what the operators need not know").isEmpty();

    writes("Call operator");
    awaitBot(CALLED);
    assertThat(texts())
        .containsExactly(
            """
            The customer calls an operator, and did before:
            - wrote: /start
            - pressed the button Opening hours
            - pressed the button My order
            - wrote: What about the blue one?
            - wrote: Call operator""");
    Message told = sandbox().messages().get(0);
    assertThat(told.userId()).isEqualTo(customer.userId());
    assertThat(told.topicTitle()).isEqualTo("Nina New");
  }

  @Test
  void theBotDoesNotTalkIntoTheOperatorsDialog() {
    writes("/start");
    writes("Call operator");
    awaitBot(CALLED);
    Message told = sandbox().messages().get(0);
    sandbox().operatorWrites(told.groupId(), told.topicId(), "Hello, this is Ann");
    writes("Hello Ann");
    writes("/start");
    await().atMost(SOON).until(() -> said(customer).size() == 5);
    assertThat(said(customer)).noneMatch(text -> text.startsWith("I know buttons only"));
  }

  @Test
  void theBotServesAgainWhenTheOperatorsHaveClosedTheTopic() {
    writes("Call operator");
    awaitBot(CALLED);
    Message told = sandbox().messages().get(0);
    sandbox().operatorWrites(told.groupId(), told.topicId(), "/close");
    writes("Is anybody here?");
    awaitBot("I know buttons only");
  }

  @Test
  void aCallToldAgainAfterAKillReachesTheOperatorsOnce() throws Exception {
    sandbox().answerNext(Answer.delayed(Duration.ofSeconds(1)));
    writes("call operator, please");
    sandbox().awaitCall(call -> call.outcome() == Call.Outcome.PENDING, SOON);
    camel.getRouteController().stopRoute("parallel-bot"); // before Telegram hears that it is done
    sandbox().awaitMessages(1, SOON);
    startLikeAfterAKill();

    await().atMost(SOON).until(() -> said(customer).equals(List.of(called(), called())));
    assertThat(sandbox().calls()).hasSize(1);
  }

  private static String called() {
    return CALLED + " One of them will answer you here.";
  }

  @Test
  void aTopicThatIsNotOpenYetIsWaitedFor() {
    sandbox().answerNext(2, REFUSED);
    writes("Call operator");
    awaitBot(CALLED);
    assertThat(texts()).hasSize(1);
    assertThat(sandbox().calls()).hasSize(3);
  }

  @Test
  void theCustomerHearsThatTheOperatorsRefuse() {
    sandbox().answerNext(4, REFUSED);
    writes("Call operator");
    awaitBot("No operator can be called for you here.");
    assertThat(texts()).isEmpty();
    writes("Call operator");
    awaitBot(CALLED);
  }

  @Test
  void theCustomerHearsThatTheOperatorsCannotBeTold() {
    sandbox().answerNext(2, Answer.status(429)); // the call and its repetition
    writes("Call operator");
    awaitBot("The operators cannot be told now.");
    assertThat(texts()).isEmpty();
    writes("Call operator");
    awaitBot(CALLED);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void whatMayHaveArrivedIsNotRepeatedAndTheCustomerHearsSo() {
    sandbox().answerNext(Answer.cutAfterEffect());
    writes("Call operator");
    awaitBot("Perhaps the operators know what you did so far, perhaps not.");
    assertThat(texts()).hasSize(1);
    assertThat(sandbox().calls()).hasSize(1);
  }

  @Test
  void anAnswerThatTelegramDoesNotTakeIsInTheLogAndTheOperatorsAreTold() {
    sandbox().botSendsNext(1, Answers.botTooManyRequests(1));
    try (LogLines log = LogLines.of("parallel-bot")) {
      writes("Call operator");
      await().atMost(SOON).until(() -> !log.lines().isEmpty());
      assertThat(log.lines())
          .containsExactly("user " + customer.userId() + " was not answered: status 429");
    }
    assertThat(texts()).hasSize(1);
    writes("/start");
    awaitBot("Welcome!");
  }

  @Test
  void customersAreNotMixedUp() {
    TelegramUser other = TelegramUser.of(customer.userId() + 1_000_000, "Otto");
    writes("mine");
    writes(other, "his");
    awaitBot("I know buttons only");
    awaitBot(other, "I know buttons only");
    writes("Call operator");
    awaitBot(CALLED);
    assertThat(texts()).singleElement().asString().contains("mine").doesNotContain("his");
  }

  @Test
  void onlyTheLastStepsAreKept() {
    for (int step = 1; step <= 12; step++) {
      writes("step " + step + " " + "x".repeat(300));
    }
    writes("Call operator");
    awaitBot(CALLED);
    assertThat(texts().get(0))
        .contains("step 4 ", "step 12 ")
        .doesNotContain("step 3 ")
        .hasSizeLessThan(3000);
  }
}
