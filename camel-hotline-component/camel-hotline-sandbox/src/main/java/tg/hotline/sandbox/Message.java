package tg.hotline.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message in a topic.
 *
 * @param number counts the messages of all topics, from 1, in the order they came, those of the
 *     seed first
 * @param topicId the topic's number within its group
 * @param groupId the group, without the {@code -100} prefix
 * @param userId the customer whose dialog it is; null in a chat's topic
 * @param topicTitle the topic's title
 * @param instanceName the name of the connection that leads the dialog
 * @param author who wrote it
 * @param text the text, as it came
 * @param at when it took effect, by this machine's clock
 */
public record Message(
    long number,
    long topicId,
    String groupId,
    @Nullable Long userId,
    String topicTitle,
    String instanceName,
    Author author,
    String text,
    Instant at) {

  /** Who wrote a message. */
  public enum Author {
    /** Another system, through {@code incoming_in_topic}: only operators see it. */
    API,
    /** The customer, or a member of the chat. */
    CUSTOMER,
    /** An operator, to the customer. */
    OPERATOR,
    /** An operator, for operators only: {@code / text}. */
    COMMENT,
    /** An operator's command to Hotline: {@code /close}. */
    COMMAND,
    /** The bot's own program, to the customer; Hotline has seen it pass: intercepted. */
    BOT,
    /** Hotline's own greeting to the customer, {@code WELCOME}. */
    HOTLINE
  }
}
