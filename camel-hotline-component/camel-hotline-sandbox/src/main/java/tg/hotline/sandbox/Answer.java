package tg.hotline.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox does with a call it was told to treat differently; see {@link
 * HotlineSandbox#answerNext(Answer)}. Answers are built from each other: {@code
 * delayed(ofSeconds(2), cutAfterEffect())}. Immutable.
 */
public sealed interface Answer {

  /** What the call would get anyway. */
  static Answer usual() {
    return new Usual();
  }

  /**
   * What stands behind the API's URL answers with this status, as observed on n8n 1.115 and 1.123:
   *
   * <ul>
   *   <li>200: a step of the workflow failed, {@code application/json} and zero bytes
   *   <li>403: wrong access token
   *   <li>404: the workflow is switched off
   *   <li>422: the body is not JSON
   *   <li>500: {@code {"message":"Error in workflow"}}
   *   <li>503: its database is away
   *   <li>429, 502, 504 and all others: a page of HTML, as a proxy in front of it may answer
   * </ul>
   *
   * <p>The call does not take effect.
   *
   * @param code 200 to 599
   */
  static Raw status(int code) {
    return N8n.status(code);
  }

  /**
   * Any answer of one's own. The call does not take effect.
   *
   * @param status 200 to 599
   * @param contentType the header {@code Content-Type}, null for none
   * @param body the body, sent as UTF-8 with its {@code Content-Length}; may be empty
   */
  static Raw raw(int status, @Nullable String contentType, String body) {
    Raw answer = new Raw(status, Map.of(), body, false);
    return contentType == null ? answer : answer.header("Content-Type", contentType);
  }

  /** Waits, without holding a thread, then does the other. Nothing takes effect before. */
  static Answer delayed(Duration delay, Answer then) {
    return new Delayed(delay, then);
  }

  /** The usual answer, late. The call takes effect late too, even when the caller gave up. */
  static Answer delayed(Duration delay) {
    return delayed(delay, usual());
  }

  /** The connection is closed without an answer, and the call does not take effect. */
  static Answer cut() {
    return new Cut();
  }

  /** The call takes effect, then the connection is closed without an answer. */
  static Answer cutAfterEffect() {
    return afterEffect(cut());
  }

  /**
   * The call takes effect first, if it is a right one, and is then answered so. With {@link
   * #usual()} in the end it gets the right answer.
   */
  static Answer afterEffect(Answer then) {
    return new AfterEffect(then);
  }

  /** See {@link Answer#usual()}. */
  record Usual() implements Answer {}

  /**
   * See {@link Answer#raw} and {@link Answer#status}.
   *
   * @param status 200 to 599
   * @param headers the headers, besides those that carry the body
   * @param body the body
   * @param chunked whether the body goes out in chunks, without {@code Content-Length}
   */
  record Raw(int status, Map<String, String> headers, String body, boolean chunked)
      implements Answer {

    /** Checks the status: 1xx are not answers. */
    public Raw {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("status must be 200 to 599, not " + status);
      }
      headers = Map.copyOf(headers);
    }

    /** The same with one header more, such as {@code Retry-After}, or with another value of it. */
    public Raw header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Raw(status, more, body, chunked);
    }
  }

  /**
   * See {@link Answer#delayed(Duration, Answer)}.
   *
   * @param delay how long
   * @param then what then
   */
  record Delayed(Duration delay, Answer then) implements Answer {}

  /** See {@link Answer#cut()}. */
  record Cut() implements Answer {}

  /**
   * See {@link Answer#afterEffect(Answer)}.
   *
   * @param then what the caller gets
   */
  record AfterEffect(Answer then) implements Answer {}
}
