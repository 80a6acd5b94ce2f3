package tg.hotline.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What can go wrong with a call, by name, as it was seen behind the API's URL or on the way there.
 * Each says what it does and what a careful caller can know of it, so that a caller's words can be
 * compared with the truth.
 *
 * <p>A caller can know that a call was not sent only where that is so: no fault that reads {@link
 * Told#NOT_SENT} or {@link Told#REJECTED} takes effect.
 */
@SuppressWarnings("ImmutableEnumChecker") // answers are immutable, which the checker cannot see
public enum Fault {
  /** 429 of a proxy. In a mix it comes in storms: several calls in a row get it. */
  TOO_MANY_REQUESTS(Told.NOT_SENT, false, Answers.proxy(429)),
  /** The same with {@code Retry-After: 1}, in storms too. */
  RETRY_AFTER(Told.NOT_SENT, false, Answers.tooManyRequests(1)),
  /** 503: its database is away. */
  DATABASE_NOT_READY(Told.NOT_SENT, false, Answers.DATABASE_NOT_READY),
  /** 200 in HTML: it starts after an upgrade. */
  STARTING_UP(Told.NOT_SENT, false, Answers.STARTING_UP),
  /** 404: the workflow is switched off. */
  NOT_REGISTERED(Told.NOT_SENT, false, Answers.NOT_REGISTERED),

  /** 403: the access token is taken for wrong. */
  WRONG_ACCESS_TOKEN(Told.REJECTED, false, Answers.WRONG_ACCESS_TOKEN),
  /** 422: the body is taken for something else than JSON. */
  NOT_JSON(Told.REJECTED, false, Answers.NOT_JSON),

  /** The connection is closed while the request comes in. */
  CUT_REQUEST(Told.UNKNOWN, false, Answer.cutRequest(10)),
  /** The connection is closed before the effect. */
  CUT(Told.UNKNOWN, false, Answer.cut()),
  /** The connection is reset before the effect. */
  RESET(Told.UNKNOWN, false, Answer.reset()),
  /** 500: a step failed, before the effect. */
  ERROR_IN_WORKFLOW(Told.UNKNOWN, false, Answers.ERROR_IN_WORKFLOW),
  /** 200 with zero bytes: a step failed, before the effect. */
  EMPTY(Told.UNKNOWN, false, Answers.EMPTY),
  /** 200 <code>{}</code>, without effect. */
  EMPTY_OBJECT(Told.UNKNOWN, false, Answers.EMPTY_OBJECT),
  /** 200 {@code {"error":"…"}}: a step failed and the workflow went on, without effect. */
  STEP_FAILED(Told.UNKNOWN, false, Answers.STEP_FAILED),
  /** 502 of a proxy, without effect. */
  BAD_GATEWAY(Told.UNKNOWN, false, Answers.proxy(502)),
  /** 500: it stops in mid-call, before the effect. */
  SHUTTING_DOWN(Told.UNKNOWN, false, Answers.SHUTTING_DOWN),
  /** 200 in HTML: the page of the editor, without effect. */
  EDITOR(Told.UNKNOWN, false, Answers.EDITOR),
  /** Nothing for eleven seconds, then the connection is closed, without effect. */
  SLOW_CUT(Told.UNKNOWN, false, Answer.delayed(Duration.ofSeconds(11), Answer.cut())),

  /** The connection is closed after the effect. */
  CUT_AFTER_EFFECT(Told.UNKNOWN, true, Answer.cutAfterEffect()),
  /** The connection is reset after the effect. */
  RESET_AFTER_EFFECT(Told.UNKNOWN, true, Answer.afterEffect(Answer.reset())),
  /** The connection is closed within the right answer. */
  CUT_WITHIN_ANSWER(Told.UNKNOWN, true, Answer.cutWithin(20)),
  /** 500: a step failed, after the effect. */
  ERROR_AFTER_EFFECT(Told.UNKNOWN, true, Answer.afterEffect(Answers.EXECUTION_FAILED)),
  /** 200 with zero bytes, after the effect. */
  EMPTY_AFTER_EFFECT(Told.UNKNOWN, true, Answer.afterEffect(Answers.EMPTY)),
  /** 504 of a proxy, after the effect. */
  GATEWAY_TIMEOUT_AFTER_EFFECT(Told.UNKNOWN, true, Answer.afterEffect(Answers.proxy(504))),
  /** The right answer in an array. */
  ARRAY(Told.UNKNOWN, true, Answers.ARRAY),
  /** 200 {@code Workflow was started}, and the effect 200 ms later. */
  STARTED(Told.UNKNOWN, true, Answer.beforeEffect(Answers.STARTED, Duration.ofMillis(200))),
  /** Nothing for eleven seconds, then effect and right answer, whether the caller waits or not. */
  SLOW(Told.UNKNOWN, true, Answer.delayed(Duration.ofSeconds(11))),

  /** The right answer after 300 ms. */
  SLOWER(Told.OK, true, Answer.delayed(Duration.ofMillis(300))),
  /** The right answer, said to be {@code text/html}. */
  HTML(Told.OK, true, Answers.HTML),
  /** The right answer; then the connection, said to stay, is closed. */
  CUT_AFTER_ANSWER(Told.OK, true, Answer.cutAfterAnswer());

  /** What a careful caller can know. */
  public enum Told {
    /** It was carried out. */
    OK,
    /** It was refused, and never carried out. */
    REJECTED,
    /** It was surely not carried out. */
    NOT_SENT,
    /** It may have been carried out; {@link #SLOW} by a caller who does not wait for it. */
    UNKNOWN
  }

  private final Told told;
  private final boolean effect;
  private final Answer answer;

  Fault(Told told, boolean effect, Answer answer) {
    this.told = told;
    this.effect = effect;
    this.answer = answer;
  }

  /**
   * By its label.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Fault labelled(String label) {
    return Stream.of(values())
        .filter(fault -> fault.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown fault: " + label));
  }

  /** The name in ledgers: {@code cut-after-effect}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** To play it: {@code sandbox.answerNext(Fault.EMPTY.answer())}. */
  public Answer answer() {
    return answer;
  }

  /** What a careful caller can know of a call that it hits. */
  public Told told() {
    return told;
  }

  /** Whether a call that would be carried out is carried out all the same. */
  public boolean effect() {
    return effect;
  }

  /** Whether it comes in storms. */
  boolean storms() {
    return this == TOO_MANY_REQUESTS || this == RETRY_AFTER;
  }
}
