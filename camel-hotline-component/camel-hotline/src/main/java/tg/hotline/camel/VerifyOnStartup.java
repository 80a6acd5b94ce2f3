package tg.hotline.camel;

/** What becomes of a start when Hotline does not answer as it should. */
public enum VerifyOnStartup {
  /** Hotline is not asked. */
  OFF,
  /** It is told in the log, and does not wait. */
  WARN,
  /** It fails. */
  FAIL
}
