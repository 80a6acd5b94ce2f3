package tg.hotline.camel;

import org.apache.camel.spi.Metadata;

/** The headers that the component reads and writes. */
public final class HotlineConstants {

  /** All headers of the component begin so. */
  static final String PREFIX = "CamelHotline";

  @Metadata(
      description =
          "In (info): the topic, by its link. Out: the link of the topic that was looked up or"
              + " written to.",
      javaType = "String")
  public static final String TOPIC_LINK = "CamelHotlineTopicLink";

  @Metadata(
      description =
          "In (info): the operators' group, with or without -100. Out: the group of the topic,"
              + " without -100.",
      javaType = "String")
  public static final String GROUP_ID = "CamelHotlineGroupId";

  @Metadata(
      description =
          "In (info): the topic in the group. Out: the topic that was looked up or written to.",
      javaType = "Long")
  public static final String TOPIC_ID = "CamelHotlineTopicId";

  @Metadata(
      description =
          "In (send): the Telegram id of the customer whose operators get the message. Out: the"
              + " topic's customer; absent after info of a chat's topic.",
      javaType = "Long")
  public static final String USER_ID = "CamelHotlineUserId";

  @Metadata(
      label = "producer",
      description = "Where the customer writes: private, group, channel; more may come.",
      javaType = "String")
  public static final String FRONTEND_TYPE = "CamelHotlineFrontendType";

  @Metadata(
      label = "producer",
      description = "The name of the connection the topic belongs to.",
      javaType = "String")
  public static final String INSTANCE_NAME = "CamelHotlineInstanceName";

  @Metadata(
      label = "producer",
      description = "The Telegram id of the connected bot or account.",
      javaType = "Long")
  public static final String INSTANCE_FRONTEND_USER_ID = "CamelHotlineInstanceFrontendUserId";

  @Metadata(
      label = "producer",
      description = "The number of the connection the topic belongs to.",
      javaType = "String")
  public static final String INSTANCE_ID = "CamelHotlineInstanceId";

  @Metadata(
      label = "producer",
      description = "The operators' group as Telegram's Bot API writes it, with -100.",
      javaType = "Long")
  public static final String CHAT_ID = "CamelHotlineChatId";

  @Metadata(label = "producer", description = "The thread of the topic.", javaType = "Long")
  public static final String THREAD_ID = "CamelHotlineThreadId";

  @Metadata(
      label = "producer",
      description = "The chat that the topic stands for, if it stands for one.",
      javaType = "Long")
  public static final String FRONTEND_CHAT_ID = "CamelHotlineFrontendChatId";

  @Metadata(
      label = "producer",
      description = "When the topic last changed; Hotline names no time zone.",
      javaType = "java.time.LocalDateTime")
  public static final String TOPIC_LAST_DATE = "CamelHotlineTopicLastDate";

  @Metadata(
      label = "producer",
      description = "user_answered (needs an answer), support_answered, closed; more may come.",
      javaType = "String")
  public static final String TOPIC_STATUS = "CamelHotlineTopicStatus";

  @Metadata(label = "producer", description = "The topic's title.", javaType = "String")
  public static final String TOPIC_TITLE = "CamelHotlineTopicTitle";

  @Metadata(label = "producer", description = "The customer's full name.", javaType = "String")
  public static final String USER_NAME = "CamelHotlineUserName";

  @Metadata(label = "producer", description = "The customer's first name.", javaType = "String")
  public static final String USER_FIRST_NAME = "CamelHotlineUserFirstName";

  @Metadata(label = "producer", description = "The customer's last name.", javaType = "String")
  public static final String USER_LAST_NAME = "CamelHotlineUserLastName";

  @Metadata(
      label = "producer",
      description = "The customer's Telegram user name, without the leading at sign.",
      javaType = "String")
  public static final String USER_USERNAME = "CamelHotlineUserUsername";

  @Metadata(
      label = "producer",
      description = "The customer's language, such as en.",
      javaType = "String")
  public static final String USER_LANG = "CamelHotlineUserLang";

  @Metadata(label = "producer", description = "The customer's phone number.", javaType = "String")
  public static final String USER_PHONE = "CamelHotlineUserPhone";

  @Metadata(
      label = "producer",
      description =
          "true after a send that made no call, since its idempotentKey was sent before. The body"
              + " then holds the text alone.",
      javaType = "Boolean")
  public static final String ALREADY_SENT = "CamelHotlineAlreadySent";

  private HotlineConstants() {}
}
