package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static tg.hotline.camel.LongMessagesTest.LONG;
import static tg.hotline.camel.LongMessagesTest.PARTS;
import static tg.hotline.camel.LongMessagesTest.sent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  private final MarkRepository marks = new MarkRepository();

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("marks", marks);
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0));
        from("direct:redelivered").to(KEYED);
        from("direct:resent").to(KEYED + "&resendUnknown=true");
        from("direct:around").to("direct:splits");
        from("direct:splits")
            .errorHandler(noErrorHandler())
            .split(body())
            .to(KEYED.replace("Key=k", "Key=${body}"));
        from("direct:loops")
            .errorHandler(noErrorHandler())
            .loop(3)
            .copy()
            .to(KEYED.replace("Key=k", "Key=${exchangeProperty.CamelLoopIndex}"));
        from("direct:aroundLoop").to("direct:loops");
        from("direct:failover").loadBalance().failover(3, false, true).to(KEYED);
        from("direct:later")
            .errorHandler(noErrorHandler())
            .doTry()
            .to(KEYED.replace("&idempotentRepository=#marks&idempotentKey=k", ""))
            .doCatch(HotlineException.class)
            .to(KEYED)
            .end();
        from("direct:data")
            .errorHandler(noErrorHandler())
            .to(KEYED.replace("Key=k", "Key=${header.key}"));
        from("direct:dynamic")
            .errorHandler(noErrorHandler())
            .toD(KEYED.replace("Key=k", "Key=RAW(${header.key})"));
      }
    };
  }

  @BeforeEach
  void forgetAll() {
    marks.reset();
  }

  /** The marks that are there, each by its last word. */
  private String marks() {
    Set<String> there = new TreeSet<>();
    for (String mark : List.of("done", "started")) {
      if (marks.entries.contains("k " + mark)) {
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
        marks.entries.add("k " + mark);
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

  private Exchange send(String uri, Object body, Map<String, Object> headers) {
    return template.request(
        uri,
        e -> {
          e.getMessage().setBody(body);
          e.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  private static Outcome outcome(Exchange exchange) {
    return exchange.getException() == null
        ? Outcome.OK
        : exchange.getException(HotlineException.class).getOutcome();
  }

  /** As without a key: see {@link RedeliveryTest}. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # route     | text  | answers       | outcome  | calls | marks after
          redelivered | hello | 429           | OK       | 2     | done started
          redelivered | hello | cut           | UNKNOWN  | 1     | started
          redelivered | long  | usual,429     | OK       | 6     | done started
          redelivered | long  | usual,cut     | UNKNOWN  | 2     | started
          resent      | hello | cut           | OK       | 2     | done started
          resent      | long  | usual,cut     | OK       | 6     | done started
          failover    | hello | 429           | OK       | 2     | done started
          failover    | hello | cut           | UNKNOWN  | 1     | started
          failover    | long  | usual,429     | OK       | 6     | done started
          later       | hello | 429           | OK       | 2     | done started
          later       | hello | cut           | UNKNOWN  | 1     | started
          later       | long  | usual,429     | OK       | 6     | done started
          """,
      delimiter = '|')
  void redelivered(
      String route, String text, String answers, Outcome outcome, int calls, String after) {
    String[] played = answers.split(",", -1);
    if (played.length > 1) {
      sandbox().answerNext(Answer.usual());
    }
    answer(played[played.length - 1]);

    Exchange exchange = send("direct:" + route, text.equals("long") ? LONG : text, Map.of());

    assertThat(outcome(exchange)).isEqualTo(outcome);
    assertThat(sandbox().calls()).hasSize(calls);
    assertThat(marks()).isEqualTo(after);
    if (!route.equals("resent")) {
      assertThat(sent()).doesNotHaveDuplicates();
    }
  }

  /** What {@link RedeliveryTest} shows to send twice without a key. */
  @ParameterizedTest
  @CsvSource({"around,cut,cut", "around,429,cut", "around,usual,429", "aroundLoop,usual,429"})
  void aKeyKeepsWhatIsRedeliveredAroundFromBeingSentTwice(
      String route, String first, String second) {
    if (first.equals("usual")) {
      sandbox().answerNext(Answer.usual());
    }
    answer(first);
    answer(second);

    boolean splits = route.equals("around");
    List<String> texts = splits ? List.of("one", "two", "three") : List.of("hi", "hi", "hi");

    send("direct:" + route, splits ? texts : "hi", Map.of());

    assertThat(sent()).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void aKeyIsTheMessageWhateverItsText() {
    send("direct:redelivered", "one text", Map.of());

    Exchange exchange = send("direct:redelivered", "another text", Map.of());

    assertThat(sent()).containsExactly("one text");
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(
            Map.entry("CamelHotlineUserId", Seed.USER_ID),
            Map.entry("CamelHotlineAlreadySent", true));
    assertThat(exchange.getMessage().getBody(String.class))
        .isEqualTo("{\"result\":\"message_sent\",\"message\":\"another text\"}");
  }

  @Test
  void whoIsHeldIsToldWhatToDo() {
    marks.entries.add("k started");

    assertThat(send("direct:redelivered", "hello", Map.of()).getException())
        .hasMessage(
            "May or may not have been done: incoming_in_topic for user 987654321: not sent again: it"
                + " may have been sent (an earlier send with idempotentKey k was started and is not"
                + " done: it is under way, or ended UNKNOWN, or was cut off by a stop; look into the"
                + " topic, and if the message is not there, remove the entry \"k started\" from"
                + " idempotentRepository); set resendUnknown=true to send it in spite of that");

    marks.entries.remove("k started");
    assertThat(outcome(send("direct:redelivered", "hello", Map.of()))).isEqualTo(Outcome.OK);
  }

  /** Where it breaks before or after it has had its effect; the next send finds the truth. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # marks | breaks at          | answers | outcome  | calls | marks after  | next
          -       | contains k done    | usual   | NOT_SENT | 0     | -            | OK
          -       | add k started      | usual   | NOT_SENT | 0     | -            | OK
          -       | add k started!     | usual   | NOT_SENT | 0     | started      | UNKNOWN
          -       | confirm k started  | usual   | NOT_SENT | 0     | started      | UNKNOWN
          started | contains k done/2  | usual   | UNKNOWN  | 0     | started      | UNKNOWN
          -       | add k done         | usual   | OK       | 1     | started      | UNKNOWN
          -       | add k done!        | usual   | OK       | 1     | done started | OK
          -       | confirm k done     | usual   | OK       | 1     | done started | OK
          -       | remove k started   | 429     | NOT_SENT | 1     | started      | UNKNOWN
          -       | remove k started!  | 429     | NOT_SENT | 1     | -            | OK
          -       | remove k started   | 401     | REJECTED | 1     | started      | UNKNOWN
          """,
      delimiter = '|')
  void aRepositoryThatBreaks(
      @Nullable String before,
      String breaksAt,
      String answers,
      Outcome outcome,
      int calls,
      @Nullable String after,
      Outcome next) {
    if (before != null) {
      marks.entries.add("k " + before);
    }
    answer(answers);
    marks.breaksAt = breaksAt;
    Logged logged = Logged.from(Delivery.class);

    Exchange exchange = send(KEYED, "hello", Map.of());

    assertThat(outcome(exchange)).isEqualTo(outcome);
    assertThat(sandbox().calls()).hasSize(calls);
    assertThat(marks()).isEqualTo(after == null ? "" : after);
    if (calls == 0) {
      assertThat(exchange.getException())
          .hasMessageContaining("idempotentRepository failed: ")
          .hasRootCauseMessage("away");
      assertThat(logged.stop()).isEmpty();
    } else {
      assertThat(logged.stop())
          .singleElement()
          .asString()
          .startsWith("[WARN] k ")
          .contains(" a later send with this key will be held as UNKNOWN");
    }

    marks.breaksAt = "";
    Exchange later = send(KEYED, "hello", Map.of());
    assertThat(outcome(later)).isEqualTo(next);
    assertThat(sent().size()).as("never twice").isLessThanOrEqualTo(1);
  }

  /** Sends an exchange that was sent before, as a redelivery or a branch of a multicast does. */
  private Outcome sendAgain(Exchange exchange, String body) {
    exchange.setException(null);
    exchange.getMessage().setBody(body);
    return outcome(template.send(KEYED, exchange));
  }

  /** Of two copies of an exchange that know of the first parts, only one ever sends the rest. */
  @Test
  void aRepositoryThatBreaksLetsNoTwoCopiesGoOn() {
    sandbox().answerNext(Answer.usual());
    answer("429");
    Exchange exchange = send(KEYED, LONG, Map.of());
    assertThat(outcome(exchange)).isEqualTo(Outcome.UNKNOWN);
    Exchange one = ExchangeHelper.createCopy(exchange, true);
    Exchange other = ExchangeHelper.createCopy(exchange, true);

    marks.breaksAt = "contains k done";
    assertThat(sendAgain(one, LONG)).isEqualTo(Outcome.UNKNOWN);
    marks.breaksAt = "";
    sandbox().answerNext(Answer.usual());
    answer("429");
    assertThat(sendAgain(other, LONG)).as("parts 2 and 3").isEqualTo(Outcome.UNKNOWN);
    assertThat(sendAgain(one, LONG)).isEqualTo(Outcome.UNKNOWN);
    assertThat(one.getException()).hasMessageContaining("another copy of the exchange");
    assertThat(sendAgain(other, LONG)).isEqualTo(Outcome.OK);

    assertThat(sent()).isEqualTo(PARTS);
    assertThat(marks()).isEqualTo("done started");
  }

  /** It was held for another's mark, and may be sent when that is gone. */
  @Test
  void whoWasHeldByARepositoryThatBrokeIsNotHeldForEver() {
    marks.entries.add("k started");
    marks.breaksAt = "contains k done/2";
    Exchange exchange = send(KEYED, "hello", Map.of());
    assertThat(outcome(exchange)).isEqualTo(Outcome.UNKNOWN);

    marks.breaksAt = "";
    assertThat(sendAgain(exchange, "hello")).isEqualTo(Outcome.UNKNOWN);
    marks.entries.remove("k started");
    assertThat(sendAgain(exchange, "hello")).isEqualTo(Outcome.OK);
    assertThat(sent()).containsExactly("hello");
  }

  /** Errors too, as where a driver is missing. */
  @Test
  void anErrorEndsTheExchangeToo() {
    marks.breaksAt = "Error add k started";

    assertThat(outcome(send(KEYED, "hello", Map.of()))).isEqualTo(Outcome.NOT_SENT);
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("order 17", "order 17"),
        Arguments.of("a;b'--%_\"<>\\&=1", "a;b'--%_\"<>\\&=1"),
        Arguments.of("k".repeat(92), "k".repeat(92)),
        Arguments.of("k".repeat(93), "k".repeat(27) + "~[0-9a-f]{64}"),
        Arguments.of("o".repeat(300), "o".repeat(27) + "~[0-9a-f]{64}"),
        Arguments.of(" blanks  within ", "_blanks__within_~[0-9a-f]{64}"),
        Arguments.of("two\nlines\r\n", "two_lines__~[0-9a-f]{64}"),
        Arguments.of("Zahlung für Zoë 🙂", "Zahlung_f_r_Zo___~[0-9a-f]{64}"),
        Arguments.of("a\u0000b", "a_b~[0-9a-f]{64}"),
        Arguments.of("k~" + "0".repeat(64), "k~0{25}~[0-9a-f]{64}"),
        Arguments.of("${bean:no} started", "${bean:no} started"));
  }

  /** By a header, which no one takes for an expression, and by a URI that is made of it. */
  @ParameterizedTest
  @MethodSource("keys")
  void anyKeyFits(String key, String entry) {
    String pattern = entry.matches(".*\\{\\d+}$") ? entry : Pattern.quote(entry);
    for (int i = 0; i < 2; i++) {
      assertThat(outcome(send("direct:data", "hello", Map.of("key", key)))).isEqualTo(Outcome.OK);
    }
    if (!key.matches("(?s)\\$.*|.*\\p{Cntrl}.*")) { // an expression by then, or no URI
      Exchange dynamic = send("direct:dynamic", "hello", Map.of("key", key));
      assertThat(dynamic.getException()).isNull();
    }

    assertThat(sent()).containsExactly("hello");
    assertThat(marks.entries)
        .hasSize(2)
        .allMatch(mark -> mark.length() <= Marks.LONGEST_MARK)
        .allMatch(mark -> mark.matches("(?s)" + pattern + " (started|done)"));
  }

  @Test
  void noTwoKeysFitAlike() {
    List<String> keys =
        Stream.of("k", "k ", " k", "k\n", "K", "k".repeat(93), "k".repeat(94), "k_", "é", "e", "_")
            .flatMap(key -> Stream.of(key, Marks.fit(key)))
            .distinct()
            .toList();

    assertThat(keys.stream().map(Marks::fit)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u200b", "-"})
  void aKeyThatIsEmptyIsRefused(String key) {
    assertRefused(
        "direct:data",
        "hello",
        key.equals("-") ? Map.of() : Map.of("key", key),
        "hotline:send: idempotentKey=${header.key} came out empty; nothing was sent");
    assertThat(marks.entries).isEmpty();
  }

  @Test
  void aKeyThatIsBrokenIsRefused() {
    assertRefused(
        "direct:data",
        "hello",
        Map.of("key", "cut \uD83D"),
        "idempotentKey=${header.key} has half of a character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send?idempotentKey=k                            | idempotentKey needs idempotentRepository
          send?idempotentRepository=#marks                | idempotentRepository needs idempotentKey
          send?idempotentRepository=#marks&idempotentKey= | idempotentRepository needs idempotentKey
          info?idempotentKey=k                            | hotline:info may be repeated
          """)
  void bothOptionsOrNeither(String uri, String text) {
    assertThatThrownBy(() -> context.getEndpoint("hotline:" + uri))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining(text);
  }

  /** Nobody waits on the thread of the caller, on an I/O thread or on the timer. */
  @ParameterizedTest
  @CsvSource({
    "contains k done,usual",
    "add k started,usual",
    "add k done,usual",
    "remove k started,429"
  })
  void aRepositoryThatBlocksHoldsNobodyElse(String blocksAt, String answers) throws Exception {
    answer(answers);
    marks.blocksAt = blocksAt;
    AsyncProducer producer = context.getEndpoint(KEYED).createAsyncProducer();
    producer.start();
    Exchange exchange = producer.getEndpoint().createExchange();
    exchange.getMessage().setBody("held");
    List<String> ended = new CopyOnWriteArrayList<>();

    assertThat(producer.process(exchange, sync -> ended.add(Thread.currentThread().getName())))
        .isFalse();
    marks.awaitBlocked();
    for (int i = 0; i < 20; i++) { // by the same I/O threads
      assertThat(outcome(send("direct:data", "hello", Map.of("key", i)))).isEqualTo(Outcome.OK);
    }
    assertThat(ended).isEmpty();
    marks.release();

    await().until(() -> !ended.isEmpty());
    producer.stop();
    assertThat(ended).hasSize(1);
    assertThat(marks.threads.keySet())
        .allMatch(call -> call.matches("(contains|add|confirm|remove) \\w+ (started|done)"));
    marks.threads.forEach(
        (call, thread) ->
            assertThat(thread)
                .as(call)
                .contains(
                    call.startsWith("contains") || call.matches("(add|confirm) .*started")
                        ? "HotlineIdempotence"
                        : "HotlineRouting"));
  }
}
