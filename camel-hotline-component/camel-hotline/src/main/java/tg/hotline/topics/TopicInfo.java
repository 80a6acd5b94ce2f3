package tg.hotline.topics;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a topic: the Topics API's answer {@code topic_info}. Every component but {@code
 * other} is null where Hotline did not say it or said it in a form nobody can read; in the latter
 * case {@code other} holds it as it came. A chat's topic has no {@code user…}.
 *
 * @param groupId the operators' group, without {@code -100}
 * @param topicId the topic in the group
 * @param frontendType where the customer writes: {@code private}, {@code group}, {@code channel}
 *     and what may come
 * @param instanceName the name of the connection the topic belongs to
 * @param instanceFrontendUserId the connected bot's or account's Telegram id
 * @param instanceId the connection's number, as text
 * @param chatId the operators' group as Telegram's Bot API writes it, with {@code -100}
 * @param threadId the thread of the topic
 * @param frontendChatId the chat the topic stands for, if it stands for a chat
 * @param topicLastDate when the topic last changed; Hotline names no zone
 * @param topicStatus {@code user_answered}, {@code support_answered}, {@code closed} and what may
 *     come
 * @param topicTitle the topic's title
 * @param userId the customer's Telegram id
 * @param userName the customer's full name
 * @param userFirstName the customer's first name
 * @param userLastName the customer's last name
 * @param userUsername the customer's Telegram user name, without {@code @}
 * @param userLang the customer's language, such as {@code en}
 * @param userPhone the customer's phone number
 * @param other fields of the answer that have no component here, read-only
 */
public record TopicInfo(
    @Nullable String groupId,
    @Nullable Long topicId,
    @Nullable String frontendType,
    @Nullable String instanceName,
    @Nullable Long instanceFrontendUserId,
    @Nullable String instanceId,
    @Nullable Long chatId,
    @Nullable Long threadId,
    @Nullable Long frontendChatId,
    @Nullable LocalDateTime topicLastDate,
    @Nullable String topicStatus,
    @Nullable String topicTitle,
    @Nullable Long userId,
    @Nullable String userName,
    @Nullable String userFirstName,
    @Nullable String userLastName,
    @Nullable String userUsername,
    @Nullable String userLang,
    @Nullable String userPhone,
    Map<String, Object> other)
    implements TopicsAnswer {

  static final String RESULT = "topic_info";

  static TopicInfo of(Map<String, Object> answer) {
    Fields fields = new Fields(answer);
    return new TopicInfo(
        fields.text("group_id"),
        fields.id("topic_id"),
        fields.text("frontend_type"),
        fields.text("instance_name"),
        fields.id("instance_frontend_user_id"),
        fields.text("instance_id"),
        fields.id("chat_id"),
        fields.id("thread_id"),
        fields.id("frontend_chat_id"),
        fields.date("topic_last_date"),
        fields.text("topic_status"),
        fields.text("topic_title"),
        fields.id("user_id"),
        fields.text("user_name"),
        fields.text("user_first_name"),
        fields.text("user_last_name"),
        fields.text("user_username"),
        fields.text("user_lang"),
        fields.text("user_phone"),
        fields.rest());
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("result", RESULT);
    map.put("group_id", groupId);
    map.put("topic_id", topicId);
    map.put("frontend_type", frontendType);
    map.put("instance_name", instanceName);
    map.put("instance_frontend_user_id", instanceFrontendUserId);
    map.put("instance_id", instanceId);
    map.put("chat_id", chatId);
    map.put("thread_id", threadId);
    map.put("frontend_chat_id", frontendChatId);
    map.put("topic_last_date", topicLastDate == null ? null : Fields.DATE.format(topicLastDate));
    map.put("topic_status", topicStatus);
    map.put("topic_title", topicTitle);
    map.put("user_id", userId);
    map.put("user_name", userName);
    map.put("user_first_name", userFirstName);
    map.put("user_last_name", userLastName);
    map.put("user_username", userUsername);
    map.put("user_lang", userLang);
    map.put("user_phone", userPhone);
    map.values().removeIf(value -> value == null);
    map.putAll(other);
    return map;
  }
}
