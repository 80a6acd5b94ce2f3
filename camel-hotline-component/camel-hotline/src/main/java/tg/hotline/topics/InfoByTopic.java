package tg.hotline.topics;

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

  /** Whether an answer's fields name another group or topic; what is no id names none. */
  boolean isContradicted(Map<String, Object> fields) {
    Long topicId = Ids.longOrNull(fields.get("topic_id"));
    return (topicId != null && topicId != topic.topicId()) || namesAnotherGroup(fields);
  }

  private boolean namesAnotherGroup(Map<String, Object> fields) {
    Object groupId = fields.get("group_id");
    try {
      return groupId != null
          && Ids.longOrNull(groupId) != null
          && !topic.groupId().equals(Ids.group("group_id", groupId));
    } catch (IllegalArgumentException e) {
      return true; // a number that is no group's
    }
  }

  @Override
  public TopicInfo answer(Map<String, Object> fields) {
    return TopicInfo.of(fields);
  }
}
