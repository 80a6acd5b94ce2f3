package tg.hotline.topics;

import java.util.Map;

/** What Hotline answered when a call went well. */
public sealed interface TopicsAnswer permits TopicInfo, SentMessage {

  /**
   * The answer by the Topics API's own field names, in its order: ids as one type each, absent
   * fields left out, unknown ones kept at the end. A new map, free to be changed.
   */
  Map<String, Object> toMap();

  /** {@link #toMap()} as JSON on one line. */
  default String toJson() {
    return TopicsJson.write(toMap());
  }
}
