package tg.hotline.topics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Collects an answer up to {@link #MAX_ANSWER}; a longer one fails the call. */
final class HttpAnswerConsumer implements AsyncResponseConsumer<HttpAnswer> {

  /** The largest answer that is read, in bytes; Hotline's have some hundreds. */
  static final int MAX_ANSWER = 1 << 20;

  /** An answer that says to be longer, or nothing of it, has to show it. */
  private static final int USUAL = 1024;

  private byte[] bytes = {};
  private int length;
  private int status;
  private @Nullable String retryAfter;
  private @Nullable String date;
  private @Nullable String contentEncoding;
  private @Nullable FutureCallback<HttpAnswer> result;

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<HttpAnswer> result) {
    status = response.getCode();
    retryAfter = value(response, HttpHeaders.RETRY_AFTER);
    date = value(response, HttpHeaders.DATE);
    contentEncoding = value(response, HttpHeaders.CONTENT_ENCODING);
    if (entity == null) {
      result.completed(answer());
    } else {
      this.result = result;
      long announced = entity.getContentLength(); // -1: nothing is
      bytes = new byte[announced >= 0 && announced <= USUAL ? (int) announced : USUAL];
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    capacity.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    int more = source.remaining();
    if (length + more > MAX_ANSWER) {
      throw new AnswerTooLongException(status);
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
    source.get(bytes, length, more);
    length += more;
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    if (result != null) {
      result.completed(answer());
    }
  }

  private HttpAnswer answer() {
    byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    return new HttpAnswer(status, body, false, retryAfter, date, contentEncoding);
  }

  private static @Nullable String value(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public void failed(Exception cause) {
    // The exchange's own callback is told as well.
  }

  @Override
  public void releaseResources() {}
}
