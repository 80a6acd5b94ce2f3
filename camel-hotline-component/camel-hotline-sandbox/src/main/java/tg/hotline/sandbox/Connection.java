package tg.hotline.sandbox;

/**
 * A bot connected to Hotline, and the group in which its operators work.
 *
 * @param name the bot's name, {@code instance_name} in answers
 * @param instance what a caller names the connection by; longer than 2^53, hence text
 * @param apiKey the secret that goes with {@code instance}
 * @param instanceId {@code instance_id} in answers; in the vendor's own example it is another
 *     number than {@code instance}
 * @param frontendUserId the bot's Telegram user id, {@code instance_frontend_user_id} in answers
 * @param groupId the operators' group, without the {@code -100} prefix
 */
public record Connection(
    String name,
    String instance,
    String apiKey,
    String instanceId,
    long frontendUserId,
    String groupId) {

  /** Leaves {@link #apiKey()} out. */
  @Override
  public String toString() {
    return "Connection[" + name + ", instance " + instance + ", group " + groupId + "]";
  }
}
