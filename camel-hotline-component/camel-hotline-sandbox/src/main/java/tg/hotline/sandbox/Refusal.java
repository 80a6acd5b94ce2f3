package tg.hotline.sandbox;

/**
 * The API understood the call and says no. What a wrong call gets is not documented: that it is 200
 * {@code {"result":"error","message":…}} is our assumption.
 */
final class Refusal extends Exception {
  Refusal(String message) {
    super(message, null, false, false);
  }

  /** The text for the caller. */
  String text() {
    return String.valueOf(getMessage());
  }
}
