package tg.hotline.topics;

/** What becomes of a text that is longer than a message can be. */
public enum Overflow {
  /** It goes out in several messages, cut where it hurts least. */
  SPLIT,
  /** Its beginning goes out, with an ellipsis at the end. */
  TRUNCATE,
  /** Nothing goes out: it is an error. */
  FAIL
}
