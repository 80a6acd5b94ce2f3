package tg.hotline.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox does with a call it was told to treat differently; see {@link
 * HotlineSandbox#answerNext(Answer)}; {@link Answers} has those seen in reality by name. Answers
 * are built from each other: {@code delayed(ofSeconds(2), cutAfterEffect())}. Immutable.
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
    return new Cut(false);
  }

  /** As {@link #cut()}, but the connection is reset (RST), as if its other end had forgotten it. */
  static Answer reset() {
    return new Cut(true);
  }

  /** The call takes effect, then the connection is closed without an answer. */
  static Answer cutAfterEffect() {
    return afterEffect(cut());
  }

  /**
   * The usual answer with all its headers, but after so many bytes of its body the connection is
   * closed. The call takes effect.
   *
   * @param bodyBytes how many; 0 for the head alone
   */
  static Answer cutWithin(int bodyBytes) {
    return cutWithin(bodyBytes, usual());
  }

  /** As {@link #cutWithin(int)}, with what the other answers instead of the usual answer. */
  static Answer cutWithin(int bodyBytes, Answer then) {
    return new CutWithin(bodyBytes, then);
  }

  /**
   * The usual answer, complete; then the connection, said to stay, is closed. The call takes
   * effect.
   */
  static Answer cutAfterAnswer() {
    return cutAfterAnswer(usual());
  }

  /** As {@link #cutAfterAnswer()}, with what the other answers instead of the usual answer. */
  static Answer cutAfterAnswer(Answer then) {
    return cutWithin(Integer.MAX_VALUE, then);
  }

  /**
   * The connection is closed while the client still writes its request: after so many bytes of the
   * body. The call does not take effect, and the journal does not know what it was to be. Where
   * other answers are scripted before it for calls that match, or when it is inside another answer,
   * it is {@link #cut()}: the request has to be read first.
   *
   * @param bodyBytes how many; 0 for the head alone
   */
  static Answer cutRequest(int bodyBytes) {
    return new CutRequest(bodyBytes);
  }

  /**
   * Neither an answer nor an end, until the client gives up; no effect. This is what n8n does with
   * a request that has {@code Upgrade: h2c}, and the sandbox only when told to.
   */
  static Answer hang() {
    return new Hang();
  }

  /**
   * The call takes effect first, if it is a right one, and is then answered so. With {@link
   * #usual()} in the end it gets the right answer.
   */
  static Answer afterEffect(Answer then) {
    return new AfterEffect(then);
  }

  /**
   * The call is answered so, and takes effect later, if it is a right one. The journal says so when
   * it has.
   *
   * @param delay how long after the answer
   */
  static Answer beforeEffect(Answer.Raw now, Duration delay) {
    return new BeforeEffect(now, delay);
  }

  /**
   * The usual answer, changed; the call takes effect. What is refused before the workflow runs (a
   * wrong access token, for one) is not changed.
   *
   * @param change must not fail
   */
  static Answer changed(UnaryOperator<Raw> change) {
    return new Changed(change);
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

    /** The same with another body. */
    public Raw body(String text) {
      return new Raw(status, headers, text, chunked);
    }
  }

  /**
   * See {@link Answer#delayed(Duration, Answer)}.
   *
   * @param delay how long
   * @param then what then
   */
  record Delayed(Duration delay, Answer then) implements Answer {}

  /**
   * See {@link Answer#cut()} and {@link Answer#reset()}.
   *
   * @param reset whether by RST
   */
  record Cut(boolean reset) implements Answer {}

  /**
   * See {@link Answer#cutWithin(int, Answer)}.
   *
   * @param bodyBytes how much of the body is let through
   * @param then what is answered
   */
  record CutWithin(int bodyBytes, Answer then) implements Answer {
    /** Checks the count. */
    public CutWithin {
      requireCount(bodyBytes);
    }
  }

  /**
   * See {@link Answer#cutRequest(int)}.
   *
   * @param bodyBytes how much of the request's body is read
   */
  record CutRequest(int bodyBytes) implements Answer {
    /** Checks the count. */
    public CutRequest {
      requireCount(bodyBytes);
    }
  }

  /** See {@link Answer#hang()}. */
  record Hang() implements Answer {}

  /**
   * See {@link Answer#beforeEffect}.
   *
   * @param now the answer
   * @param delay how long after it
   */
  record BeforeEffect(Raw now, Duration delay) implements Answer {}

  /**
   * See {@link Answer#changed}.
   *
   * @param change from the right answer to the one given
   */
  record Changed(UnaryOperator<Raw> change) implements Answer {}

  /**
   * See {@link Answer#afterEffect(Answer)}.
   *
   * @param then what the caller gets
   */
  record AfterEffect(Answer then) implements Answer {}

  private static void requireCount(int bodyBytes) {
    if (bodyBytes < 0) {
      throw new IllegalArgumentException("bodyBytes must be at least 0, not " + bodyBytes);
    }
  }
}
