package tg.hotline.topics;

/** How a call ended. Every call ends in exactly one of these, and the caller is told which. */
public enum Outcome {
  /** Hotline did it and said so. */
  OK,
  /** Hotline understood and refused; the same call would be refused again. */
  REJECTED,
  /** The call surely never ran, so it can be made again without risk. */
  NOT_SENT,
  /** The call may or may not have run; making it again may repeat its effect. */
  UNKNOWN
}
