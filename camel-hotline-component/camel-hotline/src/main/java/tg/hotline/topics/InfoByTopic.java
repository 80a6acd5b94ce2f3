package tg.hotline.topics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks for the facts of a topic: the Topics API's {@code info_by_topic}.
 *
 * @param topic the topic asked for
 */
public record InfoByTopic(TopicRef topic) implements TopicsRequest<TopicInfo> {

  @Override
  public String action() {
    return "info_by_topic";
  }

  @Override
  public String subject() {
    return "topic " + topic.link();
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public String expectedResult() {
    return TopicInfo.RESULT;
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group_id", topic.groupId());
    fields.put("topic_id", Ids.exact(topic.topicId()));
    return fields;
  }

  @Override
  public TopicInfo answer(Map<String, Object> fields) {
    return TopicInfo.of(fields);
  }
}
