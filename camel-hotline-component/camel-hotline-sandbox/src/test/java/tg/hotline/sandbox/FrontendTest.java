package tg.hotline.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.ChatMessage.Sender;

/** Customers and bots at the desk, without HTTP. */
class FrontendTest {
  private static final TelegramUser ANN = TelegramUser.of(4711, "Ann");
  private static final LocalDateTime AT = LocalDateTime.of(2025, 10, 9, 12, 0);
  private static final Keyboard.Inline FIRST =
      new Keyboard.Inline(List.of(List.of(new Keyboard.Button("First", "first", null))));

  private final Hotline hotline = new Hotline(Seed.standard(), change -> {});
  private final Connection support = hotline.connected(Seed.INSTANCE);
  private final Connection sales = hotline.connected(Seed.SALES_INSTANCE);
  private final Connection orders = hotline.connected(Seed.ORDERS_INSTANCE);

  @Test
  void aCustomerOfTwoBotsHasTwoChatsAndTwoTopics() throws Exception {
    hotline.customerWrites(sales, ANN, "to sales", AT);
    hotline.customerWrites(orders, ANN, "to orders", AT);
    hotline.botSends(sales, ANN.userId(), "from sales", null);

    assertThat(texts(sales)).containsExactly("to sales", "from sales");
    assertThat(texts(orders)).containsExactly("to orders", Seed.ORDERS_WELCOME);
    assertThat(updates(sales)).containsExactly("to sales");
    assertThat(updates(orders)).containsExactly("to orders");
    assertThat(updates(support)).isEmpty();
    assertThat(hotline.dialog(Seed.SALES_GROUP_ID, 18)).hasSize(2);
    assertThat(hotline.dialog(Seed.ORDERS_GROUP_ID, 9)).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.customerWrites(ANN.userId(), "to whom?", AT))
        .withMessage("2 dialogs with user 4711");
  }

  @Test
  void aBotDoesNotReachAnotherBotsCustomer() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> hotline.botSends(sales, Seed.USER_ID, "hello", null))
        .withMessage("Bad Request: chat not found");
  }

  @Test
  void aButtonOfAnEditedMessageIsTheNewOne() throws Exception {
    hotline.customerWrites(sales, ANN, "hello", AT);
    long asked = hotline.botSends(sales, ANN.userId(), "Which?", FIRST).messageId();
    hotline.botEdits(
        sales,
        ANN.userId(),
        asked,
        "And now?",
        new Keyboard.Inline(List.of(List.of(new Keyboard.Button("Second", "second", null)))));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.customerPresses(sales, ANN.userId(), asked, "first"));
    hotline.customerPresses(sales, ANN.userId(), asked, "second");

    assertThat(updates(sales)).containsExactly("hello", "second on And now?");
  }

  @Test
  void aBotAnswersThePressesOfItsOwnCustomersAndEachOnce() throws Exception {
    hotline.customerWrites(sales, ANN, "hello", AT);
    long asked = hotline.botSends(sales, ANN.userId(), "Which?", FIRST).messageId();
    hotline.customerPresses(sales, ANN.userId(), asked, "first");
    String query = ((Update.Pressed) Updates.pending(hotline.session(sales)).get(1)).queryId();

    for (Connection other : List.of(orders, support)) {
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> hotline.botAnswers(other, query, "not mine"))
          .withMessageStartingWith("Bad Request: query is too old");
    }
    hotline.botAnswers(sales, query, "thank you");
    assertThat(hotline.chat(sales.instance(), ANN.userId()).orElseThrow().notice())
        .isEqualTo("thank you");
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> hotline.botAnswers(sales, query, "again"));
  }

  @Test
  void aBotChangesItsOwnMessagesOnlyAndNeverToTheSame() throws Exception {
    hotline.customerWrites(sales, ANN, "hello", AT);
    hotline.operatorAnswers(Seed.SALES_GROUP_ID, 18, "Good morning", AT);
    long asked = hotline.botSends(sales, ANN.userId(), "Which?", FIRST).messageId();

    refuses("message can't be edited", 1, "Which?");
    refuses("message can't be edited", 2, "Which?");
    refuses("message to edit not found", asked + 1, "Which?");
    refuses("message is not modified: specified new message content", asked, "Which?");
  }

  private void refuses(String why, long messageId, String text) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> hotline.botEdits(sales, ANN.userId(), messageId, text, FIRST))
        .withMessageStartingWith("Bad Request: " + why);
  }

  @Test
  void aKeyboardForOneTimeGoesWhenOneOfItsButtonsIsPressed() throws Exception {
    hotline.customerWrites(sales, ANN, "hello", AT);
    Keyboard.Reply yes = new Keyboard.Reply(List.of(List.of("Yes")), true);
    hotline.botSends(sales, ANN.userId(), "Shall I?", yes);
    PrivateChat chat = hotline.chat(sales.instance(), ANN.userId()).orElseThrow();

    hotline.customerWrites(sales, ANN, "Why?", AT);
    assertThat(chat.keyboard()).isEqualTo(yes);
    hotline.customerWrites(sales, ANN, "Yes", AT);
    assertThat(chat.keyboard()).isNull();
  }

  @Test
  void anotherKeyboardStaysUntilItIsTakenAway() throws Exception {
    hotline.customerWrites(sales, ANN, "hello", AT);
    Keyboard.Reply yes = new Keyboard.Reply(List.of(List.of("Yes")), false);
    hotline.botSends(sales, ANN.userId(), "Shall I?", yes);
    PrivateChat chat = hotline.chat(sales.instance(), ANN.userId()).orElseThrow();

    hotline.customerWrites(sales, ANN, "Yes", AT);
    hotline.botSends(sales, ANN.userId(), "Done.", FIRST);
    assertThat(chat.keyboard()).isEqualTo(yes);
    hotline.botSends(sales, ANN.userId(), "Bye.", new Keyboard.Remove());
    assertThat(chat.keyboard()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Hotline.MAX_TEXT + 1})
  void whatNobodyCanWriteInTelegramIsNotWritten(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.customerWrites(sales, ANN, "x".repeat(length), AT))
        .withMessage("The text is empty or longer than 4096 UTF-16 units");
    assertThat(hotline.chat(sales.instance(), ANN.userId())).isEmpty();
  }

  @Test
  void nothingIsLostWhenAllWriteAtOnce() throws Exception {
    int each = 200;
    List<Connection> bots = List.of(sales, orders);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Connection bot = bots.get(i % 2);
        TelegramUser user = TelegramUser.of(100 + i, "User " + i);
        hotline.customerWrites(bot, user, "first", AT);
        writers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    hotline.customerWrites(bot, user, "message " + n, AT);
                  }
                  return null;
                }));
        writers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    hotline.botSends(bot, user.userId(), "answer " + n, null);
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get(20, SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    for (Connection bot : bots) {
      List<Long> ids = Updates.pending(hotline.session(bot)).stream().map(Update::id).toList();
      assertThat(ids)
          .containsExactlyElementsOf(
              LongStream.range(ids.get(0), ids.get(0) + 2L * (each + 1)).boxed().toList());
    }
    List<ChatMessage> chat = hotline.chat(sales.instance(), 100).orElseThrow().messages().all();
    assertThat(chat).extracting(ChatMessage::messageId).isSorted().doesNotHaveDuplicates();
    assertThat(chat).filteredOn(message -> message.sender() == Sender.BOT).hasSize(each);
    assertThat(chat).filteredOn(message -> message.sender() == Sender.CUSTOMER).hasSize(each + 1);
  }

  private List<String> texts(Connection bot) {
    return hotline.chat(bot.instance(), ANN.userId()).orElseThrow().messages().all().stream()
        .map(ChatMessage::text)
        .toList();
  }

  private List<String> updates(Connection bot) {
    return Updates.pending(hotline.session(bot)).stream()
        .map(
            update ->
                update instanceof Update.Pressed pressed
                    ? pressed.data() + " on " + pressed.message().text()
                    : ((Update.Written) update).message().text())
        .toList();
  }
}
