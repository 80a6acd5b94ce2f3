package tg.hotline.camel;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

/** Writes the facts of an answer as headers; absent facts leave no header. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  /** All but the topic, which is the one that was asked for: {@link #writeTopic}. */
  static void write(TopicInfo info, Message message) {
    write(message, HotlineConstants.FRONTEND_TYPE, info.frontendType());
    write(message, HotlineConstants.INSTANCE_NAME, info.instanceName());
    write(message, HotlineConstants.INSTANCE_FRONTEND_USER_ID, info.instanceFrontendUserId());
    write(message, HotlineConstants.INSTANCE_ID, info.instanceId());
    write(message, HotlineConstants.CHAT_ID, info.chatId());
    write(message, HotlineConstants.THREAD_ID, info.threadId());
    write(message, HotlineConstants.FRONTEND_CHAT_ID, info.frontendChatId());
    write(message, HotlineConstants.TOPIC_LAST_DATE, info.topicLastDate());
    write(message, HotlineConstants.TOPIC_STATUS, info.topicStatus());
    write(message, HotlineConstants.TOPIC_TITLE, info.topicTitle());
    write(message, HotlineConstants.USER_ID, info.userId());
    write(message, HotlineConstants.USER_NAME, info.userName());
    write(message, HotlineConstants.USER_FIRST_NAME, info.userFirstName());
    write(message, HotlineConstants.USER_LAST_NAME, info.userLastName());
    write(message, HotlineConstants.USER_USERNAME, info.userUsername());
    write(message, HotlineConstants.USER_LANG, info.userLang());
    write(message, HotlineConstants.USER_PHONE, info.userPhone());
  }

  static void write(SentMessage sent, Message message) {
    write(message, HotlineConstants.CHAT_ID, sent.chatId());
    write(message, HotlineConstants.THREAD_ID, sent.threadId());
  }

  private static void write(Message message, String header, @Nullable Object value) {
    if (value != null) {
      message.setHeader(header, value);
    }
  }

  static void writeTopic(TopicRef topic, Message message) {
    message.setHeader(HotlineConstants.GROUP_ID, topic.groupId());
    message.setHeader(HotlineConstants.TOPIC_ID, topic.topicId());
    message.setHeader(HotlineConstants.TOPIC_LINK, topic.link());
  }
}
