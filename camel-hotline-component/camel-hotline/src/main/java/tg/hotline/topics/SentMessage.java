package tg.hotline.topics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that reached the operators: the Topics API's answer {@code message_sent}. Components
 * are null where Hotline did not say them.
 *
 * @param topicLink the link of the topic it stands in
 * @param message the text as Hotline repeats it
 * @param chatId the operators' group as Telegram's Bot API writes it, with {@code -100}
 * @param threadId the thread of the topic
 * @param other fields of the answer that have no component here, read-only
 */
public record SentMessage(
    @Nullable String topicLink,
    @Nullable String message,
    @Nullable Long chatId,
    @Nullable Long threadId,
    Map<String, Object> other)
    implements TopicsAnswer {

  static final String RESULT = "message_sent";

  static SentMessage of(Map<String, Object> answer) {
    Fields fields = new Fields(answer);
    return new SentMessage(
        fields.text("topic_link"),
        fields.text("message"),
        fields.id("chat_id"),
        fields.id("thread_id"),
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
    map.putAll(other);
    return map;
  }
}
