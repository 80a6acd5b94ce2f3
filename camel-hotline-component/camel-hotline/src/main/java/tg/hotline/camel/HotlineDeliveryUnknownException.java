package tg.hotline.camel;

import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;

/**
 * The call may or may not have run: making it again may send the operators the same message twice,
 * not making it may lose the message. A person, or a look into the topic, has to decide. Of a long
 * text some parts may be known to be sent: see {@link #getPartsSent()}.
 */
public final class HotlineDeliveryUnknownException extends HotlineException {

  private static final long serialVersionUID = 1L;

  HotlineDeliveryUnknownException(String message, int httpResponseCode, @Nullable Throwable cause) {
    this("May or may not have been done: ", message, httpResponseCode, cause);
  }

  HotlineDeliveryUnknownException(
      String what, String message, int httpResponseCode, @Nullable Throwable cause) {
    super(what + message, httpResponseCode, cause);
  }

  @Override
  public Outcome getOutcome() {
    return Outcome.UNKNOWN;
  }
}
