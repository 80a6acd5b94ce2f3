package tg.hotline.camel;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;

/** What becomes of texts that are longer than a message can be. */
class LongMessagesTest extends HotlineTestSupport {

  private static final String TO_JOHN = "hotline:send?maxRetries=0&userId=" + Seed.USER_ID;

  static final List<String> PARTS =
      IntStream.rangeClosed(1, 5).mapToObj(i -> i + " is a part" + ".".repeat(3000)).toList();

  /** Goes out in the five {@link #PARTS}. */
  static final String LONG = String.join("\n\n", PARTS);

  static List<String> sent() {
    return sandbox().messages().stream().map(Message::text).toList();
  }

  private Exchange send(String options, String text) {
    return template.request(TO_JOHN + options, e -> e.getMessage().setBody(text));
  }

  @Test
  void sendsTheParts() {
    Exchange exchange = send("", LONG);

    assertThat(sent()).isEqualTo(PARTS);
    SentMessage answer = exchange.getMessage().getBody(SentMessage.class);
    assertThat(answer)
        .isEqualTo(
            new SentMessage(
                LINK,
                LONG,
                -1002101424779L,
                5602541568L,
                PARTS.stream()
                    .map(
                        part ->
                            new SentMessage(
                                LINK, part, -1002101424779L, 5602541568L, List.of(), Map.of()))
                    .toList(),
                Map.of()));
    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(
            Map.entry("CamelHotlineTopicLink", LINK),
            Map.entry("CamelHotlineGroupId", "2101424779"),
            Map.entry("CamelHotlineTopicId", 5343L),
            Map.entry("CamelHotlineChatId", -1002101424779L),
            Map.entry("CamelHotlineThreadId", 5602541568L),
            Map.entry("CamelHotlineUserId", 987654321L));
    assertThat(exchange.getMessage().getBody(String.class))
        .startsWith(
            "{\"result\":\"message_sent\",\"topic_link\":\"" + LINK + "\",\"message\":\"1 is")
        .contains(
            "\"thread_id\":5602541568,\"parts\":[{\"result\":\"message_sent\",\"topic_link\":");
    assertThat(exchange.getMessage().getBody(Map.class).get("parts"))
        .isEqualTo(answer.parts().stream().map(SentMessage::toMap).toList());
    assertThat(exchange.getProperties()).doesNotContainKey(Progress.PROPERTY);
  }

  @Test
  void takesTheTopicFromTheLastPart() {
    sandbox().answerNext(4, Answer.usual());
    sandbox()
        .answerNext(
            Answer.changed(
                raw ->
                    raw.body(raw.body().replace("/5343", "/7").replace("\"chat_id\"", "\"x\""))));

    Exchange exchange = send("", LONG);

    assertThat(exchange.getMessage().getHeader("CamelHotlineTopicId")).isEqualTo(7L);
    assertThat(exchange.getMessage().getHeader("CamelHotlineChatId")).isNull();
    assertThat(exchange.getMessage().getBody(SentMessage.class).other()).containsOnlyKeys("x");
  }

  @Test
  void numbersTheParts() {
    send("&partNumbers=true", LONG);
    send("&partNumbers=true", "hello");

    assertThat(sent())
        .extracting(text -> text.substring(0, 5))
        .containsExactly("(1/5)", "(2/5)", "(3/5)", "(4/5)", "(5/5)", "hello");
  }

  @Test
  void truncates() {
    Exchange exchange = send("&overflow=truncate", LONG);

    assertThat(sent()).hasSize(1);
    assertThat(sent().get(0)).hasSize(4096).startsWith("1 is").endsWith("…");
    SentMessage answer = exchange.getMessage().getBody(SentMessage.class);
    assertThat(answer.parts()).isEmpty();
    assertThat(answer.message()).as("what went out").isEqualTo(sent().get(0));
  }

  @Test
  void sendsNothingIfThatIsAskedFor() {
    assertRefused(TO_JOHN + "&overflow=fail", LONG, Map.of(), "overflow=fail forbids");
  }

  @Test
  void aTextThatFitsGoesOutAsItIs() {
    String text = " \n" + "x".repeat(4092) + "\n ";
    send("", text);
    send("&partNumbers=true&overflow=truncate", text);

    assertThat(sent()).containsExactly(text, text);
  }

  @Test
  void aTextWithOnePartToSeeIsOneMessage() {
    Exchange exchange = send("&partNumbers=true", "hello" + " ".repeat(5000));

    assertThat(sent()).containsExactly("hello");
    assertThat(exchange.getMessage().getBody(SentMessage.class).parts()).isEmpty();
  }

  static Stream<Arguments> failures() {
    String asksNot = ": sending the whole text again would repeat ";
    return Stream.of(
        Arguments.of(
            0,
            Answer.status(429),
            Outcome.NOT_SENT,
            "Not sent: incoming_in_topic for user 987654321, part 1 of 5: HTTP 429",
            ""),
        Arguments.of(
            0,
            Answer.status(403),
            Outcome.REJECTED,
            "Hotline refused incoming_in_topic for user 987654321, part 1 of 5: HTTP 403",
            ""),
        Arguments.of(
            0,
            Answer.cut(),
            Outcome.UNKNOWN,
            "May or may not have been done: incoming_in_topic for user 987654321, part 1 of 5: ",
            ""),
        Arguments.of(
            1,
            Answer.status(429),
            Outcome.UNKNOWN,
            "Sent in part: incoming_in_topic for user 987654321: part 2 of 5 was not sent (HTTP 429",
            "); part 1 was" + asksNot + "it; a redelivery of this exchange goes on with part 2"),
        Arguments.of(
            2,
            Answer.status(403),
            Outcome.UNKNOWN,
            "Sent in part: incoming_in_topic for user 987654321: part 3 of 5 was refused (HTTP 403",
            "); parts 1 to 2 were"
                + asksNot
                + "them; a redelivery of this exchange goes on with part 3"),
        Arguments.of(
            4,
            Answer.cut(),
            Outcome.UNKNOWN,
            "Sent in part: incoming_in_topic for user 987654321: part 5 of 5 may have been sent (",
            "); parts 1 to 4 were"
                + asksNot
                + "them; a redelivery of this exchange goes on with part 5 if resendUnknown=true"));
  }

  @ParameterizedTest(name = "{0} sent, then {2}")
  @MethodSource("failures")
  void tellsHowTheWholeTextEnded(
      int before, Answer answer, Outcome outcome, String begin, String end) {
    if (before > 0) {
      sandbox().answerNext(before, Answer.usual());
    }
    sandbox().answerNext(answer);

    HotlineException failure = (HotlineException) send("", LONG).getException();

    assertThat(failure.getOutcome()).isEqualTo(outcome);
    assertThat(failure).hasMessageStartingWith(begin).hasMessageEndingWith(end);
    assertThat(failure.getParts()).isEqualTo(5);
    assertThat(failure.getPartsSent()).isEqualTo(before);
    assertThat(sent()).isEqualTo(PARTS.subList(0, before));
    assertThat(sandbox().calls()).as("nothing after the failure").hasSize(before + 1);
  }

  @Test
  void aMessageIsItsOnlyPart() {
    sandbox().answerNext(Answer.status(429));

    HotlineException failure = (HotlineException) send("", "hello").getException();

    assertThat(List.of(failure.getParts(), failure.getPartsSent())).containsExactly(1, 0);
  }

  /** Another access token, from a supplier that has none left for the third part. */
  @Test
  void aPartThatCannotBeCalledForEndsTheText() {
    HotlineConnection connection = new HotlineConnection();
    tg.hotline.topics.Credentials seed =
        new tg.hotline.topics.Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
    connection.setCredentials(
        () -> {
          if (sandbox().messages().size() == 2) {
            throw new IllegalStateException("the vault is closed");
          }
          return seed;
        });
    context.getRegistry().bind("vault", connection);

    HotlineException failure = (HotlineException) send("&connection=vault", LONG).getException();

    assertThat(failure)
        .isInstanceOf(HotlineDeliveryUnknownException.class)
        .hasMessageContaining("part 3 of 5 was not sent (")
        .hasMessageContaining("the vault is closed");
    assertThat(sent().stream().collect(joining())).isEqualTo(PARTS.get(0) + PARTS.get(1));
  }
}
