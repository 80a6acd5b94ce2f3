package tg.hotline.topics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that reached the operators: the Topics API's answer {@code message_sent}. Components
 * are null where Hotline did not say them.
 *
 * @param topicLink the link of the topic it stands in
 * @param message the text as Hotline repeats it; of a text sent in parts, the whole as it was given
 * @param chatId the operators' group as Telegram's Bot API writes it, with {@code -100}
 * @param threadId the thread of the topic
 * @param parts the answers to the parts of a text that went out in several, in order; otherwise
 *     empty
 * @param other fields of the answer that have no component here, read-only
 */
public record SentMessage(
    @Nullable String topicLink,
    @Nullable String message,
    @Nullable Long chatId,
    @Nullable Long threadId,
    List<SentMessage> parts,
    Map<String, Object> other)
    implements TopicsAnswer {

  static final String RESULT = "message_sent";

  /** Copies the list of parts. */
  public SentMessage {
    parts = List.copyOf(parts);
  }

  /**
   * The answer to a whole text: that of its only part, or one that holds all, with the facts of the
   * last.
   *
   * @param text the whole
   * @param parts at least one, in order
   */
  public static SentMessage whole(String text, List<SentMessage> parts) {
    SentMessage last = parts.get(parts.size() - 1);
    return parts.size() == 1
        ? last
        : new SentMessage(last.topicLink, text, last.chatId, last.threadId, parts, last.other);
  }

  static SentMessage of(Map<String, Object> answer) {
    Fields fields = new Fields(answer);
    return new SentMessage(
        fields.text("topic_link"),
        fields.text("message"),
        fields.id("chat_id"),
        fields.id("thread_id"),
        List.of(),
        fields.rest());
  }

  /** The topic of {@link #topicLink()}, or null where that is no link of a topic. */
  public @Nullable TopicRef topic() {
    if (topicLink == null) {
      return null;
    }
    try {
      return TopicRef.parse(topicLink);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("result", RESULT);
    map.put("topic_link", topicLink);
    map.put("message", message);
    map.put("chat_id", chatId);
    map.put("thread_id", threadId);
    map.values().removeIf(value -> value == null);
    if (!parts.isEmpty()) {
      map.put("parts", parts.stream().map(SentMessage::toMap).toList());
    }
    other.forEach(map::putIfAbsent);
    return map;
  }
}
