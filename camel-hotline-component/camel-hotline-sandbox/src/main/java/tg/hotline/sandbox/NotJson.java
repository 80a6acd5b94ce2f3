package tg.hotline.sandbox;

/** A body that says to be JSON and is not. */
final class NotJson extends Exception {
  NotJson(Throwable cause) {
    super("not JSON", cause);
  }
}
