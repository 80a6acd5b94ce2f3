package tg.hotline.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buttons that a bot's message brings to the customer's phone, as Telegram's Bot API has them
 * ({@code reply_markup}). Immutable.
 */
public sealed interface Keyboard {

  /**
   * Buttons below the message, {@code inline_keyboard}. Pressing one is told to the bot's session
   * and is no message.
   *
   * @param rows the rows of buttons, from the top
   */
  record Inline(List<List<Button>> rows) implements Keyboard {
    /** Takes a copy. */
    public Inline {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * Buttons in place of the customer's keyboard, {@code keyboard}, until another message replaces
   * or removes them. Pressing one sends its text as the customer's message.
   *
   * @param rows the texts of the buttons, row by row, from the top
   * @param oneTime whether they go away when one was pressed
   */
  record Reply(List<List<String>> rows, boolean oneTime) implements Keyboard {
    /** Takes a copy. */
    public Reply {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** Takes the buttons of a {@link Reply} away, {@code remove_keyboard}. */
  record Remove() implements Keyboard {}

  /**
   * One button of an {@link Inline} keyboard.
   *
   * @param text what stands on it
   * @param data what the bot's session is told when it is pressed, {@code callback_data}; null if
   *     it opens a page
   * @param url the page it opens, if any
   */
  record Button(String text, @Nullable String data, @Nullable String url) {}
}
