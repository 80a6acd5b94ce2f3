package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Texts;
import tg.hotline.topics.TopicRef;

/** Finds the topic that an exchange asks about: options first, then headers, then the body. */
final class InfoInput {

  private InfoInput() {}

  /**
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  static TopicRef topic(HotlineEndpoint options, Exchange exchange) {
    try {
      TopicRef topic = byOptionsAndHeaders(options, exchange);
      return topic != null ? topic : inBody(Given.body(exchange));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("hotline:info: " + e.getMessage(), e);
    }
  }

  private static @Nullable TopicRef byOptionsAndHeaders(
      HotlineEndpoint options, Exchange exchange) {
    Given link = Given.option(exchange, "topicLink", options.getTopicLink());
    if (link.isThere()) {
      return parse(link.name(), link.text()); // the endpoint has compared its ids with it
    }
    Given group = Given.option(exchange, "groupId", options.getGroupId());
    Given topic = Given.option(exchange, "topicId", options.getTopicId());
    boolean byOptions = group.isThere() || topic.isThere();
    return topic(
        byOptions ? link : Given.header(exchange, HotlineConstants.TOPIC_LINK),
        group.or(Given.header(exchange, HotlineConstants.GROUP_ID)),
        topic.or(Given.header(exchange, HotlineConstants.TOPIC_ID)));
  }

  private static TopicRef inBody(Given body) {
    if (body.value() instanceof TopicRef topic) {
      return topic;
    }
    Map<?, ?> fields = body.fields();
    String text = fields == null ? body.text() : "";
    if (fields == null) {
      fields = body.json(text);
    }
    TopicRef topic;
    if (fields != null) {
      topic =
          topic(
              body.field(fields, "topic_link"),
              body.field(fields, "group_id"),
              body.field(fields, "topic_id"));
    } else {
      topic = Texts.strip(text).isEmpty() ? null : parse(body.name(), text);
    }
    if (topic == null) {
      throw new IllegalArgumentException(
          "no topic given; set topicLink, or groupId and topicId, as option or header"
              + " (CamelHotlineTopicLink …), or let the body be a link, a TopicRef, or a map or"
              + " JSON object with topic_link, or with group_id and topic_id; "
              + body.found(fields));
    }
    return topic;
  }

  /** The topic of a link, of two ids, or of both; null of neither. */
  private static @Nullable TopicRef topic(Given link, Given group, Given topic) {
    TopicRef byLink = link.isThere() ? parse(link.name(), link.text()) : null;
    if (!group.isThere() && !topic.isThere()) {
      return byLink;
    }
    if (byLink == null && !(group.isThere() && topic.isThere())) {
      throw new IllegalArgumentException(
          (group.isThere() ? topic : group).name()
              + " is missing; the ids of group and topic belong together");
    }
    TopicRef byIds =
        new TopicRef(
            byLink == null || group.isThere()
                ? TopicRef.groupId(group.name(), group.id())
                : byLink.groupId(),
            byLink == null || topic.isThere()
                ? TopicRef.topicId(topic.name(), topic.id())
                : byLink.topicId());
    if (byLink != null && !byLink.equals(byIds)) {
      throw new IllegalArgumentException(
          "the topic is named twice and differently: "
              + byLink.link()
              + " by "
              + link.name()
              + ", and "
              + byIds.link()
              + " by the ids beside it; remove the headers of an earlier answer"
              + " (removeHeaders CamelHotline*)");
    }
    return byIds;
  }

  /**
   * @throws IllegalArgumentException naming where the link comes from and what is wrong with it
   */
  static TopicRef parse(String name, String link) {
    try {
      return TopicRef.parse(link);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
