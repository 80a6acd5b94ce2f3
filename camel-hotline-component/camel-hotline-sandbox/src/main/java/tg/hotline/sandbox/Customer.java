package tg.hotline.sandbox;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A customer and the topic of their dialog with one connection's bot.
 *
 * <p>What a customer does not have is left out of the answer. The service's pages do not say
 * whether such a field is absent or {@code null}: absent is the sandbox's assumption.
 *
 * @param instance the {@link Connection#instance()} whose bot the customer writes to
 * @param topicId the topic's number within the connection's group
 * @param userId the customer's Telegram user id
 * @param firstName the first name
 * @param lastName the last name, if any
 * @param username the Telegram user name without {@code @}, if any
 * @param lang the language code of the customer's Telegram, if known
 * @param phone the phone number with {@code +}, if shared
 * @param status the topic's status, see {@link Dialog}
 * @param lastDate when the topic was last written in
 */
public record Customer(
    String instance,
    long topicId,
    long userId,
    String firstName,
    @Nullable String lastName,
    @Nullable String username,
    @Nullable String lang,
    @Nullable String phone,
    String status,
    LocalDateTime lastDate)
    implements Dialog {

  /** A customer of whom only the first name is known, waiting since {@code lastDate}. */
  public static Customer of(
      String instance, long topicId, long userId, String firstName, LocalDateTime lastDate) {
    return new Customer(
        instance, topicId, userId, firstName, null, null, null, null, USER_ANSWERED, lastDate);
  }

  /** Who writes to the bot. */
  public TelegramUser user() {
    return new TelegramUser(userId, firstName, lastName, username, lang);
  }

  /** First and last name; {@code user_name} in answers. */
  public String name() {
    return lastName == null ? firstName : firstName + " " + lastName;
  }

  /** Hotline names a customer's topic after the customer. */
  @Override
  public String title() {
    return name();
  }
}
