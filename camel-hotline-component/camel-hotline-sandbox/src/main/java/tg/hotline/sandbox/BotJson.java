package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer.Raw;
import tg.hotline.sandbox.ChatMessage.Sender;

/**
 * Users, messages and updates as Telegram's Bot API writes them, with the fields that a private
 * chat of texts can have (core.telegram.org/bots/api).
 */
final class BotJson {
  private static final String JSON = "application/json";

  /** At the beginning of a text; Telegram sees commands within it too, which nobody here needs. */
  private static final Pattern COMMAND = Pattern.compile("/\\w{1,64}(?:@\\w{3,32})?(?![\\w/])");

  private BotJson() {}

  /** The answer of a call that did what it was to do. */
  static Raw ok(JsonNode result) {
    ObjectNode body = Json.object().put("ok", true);
    body.set("result", result);
    return Answer.raw(200, JSON, Json.text(body));
  }

  /** The answer of a call that did nothing. */
  static Raw error(int code, String description) {
    return error(code, failure(code, description));
  }

  /** As {@link #error(int, String)}, with the seconds after which to try again. */
  static Raw error(int code, String description, long retryAfter) {
    ObjectNode body = failure(code, description);
    body.putObject("parameters").put("retry_after", retryAfter);
    return error(code, body);
  }

  private static Raw error(int code, ObjectNode body) {
    return Answer.raw(code, JSON, Json.text(body));
  }

  private static ObjectNode failure(int code, String description) {
    return Json.object().put("ok", false).put("error_code", code).put("description", description);
  }

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
    Matcher command = COMMAND.matcher(message.text());
    if (command.lookingAt()) {
      json.putArray("entities")
          .addObject()
          .put("offset", 0)
          .put("length", command.end())
          .put("type", "bot_command");
    }
    if (message.keyboard() instanceof Keyboard.Inline inline) {
      json.set("reply_markup", Keyboards.json(inline));
    }
    return json;
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
