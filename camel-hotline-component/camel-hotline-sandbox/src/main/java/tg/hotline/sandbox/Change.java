package tg.hotline.sandbox;

/** Something that people can see has changed: what it is, not how it is now. */
sealed interface Change {

  /** A topic's status, date or messages. */
  record OfTopic(String groupId, long topicId) implements Change {}

  /** A customer's private chat with a connection's bot. */
  record OfChat(String instance, long userId) implements Change {}

  /** A call in the journal. */
  record OfCall(long number) implements Change {}

  /** What the next calls will be answered, or the phase. */
  record OfScript() implements Change {}

  /** Everything: back to the seed. */
  record OfEverything() implements Change {}
}
