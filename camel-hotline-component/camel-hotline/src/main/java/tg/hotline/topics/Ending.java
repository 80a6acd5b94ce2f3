package tg.hotline.topics;

import static tg.hotline.topics.Outcome.NOT_SENT;
import static tg.hotline.topics.Outcome.OK;
import static tg.hotline.topics.Outcome.REJECTED;
import static tg.hotline.topics.Outcome.UNKNOWN;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import tg.hotline.topics.Seen.Answered;
import tg.hotline.topics.Seen.Unanswered;

/**
 * The table of all ways in which a try can end. The first row that fits decides. The body comes
 * before the status, because n8n, which answers behind the Topics API, says 200 to many a call that
 * it did not do. The table in the docs is written from this one.
 */
@SuppressWarnings("ImmutableEnumChecker") // the predicates hold nothing
enum Ending {
  NEVER_LEFT(
      NOT_SENT,
      "No answer, and the request's body never left: the connection was refused, its name, TLS or"
          + " a proxy failed, or `connectTimeout` or `requestTimeout` passed before",
      "",
      unanswered(Unanswered::surelyNotSent)),
  TOO_LONG(
      UNKNOWN,
      "An answer of more than 1 MiB",
      "",
      unanswered(seen -> seen.cause() instanceof AnswerTooLongException)),
  TOO_LATE(
      UNKNOWN,
      "No answer within `requestTimeout`",
      "",
      unanswered(seen -> seen.cause() instanceof TimeoutException)),
  BROKEN(
      UNKNOWN,
      "The connection broke after the request's body had begun to leave and before the answer was"
          + " whole, or what came was not HTTP",
      "",
      unanswered(seen -> true)),

  PROXY_REFUSED(
      NOT_SENT,
      "An answer other than 407 of a proxy that did not open the way to Hotline",
      "the proxy lets nothing through",
      answered(seen -> seen.answer().fromProxy() && seen.status() != 407)),

  ANOTHER_TOPIC(
      UNKNOWN,
      "The expected `result`, but of another topic than the one asked for",
      "the answer is about another topic",
      answered(seen -> seen.hasExpectedResult() && seen.namesAnotherTopic())),
  ANOTHER_TEXT(
      UNKNOWN,
      "The expected `result`, but with a `message` other than the one sent: who knows whose answer"
          + " it is. Blanks, Unicode's forms and HTML's escapes make no difference",
      "the answer repeats another text",
      answered(seen -> seen.hasExpectedResult() && seen.repeatsAnotherText())),
  DONE(
      OK,
      "A JSON object with the expected `result`: `topic_info` for `info`, `message_sent` for `send`",
      "",
      answered(Answered::hasExpectedResult)),
  ODD_RESULT(
      UNKNOWN,
      "A JSON object whose `result` is not a text, is blank, is another spelling of those two or"
          + " the other's, or is any text with 5xx",
      "the answer's result is not clear",
      answered(Answered::hasOddResult)),
  REFUSED(
      REJECTED,
      "A JSON object whose `result` is any other text, such as `error`",
      "",
      answered(Answered::hasResult)),
  DOUBLED(
      UNKNOWN,
      "JSON in which an object names a field twice",
      "the answer names a field twice",
      answered(Answered::namesAFieldTwice)),
  STARTED(
      UNKNOWN,
      "The message `Workflow was started`",
      "the workflow runs on without an answer",
      message("Workflow was started")),

  PROXY_PASSWORD(
      NOT_SENT,
      "407 of a proxy: it wants another `proxyUsername` and `proxyPassword`",
      "the proxy wants another proxyUsername and proxyPassword",
      status(407)),
  REFUSED_BY_STATUS(
      REJECTED,
      "400, 401, 403 (n8n: wrong access token), 405, 413, 422 (n8n: not JSON)",
      "",
      status(400, 401, 403, 405, 413, 422)),
  NOT_REGISTERED(
      NOT_SENT,
      "404: the workflow is off or not loaded yet, or `apiUrl` is wrong",
      "nothing runs at this address",
      status(404)),
  TOO_MANY(NOT_SENT, "429: too many calls", "", status(429)),
  DATABASE_AWAY(
      NOT_SENT,
      "503 with the message `Database is not ready!`",
      "",
      status(503).and(message("Database is not ready!"))),
  STARTING_UP(
      NOT_SENT,
      "200 or 503 with a page whose text begins with `"
          + Seen.STARTING_UP
          + "`, unless the message that was sent says so too",
      "",
      answered(Answered::isStartingUp)),

  PACKED(
      UNKNOWN,
      "A `Content-Encoding` other than `gzip`, or `gzip` that is broken or unpacks to more than"
          + " 1 MiB",
      "",
      answered(seen -> seen.body().problem() != null)),
  NOT_UTF8(
      UNKNOWN,
      "Bytes that are not UTF-8, in which JSON is written whatever `Content-Type` says",
      "the answer is not UTF-8",
      answered(seen -> !seen.body().utf8())),
  REDIRECTED(
      UNKNOWN,
      "A redirect, 3xx; it is not followed",
      "a redirect, which is not followed (is apiUrl right?)",
      answered(seen -> seen.status() / 100 == 3)),
  SHUT_DOWN(
      UNKNOWN,
      "The message that the execution was cancelled because the system is shutting down",
      "Hotline was shut down in mid-call",
      message("The execution was cancelled because the system is shutting down")),
  STEP_FAILED(
      UNKNOWN,
      "`error` without `result`, or the message `Error in workflow` or `Workflow execution failed`:"
          + " a step failed, and others may have run",
      "the workflow failed on a step",
      answered(seen -> seen.body().field("error") != null)
          .or(message("Error in workflow", "Workflow execution failed"))),
  SERVER_FAILED(
      UNKNOWN,
      "Any other 5xx, of Hotline or of a proxy in front",
      "",
      answered(seen -> seen.status() / 100 == 5)),
  EMPTY(
      UNKNOWN,
      "2xx with nothing in it: zero bytes, `{}` or `[]`",
      "the answer is empty",
      answered(seen -> seen.isFine() && seen.body().isEmpty())),
  ARRAY(
      UNKNOWN,
      "2xx with a JSON array, even of one right answer",
      "the answer is an array",
      answered(seen -> seen.isFine() && seen.body().isArray())),
  NOT_JSON(
      UNKNOWN,
      "2xx with what is not JSON, such as a web page",
      "the answer is not JSON (is apiUrl right?)",
      answered(seen -> seen.isFine() && !seen.body().isJson())),
  STRANGE(
      UNKNOWN,
      "Any other answer, such as 408, 418 or 425, or JSON without `result`",
      "",
      seen -> true);

  private static final Ending[] ROWS = values();

  private final Outcome outcome;
  private final String description;
  private final String note;
  private final Predicate<Seen> fits;

  /**
   * @param description what was seen, for the docs
   * @param note what a person should read before the answer's own words, if those do not say it
   */
  Ending(Outcome outcome, String description, String note, Predicate<Seen> fits) {
    this.outcome = outcome;
    this.description = description;
    this.note = note;
    this.fits = fits;
  }

  static Ending of(Seen seen) {
    for (Ending row : ROWS) {
      if (row.fits.test(seen)) {
        return row;
      }
    }
    return STRANGE;
  }

  Outcome outcome() {
    return outcome;
  }

  String description() {
    return description;
  }

  String note() {
    return note;
  }

  private static Predicate<Seen> unanswered(Predicate<Unanswered> fits) {
    return seen -> seen instanceof Unanswered unanswered && fits.test(unanswered);
  }

  private static Predicate<Seen> answered(Predicate<Answered> fits) {
    return seen -> seen instanceof Answered answered && fits.test(answered);
  }

  private static Predicate<Seen> status(Integer... any) {
    Set<Integer> statuses = Set.of(any);
    return answered(seen -> statuses.contains(seen.status()));
  }

  private static Predicate<Seen> message(String... any) {
    Set<String> messages = Set.of(any);
    return answered(seen -> seen.said("message") instanceof String said && messages.contains(said));
  }
}
