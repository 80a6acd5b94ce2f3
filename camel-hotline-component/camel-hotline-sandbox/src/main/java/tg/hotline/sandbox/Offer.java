package tg.hotline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tg.hotline.sandbox.Fault.Told;

/**
 * A scripted answer for people to pick: every {@link Fault}, and what {@link Answers} has besides.
 *
 * @param label what it is picked by
 * @param says what happens, for someone who sees it for the first time
 * @param told what {@code hotline:send} tells of a call that it hits
 * @param effect whether the message reaches the topic all the same
 * @param answer what is played; made anew each time, as one holds a date
 */
record Offer(String label, String says, Told told, boolean effect, Supplier<Answer> answer) {

  /** All there are, in the order of {@link Told}, those with effect last. */
  static final List<Offer> ALL =
      Stream.concat(Stream.of(Fault.values()).map(Offer::of), besides())
          .sorted(Comparator.comparing(Offer::told).thenComparing(Offer::effect))
          .toList();

  /** By its label. */
  static Optional<Offer> labelled(String label) {
    return ALL.stream().filter(offer -> offer.label().equals(label)).findFirst();
  }

  private static Offer of(Fault fault) {
    return new Offer(fault.label(), says(fault), fault.told(), fault.effect(), fault::answer);
  }

  private static String says(Fault fault) {
    return switch (fault) {
      case TOO_MANY_REQUESTS -> "429 from a proxy in front: too many calls.";
      case RETRY_AFTER -> "429 that asks to wait for a second.";
      case DATABASE_NOT_READY -> "503: the service's database is away.";
      case STARTING_UP -> "200, but a page: the service starts after an upgrade.";
      case NOT_REGISTERED -> "404: the workflow behind the API is switched off.";
      case WRONG_ACCESS_TOKEN -> "403: the access token is taken for wrong.";
      case NOT_JSON -> "422: the body is taken for something else than JSON.";
      case CUT_REQUEST -> "The connection is closed while the request comes in.";
      case CUT -> "The connection is closed, and nothing was done.";
      case RESET -> "The connection is reset, and nothing was done.";
      case ERROR_IN_WORKFLOW -> "500: a step failed before the message was posted.";
      case EMPTY -> "200 with zero bytes: a step failed before the message was posted.";
      case EMPTY_OBJECT -> "200 with {}, and nothing was done.";
      case STEP_FAILED -> "200 with an error as text: a step failed, the workflow went on.";
      case BAD_GATEWAY -> "502 from a proxy in front, and nothing was done.";
      case SHUTTING_DOWN -> "500: the service stops before the message was posted.";
      case EDITOR -> "200, but the editor's page, and nothing was done.";
      case SLOW_CUT -> "Silence for 11 seconds, then the connection is closed.";
      case CUT_AFTER_EFFECT -> "The message is posted, then the connection is closed.";
      case RESET_AFTER_EFFECT -> "The message is posted, then the connection is reset.";
      case CUT_WITHIN_ANSWER -> "The message is posted, but the answer breaks off after 20 bytes.";
      case ERROR_AFTER_EFFECT -> "The message is posted, then a later step fails: 500.";
      case EMPTY_AFTER_EFFECT -> "The message is posted, but the answer is 200 with zero bytes.";
      case GATEWAY_TIMEOUT_AFTER_EFFECT -> "The message is posted, but a proxy answers 504.";
      case ARRAY -> "The message is posted, and the right answer comes in an array.";
      case STARTED -> "200 at once; the message is posted 200 ms later.";
      case SLOW -> "Silence for 11 seconds, then the message is posted and answered.";
      case SLOWER -> "All is well, but takes 300 ms.";
      case HTML -> "All is well, but the answer says to be HTML.";
      case CUT_AFTER_ANSWER -> "All is well, but the connection is closed after the answer.";
    };
  }

  private static Stream<Offer> besides() {
    return Stream.of(
        without(
            "retry-after-date",
            "429 that asks to wait until a time, in two seconds.",
            Told.NOT_SENT,
            () -> Answers.tooManyRequests(Instant.now().plus(Duration.ofSeconds(2)))),
        without(
            "service-unavailable",
            "503 from a proxy in front.",
            Told.UNKNOWN,
            () -> Answers.proxy(503)),
        without(
            "gateway-timeout",
            "504 from a proxy in front, and nothing was done.",
            Told.UNKNOWN,
            () -> Answers.proxy(504)),
        without(
            "wrong-method",
            "404: the API is not there for this method.",
            Told.NOT_SENT,
            () -> Answers.WRONG_METHOD),
        without(
            "not-found",
            "404, and a page: the service starts, and knows no paths yet.",
            Told.NOT_SENT,
            () -> Answers.NOT_FOUND),
        without(
            "execution-failed",
            "500: a step failed before the message was posted, in other words.",
            Told.UNKNOWN,
            () -> Answers.EXECUTION_FAILED),
        without(
            "step-failed-object",
            "200 with an error as an object: a step failed, the workflow went on.",
            Told.UNKNOWN,
            () -> Answers.STEP_FAILED_OBJECT),
        without(
            "empty-array",
            "200 with [], and nothing was done.",
            Told.UNKNOWN,
            () -> Answers.EMPTY_ARRAY),
        without(
            "no-content",
            "204: no content, and nothing was done.",
            Told.UNKNOWN,
            () -> Answers.NO_CONTENT),
        without(
            "no-item",
            "500: the workflow has nothing to answer.",
            Told.UNKNOWN,
            () -> Answers.NO_ITEM),
        without(
            "too-large",
            "500: the body is taken for over 16 MiB.",
            Told.UNKNOWN,
            () -> Answers.TOO_LARGE),
        without(
            "hang",
            "Neither an answer nor an end, until the caller gives up.",
            Told.UNKNOWN,
            Answer::hang));
  }

  private static Offer without(String label, String says, Told told, Supplier<Answer> answer) {
    return new Offer(label, says, told, false, answer);
  }
}
