package tg.hotline.benchmarks;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Judges answers as a route would that wants to know whether its message was sent. */
final class Sent {

  static final String RESULT = "message_sent";

  private Sent() {}

  /** Null if it was sent. */
  static @Nullable IOException failure(@Nullable Object result) {
    return RESULT.equals(result) ? null : new IOException("not sent: " + result);
  }
}
