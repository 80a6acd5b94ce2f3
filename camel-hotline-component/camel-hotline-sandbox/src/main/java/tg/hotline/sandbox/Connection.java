package tg.hotline.sandbox;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
 * @param botToken the bot's token at Telegram, a secret: by it another program runs the same bot
 * @param welcome the connection's parameter {@code WELCOME}: what Hotline says to a customer on
 *     first contact and when one comes back after {@code closed}; null if it is off
 * @param privateKeywords the connection's parameter {@code PRIVATE_KEYWORDS}: what a customer has
 *     to say, whatever its case, to open the topic, at first and after {@code closed}; empty if
 *     everything does
 */
public record Connection(
    String name,
    String instance,
    String apiKey,
    String instanceId,
    long frontendUserId,
    String groupId,
    String botToken,
    @Nullable String welcome,
    List<String> privateKeywords) {

  /**
   * Takes a copy of the keywords.
   *
   * @throws IllegalArgumentException if the token is none that can stand in a path
   */
  public Connection {
    if (botToken.isBlank() || botToken.contains("/")) {
      throw new IllegalArgumentException(
          "botToken of " + name + " must be like Telegram's, 123456789:AA…, without a slash");
    }
    privateKeywords = List.copyOf(privateKeywords);
  }

  /**
   * Without welcome and keywords, and with the token {@code
   * FRONTEND_USER_ID:sandbox-token-of-NAME}; a slash in the name is a hyphen there.
   */
  public Connection(
      String name,
      String instance,
      String apiKey,
      String instanceId,
      long frontendUserId,
      String groupId) {
    this(
        name,
        instance,
        apiKey,
        instanceId,
        frontendUserId,
        groupId,
        frontendUserId + ":sandbox-token-of-" + name.replace('/', '-'),
        null,
        List.of());
  }

  /** The same with another {@link #botToken()}. */
  public Connection withBotToken(String token) {
    return with(token, welcome, privateKeywords);
  }

  /** The same with another {@link #welcome()}; null switches it off. */
  public Connection withWelcome(@Nullable String text) {
    return with(botToken, text, privateKeywords);
  }

  /** The same with other {@link #privateKeywords()}; none switches them off. */
  public Connection withPrivateKeywords(String... keywords) {
    return with(botToken, welcome, List.of(keywords));
  }

  private Connection with(String token, @Nullable String text, List<String> keywords) {
    return new Connection(
        name, instance, apiKey, instanceId, frontendUserId, groupId, token, text, keywords);
  }

  /** Whether a customer who says this opens the topic. */
  boolean opens(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return privateKeywords.isEmpty()
        || privateKeywords.stream()
            .anyMatch(keyword -> lower.contains(keyword.toLowerCase(Locale.ROOT)));
  }

  /** Leaves {@link #apiKey()} and {@link #botToken()} out. */
  @Override
  public String toString() {
    return "Connection[" + name + ", instance " + instance + ", group " + groupId + "]";
  }
}
