package tg.hotline.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Someone on Telegram who writes to a bot.
 *
 * @param userId the Telegram user id, which is the id of the private chat with a bot too
 * @param firstName the first name
 * @param lastName the last name, if any
 * @param username the Telegram user name without {@code @}, if any
 * @param lang the language code of the user's Telegram, if known
 */
public record TelegramUser(
    long userId,
    String firstName,
    @Nullable String lastName,
    @Nullable String username,
    @Nullable String lang) {

  /** Someone of whom only the first name is known. */
  public static TelegramUser of(long userId, String firstName) {
    return new TelegramUser(userId, firstName, null, null, null);
  }
}
