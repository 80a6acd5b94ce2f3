package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static tg.hotline.camel.LongMessagesTest.LONG;
import static tg.hotline.camel.LongMessagesTest.PARTS;
import static tg.hotline.camel.LongMessagesTest.sent;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;

/** What the marks of a key are before a send, what Hotline says, and what they are then. */
@TestInstance(Lifecycle.PER_CLASS) // one Camel context for all
class IdempotenceTest extends HotlineTestSupport {

  private static final String KEYED =
      "hotline:send?maxRetries=0&idempotentRepository=#marks&idempotentKey=k&userId="
          + Seed.USER_ID;

  private final MemoryIdempotentRepository marks = new MemoryIdempotentRepository();

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("marks", marks);
  }

  @BeforeEach
  void forgetAll() {
    marks.start();
    marks.clear();
  }

  /** The marks that are there, each by its last word. */
  private String marks() {
    Set<String> there = new TreeSet<>();
    for (String mark : List.of("done", "started")) {
      if (marks.contains("k " + mark)) {
        there.add(mark);
      }
    }
    return String.join(" ", there);
  }

  private void answer(String kind) {
    switch (kind) {
      case "usual" -> {}
      case "429" -> sandbox().answerNext(Answer.status(429));
      case "401" -> sandbox().answerNext(Answer.status(401));
      case "cut" -> sandbox().answerNext(Answer.cutAfterEffect());
      default -> throw new AssertionError(kind);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # before      | text  | resend | answers       | outcome  | calls | marks after
          -             | hello | false  | usual         | OK       | 1     | done started
          -             | hello | false  | 429           | NOT_SENT | 1     | -
          -             | hello | false  | 401           | REJECTED | 1     | -
          -             | hello | false  | cut           | UNKNOWN  | 1     | started
          started       | hello | false  | usual         | UNKNOWN  | 0     | started
          started       | hello | true   | usual         | OK       | 1     | done started
          started       | hello | true   | 429           | UNKNOWN  | 1     | started
          started       | hello | true   | 401           | UNKNOWN  | 1     | started
          started       | hello | true   | cut           | UNKNOWN  | 1     | started
          started done  | hello | false  | usual         | OK       | 0     | done started
          started done  | hello | true   | usual         | OK       | 0     | done started
          done          | hello | false  | usual         | OK       | 0     | done
          -             | long  | false  | usual         | OK       | 5     | done started
          -             | long  | false  | 429           | NOT_SENT | 1     | -
          -             | long  | false  | 401           | REJECTED | 1     | -
          -             | long  | false  | usual,429     | UNKNOWN  | 2     | started
          -             | long  | false  | usual,401     | UNKNOWN  | 2     | started
          -             | long  | false  | usual,cut     | UNKNOWN  | 2     | started
          started       | long  | false  | usual         | UNKNOWN  | 0     | started
          started       | long  | true   | usual         | OK       | 5     | done started
          started       | long  | true   | usual,429     | UNKNOWN  | 2     | started
          started done  | long  | false  | usual         | OK       | 0     | done started
          """,
      delimiter = '|')
  void table(
      @Nullable String before,
      String text,
      boolean resend,
      String answers,
      Outcome outcome,
      int calls,
      @Nullable String after) {
    if (before != null) {
      for (String mark : before.split(" ", -1)) {
        marks.add("k " + mark);
      }
    }
    List<String> played = List.of(answers.split(",", -1));
    if (played.size() > 1) {
      sandbox().answerNext(Answer.usual());
    }
    answer(played.get(played.size() - 1));
    String body = text.equals("long") ? LONG : text;

    Exchange exchange =
        template.request(KEYED + "&resendUnknown=" + resend, e -> e.getMessage().setBody(body));

    HotlineException failure = exchange.getException(HotlineException.class);
    assertThat(failure == null ? Outcome.OK : failure.getOutcome()).isEqualTo(outcome);
    assertThat(exchange.getException()).isEqualTo(failure);
    assertThat(sandbox().calls()).hasSize(calls);
    assertThat(marks()).isEqualTo(after == null ? "" : after);
    if (outcome == Outcome.OK) {
      SentMessage answer = exchange.getMessage().getBody(SentMessage.class);
      assertThat(answer.message()).isEqualTo(body);
      assertThat(exchange.getMessage().getHeader(HotlineConstants.USER_ID)).isEqualTo(Seed.USER_ID);
      assertThat(exchange.getMessage().getHeader(HotlineConstants.ALREADY_SENT))
          .isEqualTo(calls == 0 ? true : null);
      assertThat(calls == 0 ? List.of() : text.equals("long") ? PARTS : List.of("hello"))
          .isEqualTo(sent());
    }
  }
}
