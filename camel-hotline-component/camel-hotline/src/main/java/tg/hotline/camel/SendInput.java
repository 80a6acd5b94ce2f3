package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.Texts;
import tg.hotline.topics.TopicsAnswer;

/**
 * Finds the customer and the text that an exchange holds. A customer named twice must be the same:
 * a message must never reach the operators of another one.
 */
final class SendInput {

  private SendInput() {}

  /**
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  static OutgoingText text(HotlineEndpoint options, Exchange exchange) {
    try {
      return read(
          options.getConfiguration(),
          Given.option(exchange, "userId", options.getUserId()),
          Given.header(exchange, HotlineConstants.USER_ID),
          Given.body(exchange));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("hotline:send: " + e.getMessage(), e);
    }
  }

  private static OutgoingText read(
      HotlineConfiguration options, Given option, Given header, Given body) {
    if (body.value() instanceof TopicsAnswer answer) {
      throw new IllegalArgumentException(
          "the body is the answer of an earlier call ("
              + answer.getClass().getSimpleName()
              + "), no message; set a body, or keep the answer aside (variableReceive)");
    }
    Map<?, ?> fields = body.fields();
    if (fields == null && !option.isThere() && !header.isThere()) {
      fields = body.json(body.text());
    }
    Long user = same(null, option);
    user = same(user, header);
    if (fields != null) {
      user = same(user, body.field(fields, "user_id"));
    }
    if (user == null) {
      throw new IllegalArgumentException(
          "no customer given; set userId as option or header CamelHotlineUserId, or let the body"
              + " be a map or JSON object with user_id and message; "
              + body.found(fields));
    }
    Given message = fields == null ? body : body.field(fields, "message");
    String text = message.text();
    if (Texts.strip(text).isEmpty()) {
      throw new IllegalArgumentException(
          message.name() + (fields == null || message.isThere() ? " is empty" : " is missing"));
    }
    return new OutgoingText(
        text, IncomingInTopic.of(user, text, options.getOverflow(), options.isPartNumbers()));
  }

  private static @Nullable Long same(@Nullable Long before, Given given) {
    if (!given.isThere()) {
      return before;
    }
    long user = IncomingInTopic.userId(given.name(), given.id());
    if (before != null && before != user) {
      throw new IllegalArgumentException(
          "the customer is named twice and differently: "
              + before
              + ", and "
              + user
              + " by "
              + given.name()
              + "; nothing was sent. A header of an earlier answer is to be removed first"
              + " (removeHeaders CamelHotline*)");
    }
    return user;
  }
}
