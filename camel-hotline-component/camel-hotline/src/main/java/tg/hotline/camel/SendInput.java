package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.IncomingInTopic;

/**
 * Finds the customer and the text that an exchange holds. A customer named twice must be the same:
 * a message must never reach the operators of another one.
 */
final class SendInput {

  private SendInput() {}

  /**
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  static IncomingInTopic message(HotlineEndpoint options, Message message) {
    Object body = message.getBody();
    Object userOption = options.getUserId();
    Object userHeader = message.getHeader(HotlineConstants.USER_ID);
    boolean userGiven = userOption != null || userHeader != null;

    Map<?, ?> fields = Bodies.fields(body);
    if (fields == null && !userGiven) {
      fields = parsed(message);
    }
    Long user = null;
    user = same(user, "userId", userOption);
    user = same(user, "header CamelHotlineUserId", userHeader);
    if (fields != null) {
      user = same(user, "user_id in the body", fields.get("user_id"));
    }
    if (user == null) {
      throw new IllegalArgumentException(
          "hotline:send: user_id is missing in the body; name the customer there, by the option"
              + " userId or by the header CamelHotlineUserId");
    }
    return new IncomingInTopic(user, fields == null ? text(message) : text(fields));
  }

  private static @Nullable Long same(@Nullable Long before, String name, @Nullable Object value) {
    if (value == null) {
      return before;
    }
    long user = IncomingInTopic.userId(name, value);
    if (before != null && before != user) {
      throw new IllegalArgumentException(
          "hotline:send: the customer is named twice and differently: "
              + before
              + ", and "
              + user
              + " by "
              + name
              + "; nothing was sent");
    }
    return user;
  }

  private static Map<String, Object> parsed(Message message) {
    String text = Bodies.text(message);
    if (text == null || !text.stripLeading().startsWith("{")) {
      throw new IllegalArgumentException(
          "hotline:send: no customer given; set userId as option or header CamelHotlineUserId, or"
              + " let the body be a map or JSON object with user_id and message");
    }
    return Bodies.parse(text);
  }

  private static String text(Message message) {
    String text = Bodies.text(message);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("hotline:send: the body, which is the text, is empty");
    }
    Object body = message.getBody();
    if (text.equals(body.getClass().getName() + '@' + Integer.toHexString(body.hashCode()))) {
      throw new IllegalArgumentException(
          "hotline:send: the body is a "
              + body.getClass().getTypeName()
              + ", which has no text; make one of it first (setBody, marshal, convertBodyTo)");
    }
    return text;
  }

  private static String text(Map<?, ?> fields) {
    Object text = fields.get("message");
    if (text instanceof CharSequence chars && !chars.toString().isBlank()) {
      return chars.toString();
    }
    throw new IllegalArgumentException(
        "hotline:send: message in the body must be a text"
            + (text == null ? ", but is missing" : "; it is empty or of another type"));
  }
}
