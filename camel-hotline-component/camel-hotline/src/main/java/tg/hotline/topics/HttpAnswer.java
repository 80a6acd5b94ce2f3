package tg.hotline.topics;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer as it came, whole.
 *
 * @param status the HTTP status
 * @param body the bytes, at most {@link HttpAnswerConsumer#MAX_ANSWER}
 * @param fromProxy whether a proxy gave it instead of passing the request on, surely
 * @param retryAfter the header {@code Retry-After} as it came
 * @param date the header {@code Date} as it came
 * @param contentEncoding the header {@code Content-Encoding} as it came; the body is as packed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record HttpAnswer(
    int status,
    byte[] body,
    boolean fromProxy,
    @Nullable String retryAfter,
    @Nullable String date,
    @Nullable String contentEncoding) {

  HttpAnswer(int status, byte[] body) {
    this(status, body, false, null, null, null);
  }

  HttpAnswer ofProxy() {
    return new HttpAnswer(status, body, true, retryAfter, date, contentEncoding);
  }
}
