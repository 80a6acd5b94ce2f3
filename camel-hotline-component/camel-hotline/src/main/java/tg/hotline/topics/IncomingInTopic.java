package tg.hotline.topics;

import java.util.List;
import java.util.Map;

/**
 * Posts a message for the operators into the topic of a customer's dialog: the Topics API's {@code
 * incoming_in_topic}. The customer does not see it.
 *
 * @param userId the customer's Telegram id
 * @param message the text, with something to see in it, whole characters, no NUL, at most {@value
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
    check(message);
    if (message.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(tooLong(message));
    }
  }

  /**
   * The messages that a text of any length goes out in, in this order: one, if it is short enough.
   *
   * @param overflow what becomes of it if it is longer
   * @param partNumbers whether each of several begins with its number, as in {@code (2/5) }
   * @throws IllegalArgumentException naming {@code userId}, {@code message} or {@code overflow}
   */
  public static List<IncomingInTopic> of(
      long userId, String text, Overflow overflow, boolean partNumbers) {
    if (text.length() <= MAX_LENGTH) {
      return List.of(new IncomingInTopic(userId, text));
    }
    check(text);
    return parts(text, overflow, partNumbers).stream()
        .map(part -> new IncomingInTopic(userId, part))
        .toList();
  }

  private static List<String> parts(String text, Overflow overflow, boolean partNumbers) {
    return switch (overflow) {
      case SPLIT -> LongText.split(text, MAX_LENGTH, partNumbers);
      case TRUNCATE -> List.of(LongText.truncate(text, MAX_LENGTH));
      case FAIL ->
          throw new IllegalArgumentException(
              tooLong(text) + "; overflow=fail forbids to split or truncate it");
    };
  }

  /** Whether it can be sent, but for its length. */
  private static void check(String text) {
    if (Texts.strip(text).isEmpty()) {
      throw new IllegalArgumentException("message is empty");
    }
    int half = Texts.loneSurrogate(text);
    if (half >= 0) {
      throw new IllegalArgumentException(
          "message is broken: character "
              + (half + 1)
              + " is half of one, as a text has that was cut in the middle of an emoji");
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) { // it would end UNKNOWN, after the workflow has begun
      throw new IllegalArgumentException(
          "message has the character U+0000 (NUL), as number "
              + (nul + 1)
              + ", which databases cannot hold; remove it");
    }
  }

  private static String tooLong(String text) {
    return "message has "
        + text.length()
        + " UTF-16 code units; Telegram takes "
        + MAX_LENGTH
        + " at most";
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

  /** Whether an answer's fields repeat another text; what is no text repeats none. */
  boolean isContradicted(Map<String, Object> fields) {
    return fields.get("message") instanceof String repeated && !Echo.isOf(message, repeated);
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
