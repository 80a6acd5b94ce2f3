package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer.Raw;
import tg.hotline.sandbox.Call.Outcome;

/** The Topics API v1: from a request to the right answer, its effect included. */
final class Workflow {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /**
   * What a request led to.
   *
   * @param answer what to say
   * @param outcome what that is
   * @param tookEffect whether a message was posted
   */
  record Result(Raw answer, Outcome outcome, boolean tookEffect) {}

  private final Hotline hotline;
  private final Runnable beforeEffect;

  /**
   * @param beforeEffect run before a message is posted
   */
  Workflow(Hotline hotline, Runnable beforeEffect) {
    this.hotline = hotline;
    this.beforeEffect = beforeEffect;
  }

  /** In the order in which n8n looks at a request: method, size, body, key. */
  Result run(Request request) {
    if (!request.method().equals("POST")) {
      return refused(N8n.wrongMethod(request.method()));
    }
    if (request.tooLarge()) {
      return refused(N8n.tooLarge());
    }
    Fields fields;
    try {
      fields = request.fields();
    } catch (NotJson e) {
      return refused(N8n.notJson(request.body()));
    }
    if (!hotline.isAccessToken(request.accessToken())) {
      return refused(N8n.wrongAccessToken());
    }
    try {
      return act(fields);
    } catch (Refusal refusal) {
      ObjectNode error = Json.object().put("result", "error").put("message", refusal.text());
      return new Result(N8n.json(200, Json.text(error)), Outcome.ERROR, false);
    }
  }

  private static Result refused(Raw answer) {
    return new Result(answer, Outcome.HTTP_ERROR, false);
  }

  private Result act(Fields fields) throws Refusal {
    String action = required("action", fields.text("action"));
    return switch (action) {
      case "info_by_topic" -> info(fields);
      case "incoming_in_topic" -> send(fields);
      default -> throw new Refusal("Unknown action: info_by_topic or incoming_in_topic expected");
    };
  }

  private Result info(Fields fields) throws Refusal {
    hotline.login(fields.text("instance"), fields.text("api_key"));
    String groupId = required("group_id", fields.text("group_id"));
    long topicId = required("topic_id", fields.number("topic_id"));
    ObjectNode answer = info(hotline.topic(groupId, topicId));
    return new Result(N8n.json(200, Json.text(answer)), Outcome.TOPIC_INFO, false);
  }

  private Result send(Fields fields) throws Refusal {
    Connection connection = hotline.login(fields.text("instance"), fields.text("api_key"));
    long userId = required("user_id", fields.number("user_id"));
    String text = required("message", fields.text("message"));
    Topic topic = hotline.post(connection, userId, text, beforeEffect);
    ObjectNode answer =
        Json.object()
            .put("result", "message_sent")
            .put("topic_link", topic.link())
            .put("message", text)
            .put("chat_id", topic.chatId())
            .put("thread_id", topic.threadId());
    return new Result(N8n.json(200, Json.text(answer)), Outcome.MESSAGE_SENT, true);
  }

  /** The order of the fields is the documented one; the sandbox's answers are compared by byte. */
  static ObjectNode info(Topic topic) {
    Connection connection = topic.connection();
    Dialog dialog = topic.dialog();
    ObjectNode answer =
        Json.object()
            .put("result", "topic_info")
            .put("group_id", connection.groupId())
            .put("topic_id", dialog.topicId())
            .put("frontend_type", dialog instanceof Chat chat ? chat.frontendType() : "private")
            .put("instance_name", connection.name())
            .put("instance_frontend_user_id", connection.frontendUserId())
            .put("instance_id", connection.instanceId());
    if (dialog instanceof Chat chat) {
      answer.put("frontend_chat_id", chat.chatId());
    } else {
      answer.put("chat_id", Long.parseLong(topic.chatId())).put("thread_id", topic.threadId());
    }
    answer
        .put("topic_last_date", date(topic.lastDate()))
        .put("topic_status", topic.status())
        .put("topic_title", dialog.title());
    if (dialog instanceof Customer customer) {
      answer
          .put("user_id", customer.userId())
          .put("user_name", customer.name())
          .put("user_first_name", customer.firstName());
      putIfKnown(answer, "user_last_name", customer.lastName());
      putIfKnown(answer, "user_username", customer.username());
      putIfKnown(answer, "user_lang", customer.lang());
      putIfKnown(answer, "user_phone", customer.phone());
    }
    return answer;
  }

  private static void putIfKnown(ObjectNode answer, String name, @Nullable String value) {
    if (value != null) {
      answer.put(name, value);
    }
  }

  static String date(LocalDateTime date) {
    return DATE.format(date);
  }

  private static <T> T required(String name, @Nullable T value) throws Refusal {
    if (value == null) {
      throw new Refusal(name + " is missing or of a wrong type");
    }
    return value;
  }
}
