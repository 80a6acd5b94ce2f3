package tg.hotline.topics;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP answer as it came, whole.
 *
 * @param status the HTTP status
 * @param body the bytes, at most {@link HttpAnswerConsumer#MAX_ANSWER}
 * @param fromProxy whether a proxy gave it instead of passing the request on, surely
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record HttpAnswer(int status, byte[] body, boolean fromProxy) {

  HttpAnswer(int status, byte[] body) {
    this(status, body, false);
  }

  HttpAnswer ofProxy() {
    return new HttpAnswer(status, body, true);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
