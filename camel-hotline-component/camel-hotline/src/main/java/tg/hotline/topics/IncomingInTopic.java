package tg.hotline.topics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Posts a message for the operators into the topic of a customer's dialog: the Topics API's {@code
 * incoming_in_topic}. The customer does not see it.
 *
 * @param userId the customer's Telegram id
 * @param message the text, not blank, at most {@value #MAX_LENGTH} UTF-16 code units
 */
public record IncomingInTopic(long userId, String message) implements TopicsRequest<SentMessage> {

  /** Telegram's limit for a message, in UTF-16 code units. */
  public static final int MAX_LENGTH = 4096;

  /** n8n, which answers behind the Topics API, was seen to round larger JSON numbers. */
  private static final long LARGEST_EXACT_NUMBER = (1L << 53) - 1;

  /**
   * @throws IllegalArgumentException naming {@code userId} or {@code message}, whichever is wrong
   */
  public IncomingInTopic {
    userId = Ids.positive("userId", userId);
    if (message.isBlank()) {
      throw new IllegalArgumentException("message is empty");
    }
    if (message.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "message has %,d UTF-16 code units; Telegram takes %,d at most"
              .formatted(message.length(), MAX_LENGTH));
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
    // A rounded id would name another customer, so a large one travels as text.
    fields.put("user_id", userId > LARGEST_EXACT_NUMBER ? Long.toString(userId) : (Long) userId);
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
