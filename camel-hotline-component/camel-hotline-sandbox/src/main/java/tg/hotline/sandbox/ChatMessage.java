package tg.hotline.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message in a customer's private chat with a bot, as the customer's phone shows it.
 *
 * @param messageId counts the messages of this chat, from 1; {@code message_id} of the Bot API
 * @param sender who wrote it; the phone shows all but the customer as the bot
 * @param text the text
 * @param keyboard the buttons it brought, if any
 * @param at when it was written, by this machine's clock
 * @param edited whether the bot has changed it since
 */
public record ChatMessage(
    long messageId,
    Sender sender,
    String text,
    @Nullable Keyboard keyboard,
    Instant at,
    boolean edited) {

  /** Who wrote a message. */
  public enum Sender {
    /** The customer. */
    CUSTOMER,
    /** The bot's own program, through the Bot API. */
    BOT,
    /** An operator, through Hotline; the bot's own program does not see it. */
    OPERATOR,
    /** Hotline's own greeting, {@code WELCOME}. */
    HOTLINE
  }

  ChatMessage edited(String newText, @Nullable Keyboard newKeyboard) {
    return new ChatMessage(messageId, sender, newText, newKeyboard, at, true);
  }
}
