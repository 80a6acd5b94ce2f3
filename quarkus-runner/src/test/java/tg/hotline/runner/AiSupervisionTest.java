package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class AiSupervisionTest extends BotTest {

  private static final String PRICE = "The basic plan costs 10 euros a month.";
  private static final String TRIAL = "You can try everything for 30 days";
  private static final String CALLED = "I have called a colleague";

  AiSupervisionTest() {
    super("ai-supervision", Seed.SALES_INSTANCE);
  }

  /** No dialog is left for the timer to look at, whose calls others would count. */
  @BeforeEach
  @AfterEach
  void forgetDialogs() throws Exception {
    camel.getRouteController().stopRoute("ai-watch");
    execute("delete from ai_dialog");
    camel.getRouteController().startRoute("ai-watch");
  }

  @Test
  void theBotIsSilentWhileOperatorsHaveTheDialog() throws Exception {
    writes("What is the price?");
    awaitBot(PRICE);
    Message introduced = sandbox().awaitMessages(1, SOON).get(0);
    assertThat(introduced.text()).startsWith("A bot serves this customer.");
    assertThat(introduced.instanceName()).isEqualTo(Seed.SALES_INSTANCE_NAME);

    operator("Hello, let me add to that");
    awaitOperators(true);
    writesInSilence("And the trial?");
    assertThat(said()).containsExactly(PRICE);

    operator("/close");
    awaitOperators(false);
    writes("And the trial?");
    awaitBot(TRIAL);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void whenItIsUnsureItCallsAnOperatorAndSaysSo() throws Exception {
    writes("When will you deliver to Mars?");
    awaitBot(CALLED);
    assertThat(texts())
        .hasSize(2)
        .last()
        .isEqualTo("The bot is unsure, please answer: When will you deliver to Mars?");
    assertThat(operators()).isEqualTo("TRUE");

    writesInSilence("What is the price?"); // which it would know
    assertThat(said()).hasSize(1);

    operator("Never");
    operator("/close");
    awaitOperators(false);
    writes("What is the price?");
    awaitBot(PRICE);
  }

  @Test
  void anAnswerThatTheTimerHasNotSeenIsSeenWithTheMessage() throws Exception {
    writes("/start");
    awaitBot("Hello! I am a bot.");
    camel.getRouteController().stopRoute("ai-watch");
    // As where the bot hears of the message before the topic does.
    sandbox().answerNext(1, AiSupervisionTest::isLook, Answer.changed(AiSupervisionTest::answered));
    writesInSilence("What is the price?");
    assertThat(said()).hasSize(1);
  }

  @Test
  void aMessageToldAgainAfterAKillReachesTheOperatorsOnce() throws Exception {
    sandbox().answerNext(1, AiSupervisionTest::isSend, Answer.usual()); // the introduction
    sandbox().answerNext(1, AiSupervisionTest::isSend, Answer.delayed(Duration.ofSeconds(1)));
    writes("Why?");
    sandbox().awaitMessages(1, SOON);
    await()
        .atMost(SOON)
        .until(() -> sandbox().calls().stream().filter(AiSupervisionTest::isSend).count() == 2);
    camel.getRouteController().stopRoute("ai-supervision");
    sandbox().awaitMessages(2, SOON);
    execute("delete from ai_dialog"); // as if killed before the row was written
    startLikeAfterAKill();
    await().atMost(SOON).until(() -> said().size() == 2);
    assertThat(said()).allMatch(text -> text.contains(CALLED));
    assertThat(texts()).hasSize(2);
  }

  @Test
  void theCustomerHearsThatNoOperatorCanBeCalled() throws Exception {
    writes("/start");
    awaitBot("Hello!");
    sandbox().answerNext(2, AiSupervisionTest::isSend, Answer.status(429));
    writes("Why?");
    awaitBot("cannot call a colleague now");
    assertThat(operators()).isEqualTo("FALSE");
    writes("What is the price?");
    awaitBot(PRICE);
    sandbox().answerNext(1, AiSupervisionTest::isSend, Answer.cutAfterEffect());
    writes("Why?");
    awaitBot("perhaps a colleague knows, perhaps not");
    assertThat(texts()).hasSize(2);
  }

  @Test
  void whileHotlineIsAwayTheBotServesOnAndIntroducesItselfLater() {
    sandbox().answerNext(2, Answer.status(429)); // the introduction and its repetition
    writes("What is the price?");
    awaitBot(PRICE);
    assertThat(texts()).isEmpty();
    writes("And the trial?");
    awaitBot(TRIAL);
    assertThat(texts()).singleElement().asString().startsWith("A bot serves this customer.");
  }

  @Test
  void whoHasTheDialogIsAsBeforeWhileNobodyCanLook() throws Exception {
    writes("Why?");
    awaitBot(CALLED);
    sandbox().answerWhen(AiSupervisionTest::isLook, Answer.status(403));
    int calls = sandbox().calls().size();
    writesInSilence("What is the price?");
    assertThat(sandbox().calls()).hasSizeGreaterThan(calls);
    assertThat(said()).hasSize(1);
    assertThat(operators()).isEqualTo("TRUE");
  }

  @Test
  void aTopicThatIsNoMoreIsAFirstContactAgain() throws Exception {
    execute(
        "insert into ai_dialog (user_id, topic_link, operators) values (%d, 'https://t.me/c/%s/999', true)"
            .formatted(customer.userId(), Seed.SALES_GROUP_ID));
    await().atMost(SOON).until(() -> column("select user_id from ai_dialog").isEmpty());
    writes("What is the price?");
    awaitBot(PRICE);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void theStepThatAnswersCanBeAnotherAsTheReadmeSays() throws Exception {
    Matcher step =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../examples/ai-supervision/README.md")));
    assertThat(step.find()).isTrue();
    Model routes = camel.getCamelContextExtension().getContextPlugin(Model.class);
    RouteDefinition before = routes.getRouteDefinition("ai-answer");
    camel.addComponent("langchain4j-chat", new LanguageModel());
    try {
      PluginHelper.getRoutesLoader(camel)
          .updateRoutes(
              ResourceHelper.fromString(
                  "model.camel.yaml",
                  """
                  - route:
                      id: ai-answer
                      from:
                        uri: direct:ai-answer
                        steps:
                  """
                      + step.group(1).indent(10)));
      writes("What is the price?");
      awaitBot("I think: What is the price?");
      writes("fail");
      awaitBot(CALLED);
      execute("update ai_dialog set operators = false");
      writes("UNSURE");
      await().atMost(SOON).until(() -> said().size() == 3);
      assertThat(said()).last().asString().contains(CALLED);
    } finally {
      camel.removeComponent("langchain4j-chat");
      routes.addRouteDefinition(before);
    }
  }

  /** Has no opinion of its own. */
  private static final class LanguageModel extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> options) {
      options.clear();
      return new ProcessorEndpoint(
          uri,
          this,
          exchange -> {
            String question = exchange.getMessage().getBody(String.class);
            if (question.equals("fail")) {
              throw new IOException("The model is away");
            }
            exchange.getMessage().setBody("I think: " + question);
          });
    }
  }

  private static boolean isSend(Call call) {
    return call.userId() != null;
  }

  private static boolean isLook(Call call) {
    return "info_by_topic".equals(call.action());
  }

  private static Answer.Raw answered(Answer.Raw right) {
    return new Answer.Raw(
        right.status(),
        right.headers(),
        right.body().replace("user_answered", "support_answered"),
        right.chunked());
  }

  private void operator(String text) {
    Message first = sandbox().messages().get(0);
    sandbox().operatorWrites(first.groupId(), first.topicId(), text);
  }

  /** Until the bot has heard it, and said nothing. */
  private void writesInSilence(String text) {
    try (LogLines log = LogLines.of("ai-supervision")) {
      writes(text);
      await()
          .atMost(SOON)
          .until(() -> log.lines().stream().anyMatch(line -> line.contains("the bot is silent")));
    }
  }

  private void awaitOperators(boolean expected) {
    await().atMost(SOON).until(() -> operators().equals(expected ? "TRUE" : "FALSE"));
  }

  private String operators() throws SQLException {
    List<String> found = column("select operators from ai_dialog");
    return found.isEmpty() ? "none" : found.get(0);
  }

  private List<String> said() {
    return said(customer);
  }
}
