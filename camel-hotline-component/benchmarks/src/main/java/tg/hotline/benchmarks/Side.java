package tg.hotline.benchmarks;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One way to call Hotline. Each is written as well as we can. Thread-safe. */
interface Side extends AutoCloseable {

  /**
   * Sends a message and returns at once, or when it is sent: then many threads call it.
   *
   * @param done run once, when Hotline has said that it was sent
   * @throws Exception if it cannot be sent; the run ends then
   */
  void send(Message message, Done done) throws Exception;

  @Override
  void close() throws IOException;

  /** Whether {@link #send} holds its thread until the answer has come. */
  default boolean isBlocking() {
    return false;
  }

  /** Is told of a call's end, once. */
  interface Done {

    /**
     * @param failure null if the message was sent
     */
    void ended(@Nullable Throwable failure);
  }
}
