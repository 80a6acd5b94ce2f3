package tg.hotline.topics;

import java.io.IOException;

/** An answer has more than {@link HttpAnswerConsumer#MAX_ANSWER} bytes. */
final class AnswerTooLongException extends IOException {

  private final int status;

  AnswerTooLongException(int status) {
    super("HTTP " + status + " with an answer of more than 1 MiB");
    this.status = status;
  }

  int status() {
    return status;
  }
}
