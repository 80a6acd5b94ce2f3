package tg.hotline.sandbox;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.telegram.model.EditMessageTextMessage;
import org.apache.camel.component.telegram.model.IncomingCallbackQuery;
import org.apache.camel.component.telegram.model.IncomingMessage;
import org.apache.camel.component.telegram.model.InlineKeyboardButton;
import org.apache.camel.component.telegram.model.InlineKeyboardMarkup;
import org.apache.camel.component.telegram.model.MessageResult;
import org.apache.camel.component.telegram.model.OutgoingCallbackQueryMessage;
import org.apache.camel.component.telegram.model.OutgoingMessage;
import org.apache.camel.component.telegram.model.OutgoingTextMessage;
import org.apache.camel.component.telegram.model.ReplyKeyboardMarkup;
import org.apache.camel.component.telegram.model.ReplyMarkup;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.ChatMessage.Sender;

/** What Hotline says of bots that run in parallel, lived with camel-telegram as their program. */
class ParallelBotTest {
  private static final AtomicLong USERS = new AtomicLong(4711);

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  /** What each bot's program was told, by the name of its connection. */
  private static final Map<String, BlockingQueue<Object>> TOLD =
      Map.of(
          Seed.INSTANCE_NAME, new LinkedBlockingQueue<>(),
          Seed.SALES_INSTANCE_NAME, new LinkedBlockingQueue<>(),
          Seed.ORDERS_INSTANCE_NAME, new LinkedBlockingQueue<>());

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
  private static final ProducerTemplate TEMPLATE = CAMEL.createProducerTemplate();

  private final HotlineSandbox hotline = HOTLINE.sandbox();

  /** Another one in each test: a bot may be told late what was written in the one before. */
  private final TelegramUser ann =
      new TelegramUser(USERS.incrementAndGet(), "Ann", "Lee", "ann_lee", "en");

  @BeforeAll
  static void startTheBots() throws Exception {
    CAMEL.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            TOLD.forEach(
                (name, told) ->
                    from(bot(name) + "&initialDelay=0&delay=1&timeout=10")
                        .routeId(name)
                        .process(exchange -> told.add(exchange.getMessage().getBody())));
          }
        });
    CAMEL.start();
  }

  @AfterAll
  static void stopTheBots() throws Exception {
    CAMEL.close();
  }

  @Test
  void aCustomersMessageReachesHotlineAndTheBot() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");

    IncomingMessage told = (IncomingMessage) told(Seed.SALES_INSTANCE_NAME);
    assertThat(told.getText()).isEqualTo("hello");
    assertThat(told.getChat().getId()).isEqualTo(String.valueOf(ann.userId()));
    assertThat(told.getFrom().getFirstName()).isEqualTo("Ann");
    assertThat(told.getFrom().getUsername()).isEqualTo("ann_lee");
    assertThat(told.getMessageId()).isEqualTo(1);
    assertThat(shown(Seed.SALES_GROUP_ID, 18)).containsExactly("CUSTOMER: hello");
    assertThat(status(Seed.SALES_GROUP_ID, 18)).isEqualTo(Dialog.USER_ANSWERED);
  }

  @Test
  void whatTheBotSendsReachesTheCustomerAndIsShownInTheTopicAsIntercepted() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");

    MessageResult result = send(Seed.SALES_INSTANCE_NAME, text("what can I do for you?"));

    assertThat(result.isOk()).isTrue();
    assertThat(result.getMessage().getText()).isEqualTo("what can I do for you?");
    assertThat(result.getMessage().getFrom().getUsername()).isEqualTo("sales_bot");
    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()))
        .extracting(ChatMessage::sender)
        .containsExactly(Sender.CUSTOMER, Sender.BOT);
    assertThat(shown(Seed.SALES_GROUP_ID, 18))
        .containsExactly("CUSTOMER: hello", "BOT: what can I do for you?");
    assertThat(status(Seed.SALES_GROUP_ID, 18)).isEqualTo(Dialog.USER_ANSWERED);
  }

  @Test
  void aPressOfAButtonReachesTheBotAlone() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");
    MessageResult asked =
        send(Seed.SALES_INSTANCE_NAME, text("Which?", inline(button("The first", "first"))));
    long messageId = asked.getMessage().getMessageId();
    assertThat(asked.getMessage().getReplyMarkup().getInlineKeyboard().get(0).get(0))
        .returns("The first", InlineKeyboardButton::getText)
        .returns("first", InlineKeyboardButton::getCallbackData);
    List<String> before = shown(Seed.SALES_GROUP_ID, 18);

    hotline.customerPresses(Seed.SALES_INSTANCE, ann.userId(), messageId, "first");

    told(Seed.SALES_INSTANCE_NAME);
    IncomingCallbackQuery told = (IncomingCallbackQuery) told(Seed.SALES_INSTANCE_NAME);
    assertThat(told.getData()).isEqualTo("first");
    assertThat(told.getFrom().getId()).isEqualTo(ann.userId());
    assertThat(told.getMessage().getMessageId()).isEqualTo(messageId);
    assertThat(told.getMessage().getText()).isEqualTo("Which?");
    assertThat(shown(Seed.SALES_GROUP_ID, 18)).isEqualTo(before);

    OutgoingCallbackQueryMessage answer = new OutgoingCallbackQueryMessage();
    answer.setCallbackQueryId(told.getId());
    answer.setText("A good choice");
    assertThat(send(Seed.SALES_INSTANCE_NAME, answer).isResult()).isTrue();
    assertThat(hotline.notice(Seed.SALES_INSTANCE, ann.userId())).hasValue("A good choice");
    assertThat(shown(Seed.SALES_GROUP_ID, 18)).isEqualTo(before);
  }

  @Test
  void whatOperatorsSendReachesTheCustomerButNotTheBot() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");
    hotline.operatorWrites(Seed.SALES_GROUP_ID, 18, "Good morning, this is Bob.");
    hotline.operatorWrites(Seed.SALES_GROUP_ID, 18, "/ a good customer");
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "thanks");

    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()))
        .extracting(message -> message.sender() + ": " + message.text())
        .containsExactly(
            "CUSTOMER: hello", "OPERATOR: Good morning, this is Bob.", "CUSTOMER: thanks");
    assertThat(toldUntil(Seed.SALES_INSTANCE_NAME, "thanks")).containsExactly("hello", "thanks");
  }

  @Test
  void keywordsHoldTheTopicBackAndAgainAfterItWasClosed() throws Exception {
    hotline.customerWrites(Seed.INSTANCE, ann, "hello");
    send(Seed.INSTANCE_NAME, text("Say \"call operator\" if you need one."));
    assertThat(new Caller(hotline).call(Caller.infoOf(Seed.GROUP_ID, 5347)).body())
        .contains("Unknown topic");

    hotline.customerWrites(Seed.INSTANCE, ann, "Please CALL Operator!");
    hotline.customerWrites(Seed.INSTANCE, ann, "my order is late");
    send(Seed.INSTANCE_NAME, text("I have called one."));
    List<String> open = shown(Seed.GROUP_ID, 5347);
    assertThat(open)
        .containsExactly(
            "CUSTOMER: Please CALL Operator!",
            "CUSTOMER: my order is late",
            "BOT: I have called one.");

    hotline.operatorWrites(Seed.GROUP_ID, 5347, "/close");
    hotline.customerWrites(Seed.INSTANCE, ann, "one thing more");
    send(Seed.INSTANCE_NAME, text("Yes?"));
    assertThat(shown(Seed.GROUP_ID, 5347))
        .hasSize(open.size() + 1)
        .last()
        .isEqualTo("COMMAND: /close");
    assertThat(status(Seed.GROUP_ID, 5347)).isEqualTo(Dialog.CLOSED);

    hotline.customerWrites(Seed.INSTANCE, ann, "call operator");
    assertThat(shown(Seed.GROUP_ID, 5347)).last().isEqualTo("CUSTOMER: call operator");
    assertThat(status(Seed.GROUP_ID, 5347)).isEqualTo(Dialog.USER_ANSWERED);
    assertThat(toldUntil(Seed.INSTANCE_NAME, "call operator"))
        .containsExactly(
            "hello",
            "Please CALL Operator!",
            "my order is late",
            "one thing more",
            "call operator");
  }

  @Test
  void hotlineGreetsOnFirstContactAndAfterClosing() throws Exception {
    hotline.customerWrites(Seed.ORDERS_INSTANCE, ann, "hello");
    hotline.customerWrites(Seed.ORDERS_INSTANCE, ann, "anyone?");
    hotline.operatorWrites(Seed.ORDERS_GROUP_ID, 9, "/close");
    hotline.customerWrites(Seed.ORDERS_INSTANCE, ann, "again");

    assertThat(hotline.chat(Seed.ORDERS_INSTANCE, ann.userId()))
        .extracting(ChatMessage::text)
        .containsExactly("hello", Seed.ORDERS_WELCOME, "anyone?", "again", Seed.ORDERS_WELCOME);
    assertThat(shown(Seed.ORDERS_GROUP_ID, 9))
        .containsExactly(
            "CUSTOMER: hello",
            "HOTLINE: " + Seed.ORDERS_WELCOME,
            "CUSTOMER: anyone?",
            "COMMAND: /close",
            "CUSTOMER: again",
            "HOTLINE: " + Seed.ORDERS_WELCOME);
    assertThat(toldUntil(Seed.ORDERS_INSTANCE_NAME, "again"))
        .containsExactly("hello", "anyone?", "again");
  }

  @Test
  void hotlineDoesNotGreetWhereItIsOff() {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");
    hotline.operatorWrites(Seed.SALES_GROUP_ID, 18, "/close");
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "again");

    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()))
        .extracting(ChatMessage::text)
        .containsExactly("hello", "again");
  }

  @Test
  void aReplyKeyboardComesInPlaceOfTheCustomersAndWritesItsTexts() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "/start");
    ReplyKeyboardMarkup keyboard =
        ReplyKeyboardMarkup.builder()
            .keyboard()
            .addRow(
                List.of(
                    InlineKeyboardButton.builder().text("Yes").build(),
                    InlineKeyboardButton.builder().text("No").build()))
            .close()
            .oneTimeKeyboard(true)
            .build();

    send(Seed.SALES_INSTANCE_NAME, text("Shall I?", keyboard));
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "Yes");

    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()).get(1).keyboard())
        .isEqualTo(new Keyboard.Reply(List.of(List.of("Yes", "No")), true));
    assertThat(toldUntil(Seed.SALES_INSTANCE_NAME, "Yes")).containsExactly("/start", "Yes");
    assertThat(shown(Seed.SALES_GROUP_ID, 18))
        .containsExactly("CUSTOMER: /start", "BOT: Shall I?", "CUSTOMER: Yes");
  }

  @Test
  void theBotTakesTheReplyKeyboardAway() {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "/start");

    send(
        Seed.SALES_INSTANCE_NAME,
        text("Bye.", ReplyKeyboardMarkup.builder().removeKeyboard(true).build()));

    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()).get(1).keyboard())
        .isEqualTo(new Keyboard.Remove());
  }

  @Test
  void theBotChangesItsMessage() {
    hotline.customerWrites(Seed.SALES_INSTANCE, ann, "hello");
    int messageId =
        send(Seed.SALES_INSTANCE_NAME, text("Which?", inline(button("The first", "first"))))
            .getMessage()
            .getMessageId()
            .intValue();

    MessageResult result =
        send(
            Seed.SALES_INSTANCE_NAME,
            EditMessageTextMessage.builder().messageId(messageId).text("The first it is.").build());

    assertThat(result.getMessage().getText()).isEqualTo("The first it is.");
    assertThat(hotline.chat(Seed.SALES_INSTANCE, ann.userId()).get(1))
        .returns("The first it is.", ChatMessage::text)
        .returns(null, ChatMessage::keyboard)
        .returns(true, ChatMessage::edited);
    assertThat(shown(Seed.SALES_GROUP_ID, 18))
        .containsExactly("CUSTOMER: hello", "BOT: Which?", "BOT: The first it is.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> hotline.customerPresses(Seed.SALES_INSTANCE, ann.userId(), messageId, "first"))
        .withMessageContaining("No button with the data first");
  }

  @Test
  void aRestartedBotIsToldWhatItDidNotConfirmAndNothingTwiceAfterwards() throws Exception {
    CAMEL.getRouteController().stopRoute(Seed.SALES_INSTANCE_NAME);
    try {
      hotline.customerWrites(Seed.SALES_INSTANCE, ann, "one");
      hotline.customerWrites(Seed.SALES_INSTANCE, ann, "two");

      // It polls once, and confirms nothing.
      assertThat(toldAnew("&delay=600000", "two")).containsExactly("one", "two");
      // It confirms by asking for what comes next.
      hotline.customerWrites(Seed.SALES_INSTANCE, ann, "three");
      assertThat(toldAnew("&delay=1&limit=1", "three")).containsExactly("one", "two", "three");
      hotline.customerWrites(Seed.SALES_INSTANCE, ann, "four");
      assertThat(toldAnew("&delay=600000", "four")).doesNotContain("one", "two").endsWith("four");
    } finally {
      CAMEL.getRouteController().startRoute(Seed.SALES_INSTANCE_NAME);
    }
  }

  /** What another program of the sales bot is told, which is started and stopped here. */
  private List<String> toldAnew(String options, String last) throws Exception {
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(bot(Seed.SALES_INSTANCE_NAME) + "&initialDelay=0&timeout=10" + options)
                  .process(exchange -> told.add(exchange.getMessage().getBody()));
            }
          });
      context.start();
      return until(told, last);
    }
  }

  private static String bot(String name) {
    Connection bot =
        Seed.standard().connections().stream()
            .filter(connection -> connection.name().equals(name))
            .findFirst()
            .orElseThrow();
    return "telegram:bots?authorizationToken=%s&baseUri=%s"
        .formatted(bot.botToken(), HOTLINE.sandbox().botApiUrl());
  }

  private MessageResult send(String name, OutgoingMessage message) {
    message.setChatId(String.valueOf(ann.userId()));
    return TEMPLATE.requestBody(bot(name), message, MessageResult.class);
  }

  private static OutgoingTextMessage text(String text) {
    return OutgoingTextMessage.builder().text(text).build();
  }

  private static OutgoingTextMessage text(String text, ReplyMarkup markup) {
    return OutgoingTextMessage.builder().text(text).replyMarkup(markup).build();
  }

  private static InlineKeyboardMarkup inline(InlineKeyboardButton button) {
    return InlineKeyboardMarkup.builder().addRow(List.of(button)).build();
  }

  private static InlineKeyboardButton button(String text, String data) {
    return InlineKeyboardButton.builder().text(text).callbackData(data).build();
  }

  private Object told(String name) throws InterruptedException {
    return next(requireNonNull(TOLD.get(name)));
  }

  private List<String> toldUntil(String name, String last) throws InterruptedException {
    return until(requireNonNull(TOLD.get(name)), last);
  }

  private List<String> until(BlockingQueue<Object> told, String last) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.isEmpty() || !texts.get(texts.size() - 1).equals(last)) {
      texts.add(((IncomingMessage) next(told)).getText());
      assertThat(texts).as("told again and again").hasSizeLessThan(20);
    }
    return texts;
  }

  private Object next(BlockingQueue<Object> told) throws InterruptedException {
    long deadline = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (true) {
      Object next = told.poll(deadline - System.nanoTime(), NANOSECONDS);
      assertThat(next).as("the bot was told nothing more").isNotNull();
      IncomingMessage message =
          next instanceof IncomingCallbackQuery press ? press.getMessage() : (IncomingMessage) next;
      if (message.getChat().getId().equals(String.valueOf(ann.userId()))) {
        return next;
      }
    }
  }

  private List<String> shown(String groupId, long topicId) {
    return hotline.dialog(groupId, topicId).stream()
        .map(message -> message.author() + ": " + message.text())
        .toList();
  }

  private String status(String groupId, long topicId) throws Exception {
    String info = new Caller(hotline).call(Caller.infoOf(groupId, topicId)).body();
    return Json.MAPPER.readTree(info).path("topic_status").asText();
  }
}
