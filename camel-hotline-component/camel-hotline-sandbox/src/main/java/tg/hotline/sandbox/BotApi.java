package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tg.hotline.sandbox.Answer.Raw;

/**
 * Plays Telegram's Bot API, {@code /bot<token>/<method>}, as far as a bot needs it that talks in
 * texts and buttons. A poll that waits holds no thread. No answer shows a token.
 *
 * <p>Methods, parameters and objects are those of core.telegram.org/bots/api; a {@code parse_mode}
 * is taken, but the text is shown with its marks. What a wrong call gets is that of Telegram's own
 * server, tdlib/telegram-bot-api, as its source and its users' logs have it: {@code Unauthorized},
 * {@code Not Found: method not found}, {@code Conflict: terminated by other getUpdates request…},
 * {@code chat_id is empty}, {@code chat not found}, {@code message text is empty}, {@code message
 * is too long}, {@code message to edit not found}, {@code message can't be edited}, {@code message
 * is not modified…}, {@code message identifier is not specified}, {@code query is too old…}, and
 * those of {@link Keyboards}; also that a poll waits at most {@value #MAX_SECONDS} s and that
 * numbers out of range are moved into it. Assumed: {@code Unauthorized} for what is no token at
 * all, the answer to a body that cannot be read, {@code inline keyboard expected}, that 4096 counts
 * UTF-16 units, and that a press is answered once.
 */
final class BotApi {
  private static final System.Logger LOG = System.getLogger(BotApi.class.getName());
  private static final int MAX_UPDATES = 100;
  private static final int MAX_SECONDS = 50;

  private final Executor executor;
  private final ScheduledExecutorService timer;

  BotApi(Executor executor, ScheduledExecutorService timer) {
    this.executor = executor;
    this.timer = timer;
  }

  void handle(Exchange exchange, State state) throws IOException {
    try {
      BotCall call = BotCall.read(exchange);
      Optional<Connection> bot = state.hotline().bot(call.token());
      if (bot.isEmpty()) {
        exchange.send(BotJson.error(401, "Unauthorized"));
      } else if (call.method().equals("getupdates")) {
        getUpdates(exchange, state.hotline().session(bot.get()), bot.get(), call);
      } else {
        Optional<Raw> scripted =
            call.method().equals("sendmessage") ? state.botScript().next() : Optional.empty();
        exchange.send(
            scripted.isPresent() ? scripted.get() : answer(state.hotline(), bot.get(), call));
      }
    } catch (Refusal refusal) {
      exchange.send(BotJson.error(400, refusal.text()));
    }
  }

  private static Raw answer(Hotline hotline, Connection bot, BotCall call) throws Refusal {
    return switch (call.method()) {
      case "getme" -> BotJson.ok(BotJson.me(bot));
      case "sendmessage" -> BotJson.ok(sendMessage(hotline, bot, call));
      case "editmessagetext" -> BotJson.ok(editMessageText(hotline, bot, call));
      case "answercallbackquery" -> {
        hotline.botAnswers(bot, call.text("callback_query_id"), call.text("text"));
        yield BotJson.ok(BooleanNode.TRUE);
      }
      default ->
          BotJson.error(404, call.method().isEmpty() ? "Not Found" : "Not Found: method not found");
    };
  }

  private static JsonNode sendMessage(Hotline hotline, Connection bot, BotCall call)
      throws Refusal {
    Keyboard keyboard = Keyboards.read(call.text("reply_markup"));
    long userId = chatId(call);
    ChatMessage sent = hotline.botSends(bot, userId, checked(call.text("text")), keyboard);
    return BotJson.message(bot, hotline.user(bot, userId), sent);
  }

  private static JsonNode editMessageText(Hotline hotline, Connection bot, BotCall call)
      throws Refusal {
    Keyboard keyboard = Keyboards.read(call.text("reply_markup"));
    if (keyboard != null && !(keyboard instanceof Keyboard.Inline)) {
      throw new Refusal("Bad Request: inline keyboard expected");
    }
    long userId = chatId(call);
    Long messageId = call.number("message_id");
    if (messageId == null) {
      throw new Refusal("Bad Request: message identifier is not specified");
    }
    ChatMessage edited =
        hotline.botEdits(
            bot, userId, messageId, checked(call.text("text")), (Keyboard.Inline) keyboard);
    return BotJson.message(bot, hotline.user(bot, userId), edited);
  }

  private static long chatId(BotCall call) throws Refusal {
    if (call.text("chat_id").isEmpty()) {
      throw new Refusal("Bad Request: chat_id is empty");
    }
    Long userId = call.number("chat_id");
    if (userId == null) {
      throw new Refusal("Bad Request: chat not found");
    }
    return userId;
  }

  private static String checked(String text) throws Refusal {
    if (text.isBlank()) {
      throw new Refusal("Bad Request: message text is empty");
    }
    if (text.length() > Hotline.MAX_TEXT) {
      throw new Refusal("Bad Request: message is too long");
    }
    return text;
  }

  private void getUpdates(Exchange exchange, BotSession session, Connection bot, BotCall call) {
    long limit = clamped(call.number("limit", MAX_UPDATES), 1, MAX_UPDATES);
    long seconds = clamped(call.number("timeout", 0), 0, MAX_SECONDS);
    BotSession.Waiter waiter =
        new BotSession.Waiter() {
          @Override
          public void updates(List<Update> updates) {
            later(exchange, BotJson.ok(BotJson.updates(bot, updates)));
          }

          @Override
          public void replaced() {
            later(
                exchange,
                BotJson.error(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot"
                        + " instance is running"));
          }
        };
    boolean waits = session.fetch(call.number("offset", 0), (int) limit, waiter);
    if (waits && seconds == 0) {
      session.timeout(waiter);
    } else if (waits) {
      Future<?> unused = // it does nothing to a poll that is answered before
          timer.schedule(() -> session.timeout(waiter), seconds, TimeUnit.SECONDS);
    }
  }

  private static long clamped(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }

  /** Within the desk's lock nothing may be written to a client that may not read. */
  private void later(Exchange exchange, Raw answer) {
    executor.execute(
        () -> {
          try {
            exchange.send(answer);
          } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The bot did not wait for its updates", e);
            exchange.cut();
          }
        });
  }
}
