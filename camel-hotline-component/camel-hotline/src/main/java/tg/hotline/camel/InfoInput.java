package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicRef;

/** Finds the topic that an exchange asks about: options first, then headers, then the body. */
final class InfoInput {

  private static final String MISSING =
      "hotline:info: no topic given; set topicLink, or groupId and topicId, as option or header"
          + " (CamelHotlineTopicLink …), or let the body be a link or hold group_id and topic_id";

  private InfoInput() {}

  /**
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  static TopicRef topic(HotlineEndpoint options, Message message) {
    if (options.getTopicLink() != null) {
      return TopicRef.parse(options.getTopicLink());
    }
    boolean byOptions = options.getGroupId() != null || options.getTopicId() != null;
    Object link = message.getHeader(HotlineConstants.TOPIC_LINK);
    if (link != null && !byOptions) {
      return TopicRef.parse(link.toString());
    }
    Object group = either(options.getGroupId(), message.getHeader(HotlineConstants.GROUP_ID));
    Object topic = either(options.getTopicId(), message.getHeader(HotlineConstants.TOPIC_ID));
    if (group != null && topic != null) {
      return TopicRef.of(group, topic);
    }
    if (byOptions || (group == null) != (topic == null)) {
      throw new IllegalArgumentException(
          "hotline:info: "
              + (group == null ? "groupId" : "topicId")
              + " is missing; groupId and topicId belong together (as option or header)");
    }
    return inBody(message);
  }

  private static @Nullable Object either(@Nullable Object option, @Nullable Object header) {
    return option != null ? option : header;
  }

  private static TopicRef inBody(Message message) {
    Object body = message.getBody();
    if (body instanceof TopicRef topic) {
      return topic;
    }
    Map<String, Object> fields = Bodies.fields(body);
    if (fields != null) {
      return TopicRef.of(fields);
    }
    String text = body == null ? null : message.getBody(String.class);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(MISSING);
    }
    return text.stripLeading().startsWith("{")
        ? TopicRef.of(Bodies.parse(text))
        : TopicRef.parse(text);
  }
}
