package tg.hotline.runner;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.telegram.TelegramConsumer;
import org.junit.jupiter.api.BeforeEach;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.ChatMessage;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.TelegramUser;

/** What the tests of bots have in common: one bot, that begins anew with its sandbox. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
abstract class BotTest extends SandboxTest {

  private static final AtomicLong LAST_USER = new AtomicLong(555_000_000);

  /** Another one in each test: the bots remember their customers. */
  final TelegramUser customer =
      new TelegramUser(LAST_USER.incrementAndGet(), "Nina", "New", null, "en");

  /** As the sandbox refuses; none of our credentials is wrong. */
  static final Answer REFUSED =
      Answer.raw(200, "application/json", "{\"result\":\"error\",\"message\":\"No dialog\"}");

  private final String route;
  private final String instance;

  BotTest(String route, String instance) {
    this.route = route;
    this.instance = instance;
  }

  @BeforeEach
  void beginAnew() throws Exception {
    camel.getRouteController().stopRoute(route);
    startLikeAfterAKill();
  }

  /** A bot that was killed knows no more what it has told Telegram to be dealt with. */
  void startLikeAfterAKill() throws Exception {
    Field offset = TelegramConsumer.class.getDeclaredField("offset");
    offset.setAccessible(true);
    offset.set(camel.getRoute(route).getConsumer(), null);
    camel.getRouteController().startRoute(route);
  }

  void writes(String text) {
    writes(customer, text);
  }

  void writes(TelegramUser user, String text) {
    sandbox().customerWrites(instance, user, text);
  }

  ChatMessage awaitBot(String text) {
    return awaitBot(customer, text);
  }

  ChatMessage awaitBot(TelegramUser user, String text) {
    return sandbox()
        .awaitChat(
            instance,
            user.userId(),
            message -> message.sender() == Sender.BOT && message.text().contains(text),
            SOON);
  }

  /** What the bot has said so far. */
  List<String> said(TelegramUser user) {
    return sandbox().chat(instance, user.userId()).stream()
        .filter(message -> message.sender() == Sender.BOT)
        .map(ChatMessage::text)
        .toList();
  }
}
