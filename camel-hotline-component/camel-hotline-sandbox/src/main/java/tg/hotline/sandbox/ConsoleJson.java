package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What the page is told of connections, topics and private chats. None of it is a secret. */
final class ConsoleJson {
  /** What is told of a private chat that has changed: its newest messages. */
  static final int CHAT_MESSAGES = 100;

  private ConsoleJson() {}

  static ObjectNode connection(Connection connection) {
    ObjectNode json =
        Json.object()
            .put("name", connection.name())
            .put("instance", connection.instance())
            .put("group_id", connection.groupId())
            .put("welcome", connection.welcome());
    connection.privateKeywords().forEach(json.putArray("private_keywords")::add);
    return json;
  }

  /** With what {@code info_by_topic} answers, as {@code info}. */
  static ObjectNode topic(Topic topic) {
    Connection connection = topic.connection();
    Dialog dialog = topic.dialog();
    ObjectNode json =
        Json.object()
            .put("group_id", connection.groupId())
            .put("topic_id", dialog.topicId())
            .put("title", dialog.title())
            .put("status", topic.status())
            .put("last_date", Workflow.date(topic.lastDate()))
            .put("instance", connection.instance())
            .put("instance_name", connection.name())
            .put("user_id", dialog instanceof Customer customer ? customer.userId() : null)
            .put("link", topic.link());
    json.set("info", Workflow.info(topic));
    return json;
  }

  /**
   * A private chat.
   *
   * @param most how many of its messages, the newest
   */
  static ObjectNode chat(PrivateChat chat, int most) {
    ObjectNode json =
        Json.object()
            .put("instance", chat.connection().instance())
            .put("instance_name", chat.connection().name());
    json.set("user", user(chat.user()));
    ArrayNode messages = json.putArray("messages");
    chat.messages().newest(most).stream().map(ConsoleJson::message).forEach(messages::add);
    Keyboard.Reply keyboard = chat.keyboard();
    json.set("reply_keyboard", keyboard == null ? null : keyboard(keyboard));
    return json.put("notice", chat.notice());
  }

  static ObjectNode user(TelegramUser user) {
    return Json.object()
        .put("user_id", user.userId())
        .put("first_name", user.firstName())
        .put("last_name", user.lastName())
        .put("username", user.username())
        .put("lang", user.lang());
  }

  private static ObjectNode message(ChatMessage message) {
    Keyboard keyboard = message.keyboard();
    ObjectNode json =
        Json.object()
            .put("message_id", message.messageId())
            .put("sender", name(message.sender()))
            .put("text", message.text());
    json.set("keyboard", keyboard == null ? null : keyboard(keyboard));
    return json.put("at", message.at().toString()).put("edited", message.edited());
  }

  static ObjectNode keyboard(Keyboard keyboard) {
    ObjectNode json = Json.object();
    if (keyboard instanceof Keyboard.Inline inline) {
      ArrayNode rows = json.put("type", "inline").putArray("rows");
      for (List<Keyboard.Button> row : inline.rows()) {
        ArrayNode buttons = rows.addArray();
        row.forEach(
            button ->
                buttons
                    .addObject()
                    .put("text", button.text())
                    .put("data", button.data())
                    .put("url", button.url()));
      }
    } else if (keyboard instanceof Keyboard.Reply reply) {
      ArrayNode rows = json.put("type", "reply").put("one_time", reply.oneTime()).putArray("rows");
      reply.rows().forEach(row -> row.forEach(rows.addArray()::add));
    } else {
      json.put("type", "remove");
    }
    return json;
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
