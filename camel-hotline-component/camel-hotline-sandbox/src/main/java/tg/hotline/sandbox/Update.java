package tg.hotline.sandbox;

/** What a bot's own session is told, {@code Update} of the Bot API. */
sealed interface Update {

  /** {@code update_id}: counts up, for each bot. */
  long id();

  /** The customer has written. */
  record Written(long id, TelegramUser from, ChatMessage message) implements Update {}

  /**
   * The customer has pressed a button of an inline keyboard.
   *
   * @param queryId by which the bot answers
   * @param message the message that the button belongs to
   * @param data what the button is to tell
   */
  record Pressed(long id, String queryId, TelegramUser from, ChatMessage message, String data)
      implements Update {}
}
