package tg.hotline.topics;

import java.util.Map;
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

    /** What Hotline says it did; null if it does not say, or if somebody else answered. */
    @Nullable String result() {
      return !answer.fromProxy() && body.field("result") instanceof String text ? text : null;
    }

    boolean hasExpectedResult() {
      return request.expectedResult().equals(result());
    }

    boolean namesAnotherTopic() {
      Map<String, Object> fields = body.fields();
      return fields != null && request instanceof InfoByTopic info && info.isContradicted(fields);
    }

    /** n8n's page during an upgrade. Only a page counts: an answer may quote any message. */
    boolean isStartingUp() {
      String page = body.text().strip();
      return (page.startsWith("<") || page.startsWith(STARTING_UP)) && page.contains(STARTING_UP);
    }

    /** What people should read of the answer, as it came. */
    String words() {
      String problem = body.problem();
      if (problem != null) {
        return problem;
      }
      if (hasExpectedResult()) { // of another topic: whose facts are nobody's business here
        return "group_id " + body.field("group_id") + ", topic_id " + body.field("topic_id");
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
  }
}
