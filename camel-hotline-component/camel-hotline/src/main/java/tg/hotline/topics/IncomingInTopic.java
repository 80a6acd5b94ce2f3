package tg.hotline.topics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Posts a message for the operators into the topic of a customer's dialog: the Topics API's {@code
 * incoming_in_topic}. The customer does not see it.
 *
 * @param userId the customer's Telegram id
 * @param message the text, with something to see in it, whole characters, at most {@value
 *     #MAX_LENGTH} UTF-16 code units
 */
public record IncomingInTopic(long userId, String message) implements TopicsRequest<SentMessage> {

  /** Telegram's limit for a message, in UTF-16 code units. */
  public static final int MAX_LENGTH = 4096;

  /**
   * @throws IllegalArgumentException naming {@code userId} or {@code message}, whichever is wrong
   */
  public IncomingInTopic {
    userId = Ids.positive("userId", userId);
    if (Texts.strip(message).isEmpty()) {
      throw new IllegalArgumentException("message is empty");
    }
    if (message.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "message has "
              + message.length()
              + " UTF-16 code units; Telegram takes "
              + MAX_LENGTH
              + " at most");
    }
    int half = Texts.loneSurrogate(message);
    if (half >= 0) {
      throw new IllegalArgumentException(
          "message is broken: character "
              + (half + 1)
              + " is half of one, as a text has that was cut in the middle of an emoji");
    }
  }

  /**
   * Reads a user's id as it comes, text or number.
   *
   * @param name how the caller calls the id, for the error
   * @throws IllegalArgumentException naming what is wrong
   */
  public static long userId(String name, Object value) {
    return Ids.positive(name, value);
  }

  @Override
  public String action() {
    return "incoming_in_topic";
  }

  @Override
  public String subject() {
    return "user " + userId;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public String expectedResult() {
    return SentMessage.RESULT;
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user_id", Ids.exact(userId));
    fields.put("message", message);
    return fields;
  }

  @Override
  public SentMessage answer(Map<String, Object> fields) {
    return SentMessage.of(fields);
  }

  /** Leaves the text out: it is the operators' business, not the log's. */
  @Override
  public String toString() {
    return "IncomingInTopic[userId=" + userId + ", length=" + message.length() + "]";
  }
}
