package tg.hotline.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of the Topics API as the journal has it. Holds no secret: neither the header {@code
 * X-API-KEY} nor {@code api_key} is kept, and where a caller put one of the sandbox's own secrets
 * into another field, it reads {@code ***}.
 *
 * @param number counts the calls, from 1, in the order they arrived
 * @param at when it arrived, by this machine's clock
 * @param action {@code action} as named by the caller, if any
 * @param instance {@code instance} as named by the caller, if any
 * @param groupId {@code group_id} as named by the caller, if any
 * @param topicId {@code topic_id} as named by the caller, null if none or not a number
 * @param userId {@code user_id} as named by the caller, null if none or not a number
 * @param status the HTTP status answered; 0 while there is none and when not even its head was sent
 * @param outcome how it ended, or that it has not yet
 * @param tookEffect whether it posted a message, whatever was answered
 * @param millis from arrival to the answer; 0 while there is none
 * @param fault what was played instead of the usual, by its label; null if nothing was
 */
public record Call(
    long number,
    Instant at,
    @Nullable String action,
    @Nullable String instance,
    @Nullable String groupId,
    @Nullable Long topicId,
    @Nullable Long userId,
    int status,
    Outcome outcome,
    boolean tookEffect,
    long millis,
    @Nullable String fault) {

  /** How a call ended. */
  public enum Outcome {
    /** It has arrived and is not answered yet. */
    PENDING,
    /** Answered {@code topic_info}. */
    TOPIC_INFO,
    /** Answered {@code message_sent}. */
    MESSAGE_SENT,
    /** Answered {@code {"result":"error"}}. */
    ERROR,
    /** Refused before the workflow ran: 403, 404, 422 or 500, or as the {@link Phase} has it. */
    HTTP_ERROR,
    /** Answered with what a test had scripted. */
    SCRIPTED,
    /** The connection was closed before the answer was complete. */
    CUT,
    /** The answer came late, and the client had closed the connection. */
    CLIENT_GONE
  }

  Call ended(int answered, Outcome how, boolean posted, long took) {
    return new Call(
        number, at, action, instance, groupId, topicId, userId, answered, how, posted, took, fault);
  }

  Call playing(String label) {
    return new Call(
        number,
        at,
        action,
        instance,
        groupId,
        topicId,
        userId,
        status,
        outcome,
        tookEffect,
        millis,
        label);
  }
}
