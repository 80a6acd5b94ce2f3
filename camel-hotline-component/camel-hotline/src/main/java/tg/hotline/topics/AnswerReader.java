package tg.hotline.topics;

import java.util.Map;
import tg.hotline.topics.Seen.Answered;
import tg.hotline.topics.Seen.Unanswered;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/** Makes results of what came of a try, as {@link Ending} judges it. */
final class AnswerReader {

  private AnswerReader() {}

  /** Reads an answer. Never fails, whatever came. */
  static <A extends TopicsAnswer> TopicsResult<A> read(
      TopicsRequest<A> request, HttpAnswer answer, Secrets secrets) {
    Answered seen = new Answered(request, answer);
    Ending ending = Ending.of(seen);
    var fields = seen.body().fields();
    if (ending.outcome() == Outcome.OK && fields != null) {
      boolean plain = !secrets.mayBeQuotedIn(seen.body().text());
      return new Success<>(request.answer(plain ? fields : masked(request, fields, secrets)));
    }
    return new Failure<>(ending.outcome(), seen.status(), reason(ending, seen, secrets), null);
  }

  /** The text as it was sent is the caller's own. */
  private static Map<String, Object> masked(
      TopicsRequest<?> request, Map<String, Object> fields, Secrets secrets) {
    Map<String, Object> masked = secrets.mask(fields);
    if (request instanceof IncomingInTopic) {
      masked.replace("message", fields.get("message"));
    }
    return masked;
  }

  /** Judges a try that got no answer, or one too long to be read. */
  static <A extends TopicsAnswer> Failure<A> unanswered(
      boolean surelyNotSent, String reason, Throwable cause, Secrets secrets) {
    Ending ending = Ending.of(new Unanswered(surelyNotSent, cause));
    int status =
        ending == Ending.TOO_LONG && cause instanceof AnswerTooLongException e ? e.status() : 0;
    // HttpClient quotes what it cannot parse.
    return new Failure<>(ending.outcome(), status, secrets.mask(reason), cause);
  }

  private static String reason(Ending ending, Answered seen, Secrets secrets) {
    String words = Texts.excerpt(secrets.mask(seen.words()));
    String note = ending.note().isEmpty() && words.isEmpty() ? "empty answer" : ending.note();
    return "HTTP "
        + seen.status()
        + (note.isEmpty() ? "" : ", " + note)
        + (words.isEmpty() ? "" : ": " + words);
  }
}
