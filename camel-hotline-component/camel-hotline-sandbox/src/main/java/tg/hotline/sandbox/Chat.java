package tg.hotline.sandbox;

import java.time.LocalDateTime;

/**
 * A Telegram chat that a connection's bot is a member of, and its topic. A chat's topic has no
 * user, so nothing can be sent into it by {@code incoming_in_topic}.
 *
 * @param instance the {@link Connection#instance()} whose bot is in the chat
 * @param topicId the topic's number within the connection's group
 * @param chatId the chat's Telegram id, {@code frontend_chat_id} in answers
 * @param title the chat's title
 * @param frontendType {@code group}, or another type of the product such as {@code channel}
 * @param status the topic's status, see {@link Dialog}
 * @param lastDate when the topic was last written in
 */
public record Chat(
    String instance,
    long topicId,
    long chatId,
    String title,
    String frontendType,
    String status,
    LocalDateTime lastDate)
    implements Dialog {}
