package tg.hotline.camel;

import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;

/** Hotline understood the call and refused it; the same call would be refused again. */
public final class HotlineRejectedException extends HotlineException {

  private static final long serialVersionUID = 1L;

  HotlineRejectedException(String message, int httpResponseCode, @Nullable Throwable cause) {
    super("Hotline refused " + message, httpResponseCode, cause);
  }

  @Override
  public Outcome getOutcome() {
    return Outcome.REJECTED;
  }
}
