package tg.hotline.topics;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducerWrapper;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;

/**
 * A request's body, which decides whether a call that failed was surely not sent: either its first
 * byte was let out, or none ever will be. Without its body a call does not run. Thread-safe.
 */
final class RequestBody extends AsyncEntityProducerWrapper {

  private enum State {
    HELD,
    LET_OUT,
    WITHDRAWN
  }

  // As a text: a ContentType is written anew each time that it is asked for.
  private static final String CONTENT_TYPE = ContentType.APPLICATION_JSON.toString();

  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  RequestBody(byte[] json) {
    super(new BasicAsyncEntityProducer(json, null));
  }

  /** HttpClient writes a body that is not repeatable once, whatever the answer asks for. */
  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public String getContentType() {
    return CONTENT_TYPE;
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (!state.compareAndSet(State.HELD, State.LET_OUT) && state.get() == State.WITHDRAWN) {
      throw new IOException("the call was given up before it was sent");
    }
    super.produce(channel);
  }

  /**
   * Withdraws the body.
   *
   * @return whether it was surely not sent, and will not be from now on
   */
  boolean withdraw() {
    return state.compareAndSet(State.HELD, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }
}
