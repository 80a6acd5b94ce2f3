package tg.hotline.benchmarks;

import java.io.IOException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** Tells of a call's end what HttpClient says of it. */
abstract class Ended<T> implements FutureCallback<T> {

  private final Side.Done done;

  Ended(Side.Done done) {
    this.done = done;
  }

  /** The answer's {@code result}. */
  abstract @Nullable String result(T answer) throws IOException;

  @Override
  public final void completed(T answer) {
    try {
      done.ended(Sent.failure(result(answer)));
    } catch (IOException e) {
      done.ended(e);
    }
  }

  @Override
  public final void failed(Exception e) {
    done.ended(e);
  }

  @Override
  public final void cancelled() {
    done.ended(new IOException("cancelled"));
  }
}
