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
    Object group = either(options.getGroupId(), message.getHeader(HotlineConstants.GROUP_ID));
    Object topic = either(options.getTopicId(), message.getHeader(HotlineConstants.TOPIC_ID));
    TopicRef byIds = group != null && topic != null ? TopicRef.of(group, topic) : null;
    Object link = message.getHeader(HotlineConstants.TOPIC_LINK);
    if (link != null && !byOptions) {
      return same(TopicRef.parse(link.toString()), byIds);
    }
    if (byIds != null) {
      return byIds;
    }
    if (byOptions || (group == null) != (topic == null)) {
      throw new IllegalArgumentException(
          "hotline:info: "
              + (group == null ? "groupId" : "topicId")
              + " is missing; groupId and topicId belong together (as option or header)");
    }
    return inBody(message);
  }

  /** The headers of an earlier answer must not decide which topic is meant. */
  private static TopicRef same(TopicRef byLink, @Nullable TopicRef byIds) {
    if (byIds != null && !byIds.equals(byLink)) {
      throw new IllegalArgumentException(
          "hotline:info: the header CamelHotlineTopicLink names "
              + byLink.link()
              + ", CamelHotlineGroupId and CamelHotlineTopicId name "
              + byIds.link()
              + "; remove those of an earlier answer (removeHeaders CamelHotline*)");
    }
    return byLink;
  }

  private static @Nullable Object either(@Nullable Object option, @Nullable Object header) {
    return option != null ? option : header;
  }

  private static TopicRef inBody(Message message) {
    Object body = message.getBody();
    if (body instanceof TopicRef topic) {
      return topic;
    }
    Map<?, ?> fields = Bodies.fields(body);
    if (fields != null) {
      return TopicRef.of(fields);
    }
    String text = Bodies.text(message);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(MISSING);
    }
    return text.stripLeading().startsWith("{")
        ? TopicRef.of(Bodies.parse(text))
        : TopicRef.parse(text);
  }
}
