package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.Message;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

/** Writes the facts of an answer as headers; absent facts leave no header. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  static void write(TopicInfo info, Message message) {
    Map<String, Object> headers = message.getHeaders();
    info.toMap()
        .forEach(
            (field, value) -> {
              if (!info.other().containsKey(field) && !field.equals("result")) {
                headers.put(headerOf(field), value);
              }
            });
    if (info.topicLastDate() != null) {
      headers.put(HotlineConstants.TOPIC_LAST_DATE, info.topicLastDate());
    }
  }

  static void write(SentMessage sent, Message message) {
    if (sent.chatId() != null) {
      message.setHeader(HotlineConstants.CHAT_ID, sent.chatId());
    }
    if (sent.threadId() != null) {
      message.setHeader(HotlineConstants.THREAD_ID, sent.threadId());
    }
  }

  static void writeTopic(TopicRef topic, Message message) {
    message.setHeader(HotlineConstants.GROUP_ID, topic.groupId());
    message.setHeader(HotlineConstants.TOPIC_ID, topic.topicId());
    message.setHeader(HotlineConstants.TOPIC_LINK, topic.link());
  }

  /** topic_status → CamelHotlineTopicStatus. */
  private static String headerOf(String field) {
    StringBuilder name = new StringBuilder(HotlineConstants.PREFIX);
    for (String word : field.split("_", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }
}
