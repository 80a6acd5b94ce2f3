package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.ChatMessage.Sender;

/**
 * Users, messages and updates as Telegram's Bot API writes them, with the fields that a private
 * chat of texts can have (core.telegram.org/bots/api).
 */
final class BotJson {
  private BotJson() {}

  /** {@code User}, with what {@code getMe} adds. */
  static ObjectNode me(Connection bot) {
    return bot(bot)
        .put("can_join_groups", true)
        .put("can_read_all_group_messages", false)
        .put("supports_inline_queries", false);
  }

  static ArrayNode updates(Connection bot, List<Update> updates) {
    ArrayNode json = Json.MAPPER.createArrayNode();
    updates.forEach(update -> json.add(update(bot, update)));
    return json;
  }

  private static ObjectNode update(Connection bot, Update update) {
    ObjectNode json = Json.object().put("update_id", update.id());
    if (update instanceof Update.Written written) {
      json.set("message", message(bot, written.from(), written.message()));
    } else if (update instanceof Update.Pressed pressed) {
      ObjectNode query = json.putObject("callback_query").put("id", pressed.queryId());
      query.set("from", user(pressed.from()));
      query.set("message", message(bot, pressed.from(), pressed.message()));
      query
          .put("chat_instance", String.valueOf(Long.hashCode(pressed.from().userId())))
          .put("data", pressed.data());
    }
    return json;
  }

  /** {@code Message} in this user's private chat with the bot. */
  static ObjectNode message(Connection bot, TelegramUser user, ChatMessage message) {
    boolean incoming = message.sender() == Sender.CUSTOMER;
    ObjectNode json = Json.object().put("message_id", message.messageId());
    json.set("from", incoming ? user(user) : bot(bot));
    json.set("chat", names(Json.object().put("id", user.userId()), user).put("type", "private"));
    json.put("date", message.at().getEpochSecond());
    if (message.edited()) {
      json.put("edit_date", message.at().getEpochSecond());
    }
    json.put("text", message.text());
    int command = message.text().startsWith("/") ? command(message.text()) : 0;
    if (command > 1) {
      json.putArray("entities")
          .addObject()
          .put("offset", 0)
          .put("length", command)
          .put("type", "bot_command");
    }
    if (message.keyboard() instanceof Keyboard.Inline inline) {
      json.set("reply_markup", Keyboards.json(inline));
    }
    return json;
  }

  /** How much of the text is the command: letters, digits and underscores, and the bot's name. */
  private static int command(String text) {
    int end = 1;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return c == '_' || c == '@' || (c < 128 && Character.isLetterOrDigit(c));
  }

  private static ObjectNode bot(Connection bot) {
    return Json.object()
        .put("id", bot.frontendUserId())
        .put("is_bot", true)
        .put("first_name", bot.name())
        .put("username", bot.name());
  }

  private static ObjectNode user(TelegramUser user) {
    ObjectNode json = names(Json.object().put("id", user.userId()).put("is_bot", false), user);
    putIfKnown(json, "language_code", user.lang());
    return json;
  }

  private static ObjectNode names(ObjectNode json, TelegramUser user) {
    json.put("first_name", user.firstName());
    putIfKnown(json, "last_name", user.lastName());
    putIfKnown(json, "username", user.username());
    return json;
  }

  private static void putIfKnown(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
