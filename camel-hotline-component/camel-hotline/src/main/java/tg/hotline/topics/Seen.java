package tg.hotline.topics;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What came of one try, as the rows of {@link Ending} look at it. */
sealed interface Seen {

  String STARTING_UP = "n8n is starting up";

  /**
   * @param surelyNotSent whether none of the request's body left
   * @param cause what broke
   */
  record Unanswered(boolean surelyNotSent, Throwable cause) implements Seen {}

  /**
   * @param body of the answer, as far as it can be read
   */
  record Answered(TopicsRequest<?> request, HttpAnswer answer, AnswerBody body) implements Seen {

    private static final Set<String> RESULTS = Set.of(TopicInfo.RESULT, SentMessage.RESULT);
    private static final Pattern TAG = Pattern.compile("<[^<>]*+>");

    Answered(TopicsRequest<?> request, HttpAnswer answer) {
      this(request, answer, AnswerBody.of(answer));
    }

    int status() {
      return answer.status();
    }

    /** 2xx, which by itself says nothing. */
    boolean isFine() {
      return status() / 100 == 2;
    }

    /** The field's value; null if there is none, or if somebody else answered. */
    @Nullable Object said(String name) {
      return answer.fromProxy() ? null : body.field(name);
    }

    boolean hasExpectedResult() {
      return request.expectedResult().equals(said("result"));
    }

    /** Whether Hotline says that it did something, whatever it says. */
    boolean hasResult() {
      Map<String, Object> fields = body.fields();
      return !answer.fromProxy() && fields != null && fields.containsKey("result");
    }

    /** A result that is no refusal: it may well have been done. A gateway's 5xx refuses nothing. */
    boolean hasOddResult() {
      return hasResult()
          && (status() / 100 == 5 || !(said("result") instanceof String text) || isKnown(text));
    }

    private static boolean isKnown(String result) {
      String plain = Texts.strip(result).toLowerCase(Locale.ROOT);
      return plain.isEmpty() || RESULTS.contains(plain);
    }

    boolean namesAFieldTwice() {
      return !answer.fromProxy() && body.doubled();
    }

    boolean namesAnotherTopic() {
      Map<String, Object> fields = body.fields();
      return fields != null && request instanceof InfoByTopic info && info.isContradicted(fields);
    }

    boolean repeatsAnotherText() {
      Map<String, Object> fields = body.fields();
      return fields != null
          && request instanceof IncomingInTopic sent
          && sent.isContradicted(fields);
    }

    /** n8n's page during an upgrade. No page that quotes what was sent: that one has run. */
    boolean isStartingUp() {
      return (status() == 200 || status() == 503)
          && withoutTags(body.text()).startsWith(STARTING_UP)
          && !(request instanceof IncomingInTopic sent
              && (withoutTags(sent.message()).contains(STARTING_UP)
                  || Texts.collapse(sent.message()).contains(STARTING_UP)));
    }

    private static String withoutTags(String page) {
      return Texts.collapse(TAG.matcher(page).replaceAll(" "));
    }

    /** What people should read of the answer, as it came. */
    String words() {
      String problem = body.problem();
      if (problem != null) {
        return problem;
      }
      if (hasExpectedResult()) { // but of another call: whose facts are nobody's business here
        return request instanceof IncomingInTopic sent
            ? lengths(sent.message())
            : "group_id " + body.field("group_id") + ", topic_id " + body.field("topic_id");
      }
      if (hasOddResult()) {
        return String.valueOf(said("result"));
      }
      Object error = body.field("error");
      for (Object said :
          new @Nullable Object[] {
            body.field("message"), error, error instanceof Map<?, ?> map ? map.get("message") : null
          }) {
        if (said instanceof String text && !text.isBlank()) {
          return text;
        }
      }
      return body.text();
    }

    private String lengths(String sent) {
      int repeated = body.field("message") instanceof String text ? text.length() : 0;
      return "it has " + repeated + " UTF-16 code units, sent were " + sent.length();
    }
  }
}
