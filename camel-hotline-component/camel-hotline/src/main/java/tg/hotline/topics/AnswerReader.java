package tg.hotline.topics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.Seen.Answered;
import tg.hotline.topics.Seen.Unanswered;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/** Makes results of what came of a try, as {@link Ending} judges it. */
final class AnswerReader {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

  private AnswerReader() {}

  /** Reads an answer. Never fails, whatever came. */
  static <A extends TopicsAnswer> TopicsResult<A> read(
      TopicsRequest<A> request, HttpAnswer answer, Credentials credentials) {
    Answered seen = new Answered(request, answer);
    Ending ending = Ending.of(seen);
    var fields = seen.body().fields();
    if (ending.outcome() == Outcome.OK && fields != null) {
      A read = request.answer(fields);
      warnOfAnotherText(request, read);
      return new Success<>(read);
    }
    return new Failure<>(ending.outcome(), seen.status(), reason(ending, seen, credentials), null);
  }

  /** Judges a try that got no answer, or one too long to be read. */
  static <A extends TopicsAnswer> Failure<A> unanswered(
      boolean surelyNotSent, String reason, Throwable cause, Credentials credentials) {
    Ending ending = Ending.of(new Unanswered(surelyNotSent, cause));
    int status =
        ending == Ending.TOO_LONG && cause instanceof AnswerTooLongException e ? e.status() : 0;
    // HttpClient quotes what it cannot parse.
    return new Failure<>(ending.outcome(), status, credentials.mask(reason), cause);
  }

  private static String reason(Ending ending, Answered seen, Credentials credentials) {
    String words = Texts.excerpt(credentials.mask(seen.words()));
    String note = ending.note().isEmpty() && words.isEmpty() ? "empty answer" : ending.note();
    return "HTTP "
        + seen.status()
        + (note.isEmpty() ? "" : ", " + note)
        + (words.isEmpty() ? "" : ": " + words);
  }

  /** The result decides; but operators who read another text than was sent are worth a look. */
  private static void warnOfAnotherText(TopicsRequest<?> request, TopicsAnswer answer) {
    if (request instanceof IncomingInTopic sent
        && answer instanceof SentMessage repeated
        && repeated.message() != null
        && !plain(sent.message()).equals(plain(repeated.message()))) {
      LOG.warn(
          "Hotline repeats another text than the one sent for user {}: it has {} UTF-16 code units,"
              + " sent were {}",
          sent.userId(),
          repeated.message().length(),
          sent.message().length());
    }
  }

  private static String plain(String text) {
    return text.replace("\r\n", "\n").strip();
  }
}
