package tg.hotline.topics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/** What Hotline answered when a call went well. */
public sealed interface TopicsAnswer permits TopicInfo, SentMessage {

  /**
   * The answer by the Topics API's own field names, in its order: ids as one type each, absent
   * fields left out, unknown ones kept at the end. A new map, free to be changed. Jackson writes an
   * answer so too, Camel's {@code marshal} to JSON for one.
   */
  @JsonValue
  Map<String, Object> toMap();

  /** {@link #toMap()} as JSON on one line. */
  default String toJson() {
    return TopicsJson.write(toMap());
  }
}
