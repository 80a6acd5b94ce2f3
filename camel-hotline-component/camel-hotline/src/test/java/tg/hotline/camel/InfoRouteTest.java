package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
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
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

class InfoRouteTest extends HotlineTestSupport {

  private static final Map<String, Object> NO_HEADERS = Map.of();

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:enrich")
            .toV("hotline:info?topicLink=" + LINK, null, "topic")
            .setBody(
                simple(
                    "${body} of ${variable.topic.topicTitle},"
                        + " ${variable.header:topic.CamelHotlineTopicStatus}"));
        from("direct:expression").toD("hotline:info?topicLink=${header.link}");
      }
    };
  }

  static Stream<Arguments> inputs() throws Exception {
    String ids = "groupId=" + Seed.GROUP_ID + "&topicId=" + Seed.TOPIC_ID;
    Map<String, Object> map = Map.of("group_id", 2101424779L, "topic_id", "5343");
    String json = "{\"group_id\":\"2101424779\",\"topic_id\":5343}";
    return Stream.of(
        Arguments.of("option topicLink", "?topicLink=" + LINK, NO_HEADERS, "elsewhere"),
        Arguments.of("options groupId, topicId", "?" + ids, NO_HEADERS, "elsewhere"),
        Arguments.of(
            "option groupId, header topicId",
            "?groupId=-100" + Seed.GROUP_ID,
            Map.of("CamelHotlineTopicId", 5343, "CamelHotlineTopicLink", "https://t.me/c/1/2"),
            "elsewhere"),
        Arguments.of("header link", "", Map.of("CamelHotlineTopicLink", LINK), "elsewhere"),
        Arguments.of(
            "header ids",
            "",
            Map.of("CamelHotlineGroupId", -1002101424779L, "CamelHotlineTopicId", "5343"),
            "elsewhere"),
        Arguments.of("body link", "", NO_HEADERS, "  " + LINK + "/77\n"),
        Arguments.of("body link, bytes", "", NO_HEADERS, LINK.getBytes(StandardCharsets.UTF_8)),
        Arguments.of("body map", "", NO_HEADERS, map),
        Arguments.of("body JSON", "", NO_HEADERS, json),
        Arguments.of("body JSON tree", "", NO_HEADERS, new ObjectMapper().readTree(json)),
        Arguments.of("body TopicRef", "", NO_HEADERS, new TopicRef(Seed.GROUP_ID, Seed.TOPIC_ID)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void findsTheTopic(String name, String options, Map<String, Object> headers, Object body) {
    TopicInfo info =
        template.requestBodyAndHeaders("hotline:info" + options, body, headers, TopicInfo.class);

    assertThat(info.userId()).isEqualTo(Seed.USER_ID);
    assertThat(sandbox().calls()).hasSize(1);
  }

  static Stream<Arguments> badInputs() {
    return Stream.of(
        Arguments.of("", NO_HEADERS, null, "no topic given"),
        Arguments.of("", NO_HEADERS, "   ", "no topic given"),
        Arguments.of("", NO_HEADERS, "hello", "not a topic's link"),
        Arguments.of("", NO_HEADERS, "{\"group_id\":1}", "topic_id is missing"),
        Arguments.of("", NO_HEADERS, "{\"group_id\":", "not JSON"),
        Arguments.of("", NO_HEADERS, Map.of("group_id", "x", "topic_id", 1), "group_id must be"),
        Arguments.of("", Map.of("CamelHotlineGroupId", "1"), LINK, "topicId is missing"),
        Arguments.of(
            "",
            Map.of(
                "CamelHotlineTopicLink",
                LINK,
                "CamelHotlineGroupId",
                Seed.GROUP_ID,
                "CamelHotlineTopicId",
                5344),
            "",
            "remove those of an earlier answer"),
        Arguments.of("?topicId=1", NO_HEADERS, LINK, "groupId is missing"),
        Arguments.of(
            "", Map.of("CamelHotlineTopicLink", "https://t.me/x/1"), LINK, "not a topic's link"));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("badInputs")
  void namesWhatIsWrong(
      String options, Map<String, Object> headers, @Nullable Object body, String text) {
    assertRefused("hotline:info" + options, body, headers, text);
  }

  @Test
  void writesTheFactsAsHeaders() {
    Exchange exchange = template.request("hotline:info?topicLink=" + LINK, e -> {});

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
            Map.entry("CamelHotlineTopicLastDate", LocalDateTime.of(2025, 10, 9, 0, 24, 55)),
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
  void neverLetsAFieldOfTheAnswerInventAHeader() {
    sandbox()
        .answerNext(
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"api_url\":\"http://evil.example\",\"\":1,\"_\":2}"));

    Exchange exchange = template.request("hotline:info?topicLink=" + LINK, e -> {});

    assertThat(exchange.getMessage().getHeaders().keySet())
        .containsExactlyInAnyOrder(
            "CamelHotlineTopicLink", "CamelHotlineGroupId", "CamelHotlineTopicId");
    assertThat(exchange.getMessage().getBody(TopicInfo.class).other())
        .containsEntry("api_url", "http://evil.example");
  }

  @Test
  void isReadAsJsonBytesStreamOrMap() throws Exception {
    Exchange exchange = template.request("hotline:info?topicLink=" + LINK, e -> {});
    var message = exchange.getMessage();

    String json = message.getBody(String.class);
    assertThat(json).startsWith("{\"result\":\"topic_info\",\"group_id\":\"2101424779\"");
    assertThat(message.getBody(byte[].class)).asString(StandardCharsets.UTF_8).isEqualTo(json);
    try (InputStream stream = message.getBody(InputStream.class)) {
      assertThat(stream).hasContent(json);
    }
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.writeValueAsString(message.getBody(Map.class))).isEqualTo(json);
  }

  @Test
  void enrichesAVariableAndLeavesTheMessageAlone() {
    Exchange exchange = template.request("direct:enrich", e -> e.getMessage().setBody("the order"));

    assertThat(exchange.getMessage().getBody()).isEqualTo("the order of John Doe, user_answered");
    assertThat(exchange.getMessage().getHeaders()).isEmpty();
  }

  @Test
  void takesAnExpression() {
    TopicInfo info =
        template.requestBodyAndHeader("direct:expression", null, "link", LINK, TopicInfo.class);

    assertThat(info.topicTitle()).isEqualTo("John Doe");
  }
}
