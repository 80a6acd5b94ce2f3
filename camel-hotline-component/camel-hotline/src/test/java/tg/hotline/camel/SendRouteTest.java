package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;

class SendRouteTest extends HotlineTestSupport {

  private static final Map<String, Object> NO_HEADERS = Map.of();
  private static final String TO_JOHN = "hotline:send?userId=" + Seed.USER_ID;

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:handled")
            .onException(HotlineException.class)
            .handled(true)
            .setBody(simple("${exception.outcome}"))
            .end()
            .to(TO_JOHN);
        from("direct:lookUpThenSend")
            .to("hotline:info?topicLink=" + LINK)
            .setBody(simple("${body.userFirstName} waits"))
            .to("hotline:send")
            .setBody(constant("and again"))
            .to("hotline:send");
      }
    };
  }

  static Stream<Arguments> inputs() {
    String json = "{\"user_id\":\"987654321\",\"message\":\"hello\"}";
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    Map<String, Object> header = Map.of("CamelHotlineUserId", 987654321L);
    Map<String, Object> map = Map.of("user_id", 987654321, "message", "hello");
    return Stream.of(
        Arguments.of("option", "?userId=987654321", NO_HEADERS, "hello", "hello"),
        Arguments.of("option and bytes", "?userId=987654321", NO_HEADERS, hello, "hello"),
        Arguments.of(
            "option and stream",
            "?userId=987654321",
            NO_HEADERS,
            new ByteArrayInputStream(hello),
            "hello"),
        Arguments.of("header", "", header, "hello", "hello"),
        Arguments.of("both, the same", "?userId=987654321", header, "hello", "hello"),
        Arguments.of("a text is never parsed", "", header, json, json),
        Arguments.of("map", "", NO_HEADERS, map, "hello"),
        Arguments.of("JSON", "", NO_HEADERS, "\n " + json, "hello"),
        Arguments.of("JSON bytes", "", NO_HEADERS, json.getBytes(StandardCharsets.UTF_8), "hello"),
        Arguments.of("a row of a database", "", NO_HEADERS, row(), "hello"),
        Arguments.of("map and header", "", header, map, "hello"),
        Arguments.of("a text of markup", "", header, "<b>&\"\\\u0000\n€😀", "<b>&\"\\\u0000\n€😀"));
  }

  /**
   * As camel-sql gives it: the columns' names in capitals, found in either case; a date among them.
   */
  private static Map<String, Object> row() {
    Map<String, Object> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    row.put("USER_ID", 987654321);
    row.put("MESSAGE", "hello");
    row.put("CREATED_AT", OffsetDateTime.now(ZoneOffset.UTC));
    return row;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void findsCustomerAndText(
      String name, String options, Map<String, Object> headers, Object body, String text) {
    SentMessage sent =
        template.requestBodyAndHeaders("hotline:send" + options, body, headers, SentMessage.class);

    assertThat(sent.topicLink()).isEqualTo(LINK);
    assertThat(sandbox().messages()).singleElement().extracting("text").isEqualTo(text);
  }

  static Stream<Arguments> badInputs() {
    Map<String, Object> john = Map.of("CamelHotlineUserId", "987654321");
    Map<String, Object> map = Map.of("user_id", 1, "message", "hello");
    return Stream.of(
        Arguments.of("", NO_HEADERS, "hello", "no customer given"),
        Arguments.of("", NO_HEADERS, null, "no customer given"),
        Arguments.of("", john, null, "empty"),
        Arguments.of("", john, " \n", "empty"),
        Arguments.of("", NO_HEADERS, "{\"message\":\"hello\"}", "user_id is missing"),
        Arguments.of("", NO_HEADERS, "{\"user_id\":1}", "message in the body"),
        Arguments.of("", NO_HEADERS, "{\"user_id\":1,\"message\":5}", "message in the body"),
        Arguments.of("", NO_HEADERS, "{\"user_id\":1,", "not JSON"),
        Arguments.of("", NO_HEADERS, "{\"user_id\":true,\"message\":\"x\"}", "user_id"),
        Arguments.of("?userId=1", john, "hello", "named twice and differently: 1, and 987654321"),
        Arguments.of("", john, map, "named twice and differently"),
        Arguments.of("?userId=x1", NO_HEADERS, "hello", "userId must be"),
        Arguments.of("?userId=-1", NO_HEADERS, "hello", "userId must be"),
        Arguments.of(
            "",
            Map.of("CamelHotlineUserId", BigInteger.TEN.pow(30)),
            "hello",
            "CamelHotlineUserId must be"),
        Arguments.of("", john, new Object(), "java.lang.Object, which has no text"),
        Arguments.of("", john, new Object[] {"hello"}, "java.lang.Object[], which has no text"),
        Arguments.of("?userId=1", NO_HEADERS, "x".repeat(4097), "4,097 UTF-16 code units"));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("badInputs")
  void namesWhatIsWrongAndSendsNothing(
      String options, Map<String, Object> headers, @Nullable Object body, String text) {
    assertRefused("hotline:send" + options, body, headers, text);
  }

  @Test
  void writesTheFactsAsHeaders() {
    Exchange exchange = template.request(TO_JOHN, e -> e.getMessage().setBody("hello"));

    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(
            Map.entry("CamelHotlineTopicLink", LINK),
            Map.entry("CamelHotlineGroupId", "2101424779"),
            Map.entry("CamelHotlineTopicId", 5343L),
            Map.entry("CamelHotlineChatId", -1002101424779L),
            Map.entry("CamelHotlineThreadId", 5602541568L),
            Map.entry("CamelHotlineUserId", 987654321L));
    assertThat(exchange.getMessage().getBody(String.class))
        .isEqualTo(
            "{\"result\":\"message_sent\",\"topic_link\":\""
                + LINK
                + "\",\"message\":\"hello\","
                + "\"chat_id\":-1002101424779,\"thread_id\":5602541568}");
  }

  @Test
  void goesOnWithTheCustomerOfALookUp() {
    template.requestBody("direct:lookUpThenSend", "");

    assertThat(sandbox().messages()).extracting("text").containsExactly("John waits", "and again");
  }

  @Test
  void sendsNoHeaderOfTheExchangeAndObeysNone() {
    template.requestBodyAndHeaders(
        TO_JOHN,
        "hello",
        Map.of(
            "CamelHttpUri", "http://127.0.0.1:1/",
            "CamelHotlineApiUrl", "http://127.0.0.1:1/",
            "CamelHotlineOperation", "info",
            "X-API-KEY", "stolen",
            "CamelHotlineAccessToken", "stolen",
            "Content-Type", "text/plain"));

    assertThat(sandbox().messages()).hasSize(1);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Answer.status(403), HotlineRejectedException.class, 403),
        Arguments.of(
            Answer.raw(200, "application/json", "{\"result\":\"error\"}"),
            HotlineRejectedException.class,
            200),
        Arguments.of(Answer.status(429), HotlineNotSentException.class, 429),
        Arguments.of(Answer.status(500), HotlineDeliveryUnknownException.class, 500),
        Arguments.of(Answer.status(200), HotlineDeliveryUnknownException.class, 200),
        Arguments.of(Answer.cut(), HotlineDeliveryUnknownException.class, 0));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("failures")
  void tellsByTheExceptionHowItEnded(Answer answer, Class<?> type, int status) {
    sandbox().answerNext(answer);

    Exchange exchange =
        template.request(TO_JOHN + "&maxRetries=0", e -> e.getMessage().setBody("hello"));

    assertThat(exchange.getException())
        .isInstanceOf(type)
        .hasMessageContaining("incoming_in_topic for user 987654321");
    assertThat(((HotlineException) exchange.getException()).getHttpResponseCode())
        .isEqualTo(status);
    assertThat(exchange.getMessage().getBody()).as("kept").isEqualTo("hello");
  }

  @Test
  void isCaughtInARoute() {
    sandbox().answerNext(Answer.cut());

    assertThat(template.requestBody("direct:handled", "hello", Outcome.class))
        .isEqualTo(Outcome.UNKNOWN);
  }
}
