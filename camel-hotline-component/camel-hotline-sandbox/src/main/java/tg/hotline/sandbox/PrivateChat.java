package tg.hotline.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.ChatMessage.Sender;

/**
 * A customer's private chat with a connection's bot. May be read by any thread; changing it is
 * guarded by {@link Hotline}.
 */
final class PrivateChat {
  /** What is kept of a chat; the oldest go. */
  static final int MAX_MESSAGES = 1000;

  private final Connection connection;
  private final TelegramUser user;
  private final Log<ChatMessage> messages = new Log<>(MAX_MESSAGES);
  private volatile Keyboard.@Nullable Reply keyboard;
  private volatile @Nullable String notice;

  PrivateChat(Connection connection, TelegramUser user) {
    this.connection = connection;
    this.user = user;
  }

  Connection connection() {
    return connection;
  }

  TelegramUser user() {
    return user;
  }

  Log<ChatMessage> messages() {
    return messages;
  }

  /** The buttons in place of the customer's keyboard, if any. */
  Keyboard.@Nullable Reply keyboard() {
    return keyboard;
  }

  /** What the bot said to the last press of a button, if anything. */
  @Nullable String notice() {
    return notice;
  }

  void notice(@Nullable String text) {
    notice = text;
  }

  ChatMessage append(Sender sender, String text, @Nullable Keyboard buttons, Instant at) {
    if (buttons instanceof Keyboard.Reply reply) {
      keyboard = reply;
    } else if (buttons instanceof Keyboard.Remove
        || (sender == Sender.CUSTOMER && usesUp(keyboard, text))) {
      keyboard = null;
    }
    return messages.append(number -> new ChatMessage(number, sender, text, buttons, at, false));
  }

  private static boolean usesUp(Keyboard.@Nullable Reply buttons, String text) {
    return buttons != null
        && buttons.oneTime()
        && buttons.rows().stream().anyMatch(row -> row.contains(text));
  }
}
