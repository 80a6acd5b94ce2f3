package tg.hotline.camel;

import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;

/** The call surely never ran; it can be made again without risk. */
public final class HotlineNotSentException extends HotlineException {

  private static final long serialVersionUID = 1L;

  HotlineNotSentException(String message, int httpResponseCode, @Nullable Throwable cause) {
    super("Not sent: " + message, httpResponseCode, cause);
  }

  @Override
  public Outcome getOutcome() {
    return Outcome.NOT_SENT;
  }
}
