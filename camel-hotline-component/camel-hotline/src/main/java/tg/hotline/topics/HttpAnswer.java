package tg.hotline.topics;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP answer as it came, whole.
 *
 * @param status the HTTP status
 * @param body the bytes, at most {@link HttpAnswerConsumer#MAX_ANSWER}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record HttpAnswer(int status, byte[] body) {

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
