package tg.hotline.topics;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/**
 * Judges an answer: by its body, not its status, because n8n, which answers behind the Topics API,
 * says 200 to many a call that it did not do. Pure.
 */
final class AnswerReader {

  /** Understood and refused. n8n answers 403 to a wrong key and 422 to what is not JSON. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 405, 413, 422);

  /**
   * n8n answers 404 while the workflow is off or not loaded; 407 and 429 come from a proxy, which
   * did not pass the call on.
   */
  private static final Set<Integer> NEVER_RAN = Set.of(404, 407, 429);

  private static final String STARTING_UP = "n8n is starting up";

  private AnswerReader() {}

  static <A extends TopicsAnswer> TopicsResult<A> read(
      TopicsRequest<A> request, HttpAnswer answer, Credentials credentials) {
    if (answer.fromProxy()) {
      return failure(Outcome.NOT_SENT, answer, null, credentials);
    }
    Map<String, Object> fields = TopicsJson.readObjectOrNull(answer.body());
    if (fields != null && fields.get("result") instanceof String result) {
      return result.equals(request.expectedResult())
          ? new Success<>(request.answer(fields))
          : failure(Outcome.REJECTED, answer, fields, credentials);
    }
    return failure(outcomeWithoutResult(answer, fields), answer, fields, credentials);
  }

  private static Outcome outcomeWithoutResult(
      HttpAnswer answer, @Nullable Map<String, Object> fields) {
    if (REFUSALS.contains(answer.status())) {
      return Outcome.REJECTED;
    }
    if (NEVER_RAN.contains(answer.status())) {
      return Outcome.NOT_SENT;
    }
    if (answer.status() == 503
        && fields != null
        && "Database is not ready!".equals(fields.get("message"))) {
      return Outcome.NOT_SENT;
    }
    return isStartingUp(answer.text()) ? Outcome.NOT_SENT : Outcome.UNKNOWN;
  }

  /** n8n's page during an upgrade. Only a page counts: an answer may quote any message. */
  private static boolean isStartingUp(String body) {
    String page = body.strip();
    return (page.startsWith("<") || page.startsWith(STARTING_UP)) && page.contains(STARTING_UP);
  }

  private static <A extends TopicsAnswer> Failure<A> failure(
      Outcome outcome,
      HttpAnswer answer,
      @Nullable Map<String, Object> fields,
      Credentials credentials) {
    // Hotline and n8n say in "message" what people should read.
    String said =
        fields != null && fields.get("message") instanceof String message && !message.isBlank()
            ? message
            : answer.text();
    String quote = Texts.excerpt(credentials.mask(said));
    return new Failure<>(
        outcome,
        answer.status(),
        proxy(answer)
            + "HTTP "
            + answer.status()
            + (quote.isEmpty() ? ", empty answer" : ": " + quote),
        null);
  }

  private static String proxy(HttpAnswer answer) {
    if (answer.status() == 407) {
      return "the proxy wants another proxyUsername and proxyPassword: ";
    }
    return answer.fromProxy() ? "the proxy lets nothing through: " : "";
  }
}
