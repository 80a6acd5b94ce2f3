package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;

/**
 * What a route finds after a call: the typed record, the headers, and what the body converts to.
 */
@TestInstance(Lifecycle.PER_CLASS) // one Camel context for all rows
class OutputTest extends HotlineTestSupport {

  private static final String INFO = "hotline:info?topicLink=" + LINK;
  private static final String SEND = "hotline:send?userId=" + Seed.USER_ID;
  private static final LocalDateTime DATE = LocalDateTime.of(2025, 10, 9, 0, 24, 55);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A field of an answer.
   *
   * @param json as it comes
   * @param component of the record, null if it is to be kept among the others
   * @param value of the component and of its header
   * @param written how the body's JSON has it
   */
  private record Row(
      String json, @Nullable String component, @Nullable Object value, String written) {
    @Override
    public String toString() {
      return json;
    }
  }

  private static Row row(String json, String component, Object value, String written) {
    return new Row(json, component, value, written);
  }

  private static Row row(String json, String component, Object value) {
    return row(json, component, value, json);
  }

  /** No component has it and no header; the body's map and JSON do. */
  private static Row kept(String json) {
    return new Row(json, null, null, json);
  }

  private static Row gone(String json) {
    return new Row(json, null, null, "");
  }

  private static Stream<Row> id(String field, String component) {
    long number = component.equals("topicId") ? Seed.TOPIC_ID : 5602541568L;
    String whole = "\"" + field + "\":" + number;
    return Stream.of(
        row(whole, component, number),
        row("\"" + field + "\":\"" + number + "\"", component, number, whole),
        row(whole + ".0", component, number, whole),
        row(
            "\"" + field + "\":\"-9223372036854775808\"",
            component,
            Long.MIN_VALUE,
            "\"" + field + "\":-9223372036854775808"),
        kept("\"" + field + "\":9223372036854775808"),
        kept("\"" + field + "\":\"9223372036854775808\""),
        kept("\"" + field + "\":1E+400"),
        kept("\"" + field + "\":1.5"),
        kept("\"" + field + "\":\"none\""),
        kept("\"" + field + "\":\"\""),
        kept("\"" + field + "\":true"),
        kept("\"" + field + "\":[5602541568]"),
        kept("\"" + field + "\":{\"id\":5602541568}"),
        gone("\"" + field + "\":null"));
  }

  private static Stream<Row> text(String field, String component) {
    return Stream.of(
        row("\"" + field + "\":\"as it is\"", component, "as it is"),
        row("\"" + field + "\":\"\"", component, ""),
        row(
            "\"" + field + "\":132099468746812345",
            component,
            "132099468746812345",
            "\"" + field + "\":\"132099468746812345\""),
        row(
            "\"" + field + "\":2101424779.0",
            component,
            "2101424779",
            "\"" + field + "\":\"2101424779\""),
        row("\"" + field + "\":1.50", component, "1.50", "\"" + field + "\":\"1.50\""),
        kept("\"" + field + "\":false"),
        kept("\"" + field + "\":[\"a\",{\"b\":null}]"),
        kept("\"" + field + "\":{\"a\":1.10}"),
        gone("\"" + field + "\":null"));
  }

  private static Stream<Row> date(String field, String component) {
    String full = "\"" + field + "\":\"2025-10-09 00:24:55\"";
    return Stream.of(
        row(full, component, DATE),
        row("\"" + field + "\":\"2025-10-09T00:24:55\"", component, DATE, full),
        row(
            "\"" + field + "\":\"2025-10-09 00:24\"",
            component,
            DATE.withSecond(0),
            "\"" + field + "\":\"2025-10-09 00:24:00\""),
        row("\"" + field + "\":\"2025-10-09 00:24:55.5\"", component, DATE.withNano(500_000_000)),
        kept("\"" + field + "\":\"2025-10-09T00:24:55Z\""),
        kept("\"" + field + "\":\"2025-10-09 00:24:55+03:00\""),
        kept("\"" + field + "\":\"2025-10-09\""),
        kept("\"" + field + "\":\"2025-02-30 00:24:55\""),
        kept("\"" + field + "\":\"yesterday\""),
        kept("\"" + field + "\":1759969495"),
        gone("\"" + field + "\":null"));
  }

  /** All fields that a record has, by the type it gives them. */
  private static Stream<Row> fields(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> !List.of("other", "parts").contains(component.getName()))
        .flatMap(
            component -> {
              String name = component.getName();
              String field = ComponentPageTest.field(name);
              return component.getType() == Long.class
                  ? id(field, name)
                  : component.getType() == String.class ? text(field, name) : date(field, name);
            });
  }

  /** Such an answer is none; see AnswerReaderTest. */
  private static boolean isOfAnotherTopic(Row row) {
    return ("topicId".equals(row.component()) && !Long.valueOf(Seed.TOPIC_ID).equals(row.value()))
        || ("groupId".equals(row.component()) && "132099468746812345".equals(row.value()));
  }

  static Stream<Row> info() {
    return Stream.concat(
        fields(TopicInfo.class).filter(row -> !isOfAnotherTopic(row)),
        Stream.of(
            row("\"topic_status\":\"on_hold\"", "topicStatus", "on_hold"),
            row("\"frontend_type\":\"channel\"", "frontendType", "channel"),
            row("\"frontend_type\":\"hologram\"", "frontendType", "hologram"),
            kept("\"mood\":{\"of\":[\"the\",\"day\"]},\"rank\":12345678901234567890,\"x\":null"),
            kept("\"api_url\":\"http://evil.example\",\"\":1,\"_\":2,\"message\":\"no\""),
            gone("\"user_id\":null,\"user_name\":null")));
  }

  /** Such an answer is none, either. */
  private static boolean repeatsNothing(Row row) {
    return "message".equals(row.component()) && "".equals(row.value());
  }

  static Stream<Row> sent() {
    return Stream.concat(
        fields(SentMessage.class).filter(row -> !repeatsNothing(row)),
        Stream.of(
            kept("\"mood\":null"),
            kept("\"parts\":[{\"message\":\"no part of ours\"}]"),
            kept("\"user_id\":1,\"topic_status\":\"closed\"")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("info")
  void readsATopic(Row row) throws Exception {
    Message message = answered(INFO, "topic_info", row);

    Map<String, Object> headers = headers(row);
    headers.put("CamelHotlineTopicLink", LINK); // those of the topic asked for
    headers.put("CamelHotlineGroupId", Seed.GROUP_ID);
    headers.put("CamelHotlineTopicId", Seed.TOPIC_ID);
    assertThat(message.getHeaders()).isEqualTo(headers);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sent")
  void readsWhatWasSent(Row row) throws Exception {
    Message message = answered(SEND, "message_sent", row);

    Map<String, Object> headers = headers(row);
    headers.put("CamelHotlineUserId", Seed.USER_ID);
    headers.remove("CamelHotlineMessage");
    headers.remove("CamelHotlineTopicLink"); // it is none in these rows
    assertThat(message.getHeaders()).isEqualTo(headers);
  }

  private Message answered(String uri, String result, Row row) throws Exception {
    String answer = "{\"result\":\"" + result + "\",";
    sandbox().answerNext(Answer.raw(200, "application/json", answer + row.json() + "}"));

    Object text = "message".equals(row.component()) ? row.value() : "hello";
    Exchange exchange = template.request(uri, e -> e.getMessage().setBody(text));

    assertThat(exchange.getException()).isNull();
    Message message = exchange.getMessage();
    Map<String, Object> components = new TreeMap<>();
    for (RecordComponent component : message.getBody().getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(message.getBody());
      if (value != null && !value.equals(List.of()) && !component.getName().equals("other")) {
        components.put(component.getName(), value);
      }
    }
    assertThat(components)
        .isEqualTo(row.component() == null ? Map.of() : Map.of(row.component(), row.value()));
    String json = (answer + row.written()).replaceAll(",$", "") + "}";
    assertThat(message.getBody(String.class)).isEqualTo(json);
    assertThat(message.getBody(byte[].class)).asString(UTF_8).isEqualTo(json);
    try (InputStream stream = message.getBody(InputStream.class)) {
      assertThat(stream).hasContent(json);
    }
    assertThat(JSON.writeValueAsString(message.getBody(Map.class)))
        .isEqualTo(JSON.writeValueAsString(message.getBody()))
        .isEqualTo(json);
    return message;
  }

  private static Map<String, Object> headers(Row row) {
    Map<String, Object> headers = new TreeMap<>();
    if (row.component() != null) {
      headers.put(ComponentPageTest.header(row.component()), row.value());
    }
    return headers;
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:simple")
            .to("hotline:info")
            .setBody(
                simple(
                    "${body.topicStatus} ${body.userId} ${body.userPhone} ${body.topicLastDate}"
                        + " ${body.other[mood]} ${body.toMap[topic_title]}"));
        from("direct:json").to("hotline:info").marshal().json();
        from("direct:variable").toV("hotline:info?topicLink=" + LINK, null, "topic");
      }
    };
  }

  @Test
  void writesATopicAsHeaders() {
    Exchange exchange = template.request(INFO, e -> {});

    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(
            Map.entry("CamelHotlineTopicLink", LINK),
            Map.entry("CamelHotlineGroupId", "2101424779"),
            Map.entry("CamelHotlineTopicId", 5343L),
            Map.entry("CamelHotlineFrontendType", "private"),
            Map.entry("CamelHotlineInstanceName", "support_bot"),
            Map.entry("CamelHotlineInstanceFrontendUserId", 123456789L),
            Map.entry("CamelHotlineInstanceId", "132099468746812345"),
            Map.entry("CamelHotlineChatId", -1002101424779L),
            Map.entry("CamelHotlineThreadId", 5602541568L),
            Map.entry("CamelHotlineTopicLastDate", DATE),
            Map.entry("CamelHotlineTopicStatus", "user_answered"),
            Map.entry("CamelHotlineTopicTitle", "John Doe"),
            Map.entry("CamelHotlineUserId", 987654321L),
            Map.entry("CamelHotlineUserName", "John Doe"),
            Map.entry("CamelHotlineUserFirstName", "John"),
            Map.entry("CamelHotlineUserLastName", "Doe"),
            Map.entry("CamelHotlineUserUsername", "john1991"),
            Map.entry("CamelHotlineUserLang", "en"),
            Map.entry("CamelHotlineUserPhone", "+12125550123"));
  }

  @Test
  void leavesNoUserBehindAfterAChat() {
    Exchange exchange =
        template.request(
            "hotline:info?groupId=2101424779&topicId=" + Seed.CHAT_TOPIC_ID,
            e -> {
              e.getMessage().setHeader("CamelHotlineUserId", 1);
              e.getMessage().setHeader("mine", "kept");
            });

    assertThat(exchange.getMessage().getHeaders())
        .doesNotContainKeys("CamelHotlineUserId", "CamelHotlineUserName")
        .containsEntry("CamelHotlineFrontendChatId", -1001234567890L)
        .containsEntry("CamelHotlineTopicTitle", "Somebiz Proposal Chat")
        .containsEntry("mine", "kept");
  }

  @Test
  void writesWhatWasSentAsHeaders() {
    Exchange exchange = template.request(SEND, e -> e.getMessage().setBody("hello"));

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
  void isReadInExpressions() {
    sandbox()
        .answerNext(
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"topic_status\":\"on_hold\",\"user_id\":\"7\","
                    + "\"topic_last_date\":\"2025-10-09 00:24:55\",\"topic_title\":\"T\","
                    + "\"mood\":\"good\"}"));

    assertThat(template.requestBody("direct:simple", (Object) LINK, String.class))
        .isEqualTo("on_hold 7  2025-10-09T00:24:55 good T");
  }

  @Test
  void isMarshalledAsTheJsonOfTheApi() {
    String json = template.requestBody("direct:json", (Object) LINK, String.class);

    assertThat(json).isEqualTo(template.requestBody(INFO, null, TopicInfo.class).toJson());
  }

  @Test
  void equalsAnAnswerThatSaysTheSame() {
    TopicInfo one = template.requestBody(INFO, null, TopicInfo.class);
    TopicInfo two = template.requestBody(INFO, null, TopicInfo.class);
    sandbox().changeTopic(Seed.GROUP_ID, Seed.TOPIC_ID, "closed", DATE);
    TopicInfo three = template.requestBody(INFO, null, TopicInfo.class);

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(three);
    assertThat(one)
        .asString()
        .startsWith("TopicInfo[groupId=2101424779, topicId=5343, frontendType=private, ");
  }

  @Test
  void leavesBodyAndHeadersAloneWhenAVariableReceivesIt() {
    Exchange exchange =
        template.request("direct:variable", e -> e.getMessage().setBody("the order"));

    assertThat(exchange.getMessage().getBody()).isEqualTo("the order");
    assertThat(exchange.getMessage().getHeaders()).isEmpty();
    assertThat(exchange.getVariable("topic", TopicInfo.class).topicTitle()).isEqualTo("John Doe");
    assertThat(exchange.getVariable("header:topic.CamelHotlineTopicStatus"))
        .isEqualTo("user_answered");
  }
}
