package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.converter.stream.InputStreamCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Message;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicRef;

/**
 * Every form in which an exchange names a topic, a customer or a text: what Hotline is asked then,
 * as the sandbox's journal has it, or why it is not.
 */
@TestInstance(Lifecycle.PER_CLASS) // one Camel context for all rows
class InputTest extends HotlineTestSupport {

  /** The forms of a link, all of one topic; the component's page lists them. */
  static final List<String> LINKS =
      List.of(
          "https://t.me/c/2101424779/5343",
          "https://t.me/c/2101424779/5343/",
          "https://t.me/c/2101424779/5343/77",
          "https://t.me/c/2101424779/5343/77?single",
          "https://t.me/c/2101424779/5343?single&t=5#x",
          "https://t.me/c/2101424779/77?thread=5343",
          "https://t.me/c/2101424779/77?single&thread=5343#x",
          "https://t.me/c/-1002101424779/5343",
          "http://t.me/c/2101424779/5343",
          "t.me/c/2101424779/5343",
          "www.t.me/c/2101424779/5343",
          "https://telegram.me/c/2101424779/5343",
          "https://telegram.dog/c/2101424779/5343",
          "HTTPS://T.ME/c/2101424779/5343",
          "tg://privatepost?channel=2101424779&post=5343",
          "tg://privatepost?channel=2101424779&post=77&thread=5343",
          "tg://privatepost?thread=5343&single&post=77&channel=2101424779",
          "tg:privatepost?channel=2101424779&post=5343");

  @TempDir static @Nullable Path directory;

  private static final String JOHNS_TOPIC = "info 2101424779/5343";
  private static final String TO_JOHN = "send 987654321";

  private static final String LINK_FORM =
      "expected a link such as https://t.me/c/2101424779/5343 (in Telegram: the topic's menu, Copy"
          + " Link)";
  private static final String NO_TOPIC =
      "hotline:info: no topic given; set topicLink, or groupId and topicId, as option or header"
          + " (CamelHotlineTopicLink …), or let the body be a link, a TopicRef, or a map or JSON"
          + " object with topic_link, or with group_id and topic_id; ";
  private static final String NO_CUSTOMER =
      "hotline:send: no customer given; set userId as option or header CamelHotlineUserId, or let"
          + " the body be a map or JSON object with user_id and message; ";
  private static final String NO_TEXT =
      ", which has no text; make one of it first (setBody, marshal, convertBodyTo)";
  private static final String NO_ID =
      " must be a positive whole number of at most 64 bits, in digits alone, not ";
  private static final String NO_GROUP =
      " must be the group's id in digits, as in a topic's link, or with -100 before it, not ";

  private static final String SET_CHARSET =
      "; set its charset (charset on the file endpoint, or property or header CamelCharsetName)";

  /** How an exchange is made, and what comes of it. */
  private record Row(
      String name,
      String uri,
      Map<String, Object> headers,
      @Nullable Object body,
      String expected) {

    Row header(String header, @Nullable Object value) {
      Map<String, Object> more = new HashMap<>(headers);
      more.put(header, value);
      return new Row(name, uri, more, body, expected);
    }

    Row to(String other) {
      return new Row(name, other, headers, body, expected);
    }

    Row body(@Nullable Object other) {
      return new Row(name, uri, headers, other, expected);
    }

    /** The call that the sandbox saw, in the words of {@link #seen}. */
    Row asks(String call) {
      return new Row(name, uri, headers, body, call);
    }

    Row fails(String message) {
      return asks("fails " + message);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Row info(String name, String options) {
    return new Row("info: " + name, "hotline:info" + options, Map.of(), null, JOHNS_TOPIC);
  }

  private static Row info(String name) {
    return info(name, "");
  }

  private static Row send(String name, String options) {
    return new Row("send: " + name, "hotline:send" + options, Map.of(), null, TO_JOHN + " hello");
  }

  private static Row send(String name) {
    return send(name, "");
  }

  /** To John by option: the body is the text. */
  private static Row text(String name, @Nullable Object body) {
    return send("text: " + name, "?userId=987654321").body(body);
  }

  private static Row user(String name, Object userId) {
    return send("user: " + name).header("CamelHotlineUserId", userId).body("hello");
  }

  private static Row topic(String name, Object groupId, Object topicId) {
    return info("ids: " + name).body(Map.of("group_id", groupId, "topic_id", topicId));
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:toD").toD("hotline:info?topicLink=${header.link}");
        from("direct:toDRaw").toD("hotline:info?topicLink=RAW(${header.link})");
        from("direct:sendToD").toD("hotline:send?userId=${header.user}");
        from("direct:infoTwice")
            .to("hotline:info?topicLink=" + LINK)
            .removeHeaders("CamelHotline*")
            .to("hotline:info");
        from("direct:infoThenSend").to("hotline:info?topicLink=" + LINK).to("hotline:send");
        from("direct:lookUpThenSend")
            .to("hotline:info?topicLink=" + LINK)
            .setBody(simple("${body.userFirstName} waits"))
            .to("hotline:send")
            .setBody(constant("and again"))
            .to("hotline:send");
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void findsWhatIsMeantOrSaysWhyNot(Row row) {
    assertThat(run(row)).isEqualTo(row.expected());
  }

  private String run(Row row) {
    Throwable failure;
    try {
      failure =
          template
              .request(
                  row.uri(),
                  exchange -> {
                    exchange.getMessage().setBody(row.body());
                    exchange.getMessage().getHeaders().putAll(row.headers());
                  })
              .getException();
    } catch (ResolveEndpointFailedException e) {
      failure = e.getCause();
    }
    String calls = sandbox().calls().stream().map(InputTest::seen).collect(joining(", "));
    return failure instanceof IllegalArgumentException
        ? calls + (calls.isEmpty() ? "" : ", ") + "fails " + failure.getMessage()
        : calls;
  }

  /** What was asked; the text, where a customer has got one. */
  private static String seen(Call call) {
    if ("info_by_topic".equals(call.action())) {
      return "info " + call.groupId() + "/" + call.topicId();
    }
    List<Message> sent = sandbox().messages();
    long before =
        sandbox().calls().stream()
            .filter(c -> c.number() < call.number() && c.tookEffect())
            .count();
    return "send " + call.userId() + (call.tookEffect() ? " " + sent.get((int) before).text() : "");
  }

  static Stream<Row> rows() throws Exception {
    return Stream.of(topics(), noTopics(), customers(), noCustomers(), texts(), noTexts())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> topics() throws Exception {
    String ids = "?groupId=2101424779&topicId=5343";
    String json = "{\"order\":17,\"group_id\":\"2101424779\",\"topic_id\":5343}";
    ObjectMapper mapper = new ObjectMapper();
    List<Row> rows = new ArrayList<>();
    for (String link : LINKS) {
      rows.add(info(link).body(link));
    }
    rows.addAll(
        List.of(
            info("blanks around a link").body(" \t" + LINK + "\r\n"),
            info("invisible characters around a link").body("\uFEFF\u00A0" + LINK + "\u200B"),
            info("option topicLink", "?topicLink=" + LINK),
            info("option topicLink, raw", "?topicLink=RAW(" + LINK + "?single&thread=5343)"),
            info("options groupId, topicId", ids),
            info("options win", ids)
                .header("CamelHotlineTopicLink", "https://t.me/c/1/2")
                .body("https://t.me/c/1/3"),
            info("option groupId, header topicId", "?groupId=-1002101424779")
                .header("CamelHotlineTopicId", 5343)
                .header("CamelHotlineTopicLink", "https://t.me/c/1/2"),
            info("header topicLink wins over the body")
                .header("CamelHotlineTopicLink", LINK)
                .body("https://t.me/c/1/3"),
            info("header topicLink, a URI").header("CamelHotlineTopicLink", URI.create(LINK)),
            info("header topicLink brings no options")
                .header("CamelHotlineTopicLink", LINK + "?single&apiUrl=http://127.0.0.1:1/"),
            info("headers groupId, topicId")
                .header("CamelHotlineGroupId", -1002101424779L)
                .header("CamelHotlineTopicId", "5343"),
            info("headers of bytes")
                .header("CamelHotlineGroupId", "2101424779".getBytes(UTF_8))
                .header("CamelHotlineTopicId", "5343".getBytes(UTF_8)),
            info("headers that agree")
                .header("CamelHotlineTopicLink", LINK)
                .header("CamelHotlineGroupId", "2101424779")
                .header("CamelHotlineTopicId", 5343L),
            info("header null is none").header("CamelHotlineTopicLink", null).body(LINK),
            info("body CharSequence").body(CharBuffer.wrap(LINK)),
            info("body bytes").body(LINK.getBytes(UTF_8)),
            info("body InputStream").body(new ByteArrayInputStream(LINK.getBytes(UTF_8))),
            info("body StreamCache").body(new InputStreamCache(LINK.getBytes(UTF_8))),
            info("body Reader").body(new StringReader(LINK)),
            info("body File").body(file(LINK + "\n").toFile()),
            info("body Path").body(file(LINK)),
            info("body URI").body(URI.create(LINK)),
            info("body URL, which is not fetched").body(URI.create(LINK).toURL()),
            info("body JSON text node").body(TextNode.valueOf(LINK)),
            info("body TopicRef").body(new TopicRef("2101424779", 5343)),
            info("body SentMessage")
                .body(new SentMessage(LINK, "hello", null, null, List.of(), Map.of())),
            info("body TopicInfo").to("direct:infoTwice").asks(JOHNS_TOPIC + ", " + JOHNS_TOPIC),
            info("body JSON").body(json),
            info("body JSON, bytes with a byte order mark").body(("\uFEFF" + json).getBytes(UTF_8)),
            info("body JSON tree").body(mapper.readTree(json)),
            info("body JSON, numbers with a point")
                .body("{\"group_id\":2.101424779e9,\"topic_id\":5343.0}"),
            info("body JSON with a link").body("{\"topic_link\":\"" + LINK + "\"}"),
            info("body map with a link").body(Map.of("topic_link", LINK)),
            info("body map of JSON nodes")
                .body(Map.of("group_id", new LongNode(2101424779L), "topic_id", new IntNode(5343))),
            info("a row of a database, columns in capitals")
                .body(Map.of("GROUP_ID", "2101424779", "TOPIC_ID", 5343)),
            info("a row with link and ids")
                .body(Map.of("TOPIC_LINK", LINK, "GROUP_ID", 2101424779L, "TOPIC_ID", 5343)),
            topic("text, Integer", "2101424779", 5343),
            topic("Long, text with blanks", 2101424779L, " 5343\u00A0"),
            topic("chat id, Short", "-1002101424779", (short) 5343),
            topic("BigInteger", BigInteger.valueOf(-1002101424779L), BigInteger.valueOf(5343)),
            topic("BigDecimal", new BigDecimal("2101424779.00"), new BigDecimal("5.343E3")),
            topic("Double, Float", 2101424779d, 5343f),
            topic("AtomicLong", new AtomicLong(2101424779L), new AtomicLong(5343)),
            topic("64 bits", 9223372036854775807L, "9223372036854775807")
                .asks("info 9223372036854775807/9223372036854775807"),
            topic("chat id of a short group id", -1000012345678L, 1).asks("info 12345678/1"),
            topic("chat id of a long group id", "-1997852516352", 1).asks("info 997852516352/1"),
            info("toD", "")
                .to("direct:toD")
                .header("link", "https://t.me/c/2101424779/77?thread=5343"),
            info("toD, raw", "")
                .to("direct:toDRaw")
                .header("link", "https://t.me/c/2101424779/77?single&thread=5343")));
    return rows.stream();
  }

  private static Stream<Row> noTopics() throws Exception {
    return Stream.of(
        info("body null").fails(NO_TOPIC + "the body is empty"),
        info("body of blanks").body(" \n\u200B").fails(NO_TOPIC + "the body is empty"),
        info("body of no bytes").body(new byte[0]).fails(NO_TOPIC + "the body is a byte[]"),
        info("body JSON null").body(NullNode.getInstance()).fails(NO_TOPIC + "the body is empty"),
        info("body JSON missing")
            .body(MissingNode.getInstance())
            .fails(NO_TOPIC + "the body is empty"),
        info("body of other fields")
            .body("{\"order\":17,\"group id\\n\":null}")
            .fails(NO_TOPIC + "the body has only the fields order, group id"),
        info("body empty map").body(Map.of()).fails(NO_TOPIC + "the body has only the fields "),
        info("body of another type")
            .body(Optional.of(LINK))
            .fails("hotline:info: the body is a java.util.Optional" + NO_TEXT),
        info("body list")
            .body(List.of(LINK))
            .fails("hotline:info: the body is a java.util.ImmutableCollections$List12" + NO_TEXT),
        info("body of an array")
            .body("[\"" + LINK + "\"]")
            .fails(noLink("the body: ", "[\"" + LINK + "\"]") + LINK_FORM),
        info("body no link").body("hello").fails(noLink("the body: ", "hello") + LINK_FORM),
        info("body number").body(5343).fails(noLink("the body: ", "5343") + LINK_FORM),
        info("link in a sentence")
            .body("see " + LINK)
            .fails(noLink("the body: ", "see " + LINK) + LINK_FORM),
        info("link of a group")
            .body("https://t.me/c/2101424779")
            .fails(noLink("the body: ", "https://t.me/c/2101424779") + LINK_FORM),
        info("link of another site")
            .body("https://evil.example/t.me/c/1/2")
            .fails(noLink("the body: ", "https://evil.example/t.me/c/1/2") + LINK_FORM),
        info("app link without a post")
            .body("tg://privatepost?channel=2101424779")
            .fails(noLink("the body: ", "tg://privatepost?channel=2101424779") + LINK_FORM),
        publicLink("https://t.me/hotline/5343"),
        publicLink("t.me/hotline/5343/77"),
        publicLink("tg://resolve?domain=hotline&post=5343"),
        info("link with topic 0")
            .body("https://t.me/c/2101424779/0")
            .fails("hotline:info: the body: topicId" + NO_ID + "\"0\""),
        info("link with group 0")
            .body("https://t.me/c/0/5343")
            .fails("hotline:info: the body: groupId" + NO_GROUP + "\"0\""),
        info("link with a topic out of range")
            .body("https://t.me/c/2101424779/99999999999999999999")
            .fails("hotline:info: the body: topicId" + NO_ID + "\"99999999999999999999\""),
        info("option topicLink, no link", "?topicLink=hello")
            .fails("topicLink: not a topic's link: \"hello\"; " + LINK_FORM),
        info("option topicLink blank", "?topicLink=")
            .fails("topicLink: not a topic's link: \"\"; " + LINK_FORM),
        info("header topicLink blank")
            .header("CamelHotlineTopicLink", "")
            .body(LINK)
            .fails(noLink("header CamelHotlineTopicLink: ", "") + LINK_FORM),
        info("option topicId alone", "?topicId=1")
            .body(LINK)
            .fails(
                "hotline:info: header CamelHotlineGroupId is missing; the ids of group and topic"
                    + " belong together"),
        info("header groupId alone")
            .header("CamelHotlineGroupId", 1)
            .body(LINK)
            .fails(
                "hotline:info: header CamelHotlineTopicId is missing; the ids of group and topic"
                    + " belong together"),
        info("field group_id alone")
            .body("{\"group_id\":1}")
            .fails(
                "hotline:info: topic_id in the body is missing; the ids of group and topic belong"
                    + " together"),
        info("headers that differ")
            .header("CamelHotlineTopicLink", LINK)
            .header("CamelHotlineTopicId", 5344)
            .fails(
                "hotline:info: the topic is named twice and differently:"
                    + " https://t.me/c/2101424779/5343 by header CamelHotlineTopicLink, and"
                    + " https://t.me/c/2101424779/5344 by the ids beside it; remove the headers of"
                    + " an earlier answer (removeHeaders CamelHotline*)"),
        info("header of another type")
            .header("CamelHotlineTopicLink", List.of(LINK, LINK))
            .fails(
                "hotline:info: header CamelHotlineTopicLink is a"
                    + " java.util.ImmutableCollections$List12"
                    + NO_TEXT),
        info("body broken JSON")
            .body("{\"group_id\":")
            .fails(
                "hotline:info: the body is not JSON: Unexpected end-of-input within/between Object"
                    + " entries (line 1, column 13)"),
        info("body JSON and more")
            .body("{\"group_id\":1,\"topic_id\":2} x")
            .fails(
                "hotline:info: the body is not JSON: Unrecognized token 'x': was expecting (JSON"
                    + " String, Number, Array, Object or token 'null', 'true' or 'false') (line 1,"
                    + " column 30)"),
        info("body JSON, a field twice")
            .body("{\"group_id\":1,\"group_id\":1,\"topic_id\":2}")
            .fails(
                "hotline:info: the body is not JSON: Duplicate field 'group_id' (line 1, column"
                    + " 25)"),
        noTopic("chat id of a basic group", "-2101424779", 1, NO_GROUP + "\"-2101424779\""),
        noTopic("chat id without a group", "-1000000000000", 1, NO_GROUP + "\"-1000000000000\""),
        noTopic("chat id of no group", "-10021014247791", 1, NO_GROUP + "\"-10021014247791\""),
        noTopic("group name", "support", 1, NO_GROUP + "\"support\""),
        noTopic("group with zeros", "002101424779", 1, NO_GROUP + "\"002101424779\""));
  }

  private static String noLink(String name, String text) {
    return "hotline:info: " + name + "not a topic's link: \"" + text + "\"; ";
  }

  private static Row publicLink(String link) {
    return info(link)
        .body(link)
        .fails(
            noLink("the body: ", link)
                + "a public group's link does not hold the group's id; set groupId and topicId"
                + " instead");
  }

  private static Row noTopic(String name, Object groupId, Object topicId, String message) {
    return topic(name, groupId, topicId).fails("hotline:info: group_id in the body" + message);
  }

  private static Stream<Row> customers() throws Exception {
    String json = "{\"user_id\":\"987654321\",\"message\":\"hello\"}";
    Map<String, Object> map = Map.of("user_id", 987654321, "message", "hello");
    return Stream.of(
        send("option", "?userId=987654321").body("hello"),
        user("Integer", 987654321),
        user("Long", 987654321L),
        user("text", "987654321"),
        user("text with blanks", "\t987654321 "),
        user("bytes", "987654321".getBytes(UTF_8)),
        user("BigInteger", BigInteger.valueOf(987654321)),
        user("BigDecimal", new BigDecimal("987654321.0")),
        user("Double", 987654321d),
        user("AtomicLong", new AtomicLong(987654321)),
        user("more than 32 bits", 7654321098L).asks("send 7654321098 hello"),
        user("more than a number of JSON holds", "9007199254740993").asks("send 9007199254740993"),
        user("64 bits", Long.MAX_VALUE).asks("send 9223372036854775807"),
        send("option and header agree", "?userId=987654321")
            .header("CamelHotlineUserId", "987654321")
            .body("hello"),
        send("option, header and map agree", "?userId=987654321")
            .header("CamelHotlineUserId", 987654321d)
            .body(map),
        send("header null is none").header("CamelHotlineUserId", null).body(map),
        send("map").body(map),
        send("map of JSON nodes")
            .body(Map.of("user_id", new IntNode(987654321), "message", TextNode.valueOf("hello"))),
        send("map with more fields").body(row("user_id", "message")),
        send("a row of a database, columns in capitals").body(row("USER_ID", "MESSAGE")),
        send("map with a field twice, equal")
            .body(Map.of("user_id", 987654321, "USER_ID", "987654321", "message", "hello")),
        send("JSON").body("\n " + json),
        send("JSON bytes").body(json.getBytes(UTF_8)),
        send("JSON bytes with a byte order mark").body(("\uFEFF" + json).getBytes(UTF_8)),
        send("JSON stream").body(new InputStreamCache(json.getBytes(UTF_8))),
        send("JSON file").body(file(json).toFile()),
        send("JSON tree").body(new ObjectMapper().readTree(json)),
        send("JSON, id with a point").body("{\"user_id\":987654321.0,\"message\":\"hello\"}"),
        send("after a look-up", "")
            .to("direct:lookUpThenSend")
            .asks(JOHNS_TOPIC + ", " + TO_JOHN + " John waits, " + TO_JOHN + " and again"),
        send("toD", "").to("direct:sendToD").header("user", 987654321).body("hello"));
  }

  /** As a database gives it, with a null and a date. */
  private static Map<String, Object> row(String user, String message) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ID", 1);
    row.put(user, new BigDecimal("987654321"));
    row.put(message, "hello");
    row.put("SENT_AT", null);
    row.put("CREATED_AT", OffsetDateTime.parse("2025-10-09T00:24:55Z"));
    return row;
  }

  private static Stream<Row> noCustomers() {
    Map<String, Object> other = Map.of("user_id", 1, "message", "hello");
    return Stream.of(
        send("nothing").fails(NO_CUSTOMER + "the body is empty"),
        send("text alone").body("hello").fails(NO_CUSTOMER + "the body is a text"),
        send("map without user_id")
            .body(Map.of("userId", 987654321))
            .fails(NO_CUSTOMER + "the body has only the fields userId"),
        send("JSON without user_id")
            .body("{\"message\":\"hello\",\"user_id\":null}")
            .fails(NO_CUSTOMER + "the body has only the fields message, user_id"),
        send("broken JSON")
            .body("{\"user_id\":1,\n")
            .fails(
                "hotline:send: the body is not JSON: Unexpected end-of-input within/between Object"
                    + " entries (line 1, column 14)"),
        send("JSON with two users")
            .body("{\"user_id\":1,\"user_id\":987654321,\"message\":\"hello\"}")
            .fails(
                "hotline:send: the body is not JSON: Duplicate field 'user_id' (line 1, column"
                    + " 23)"),
        send("map with two users")
            .body(Map.of("user_id", 1, "USER_ID", 987654321, "message", "hello"))
            .fails("hotline:send: user_id in the body is there twice, and differs"),
        send("option and header differ", "?userId=1")
            .header("CamelHotlineUserId", 987654321)
            .body("hello")
            .fails(twice("1, and 987654321 by header CamelHotlineUserId")),
        send("header and map differ")
            .header("CamelHotlineUserId", 987654321)
            .body(other)
            .fails(twice("987654321, and 1 by user_id in the body")),
        send("option and map differ", "?userId=987654321")
            .body(other)
            .fails(twice("987654321, and 1 by user_id in the body")),
        send("option blank", "?userId=").body("hello").fails("userId" + NO_ID + "\"\""),
        noUser("blank", " ", "\"\""),
        noUser("name", "@john1991", "\"@john1991\""),
        noUser("phone", "+12125550123", "\"+12125550123\""),
        noUser("phone with zeros", "0012125550123", "\"0012125550123\""),
        noUser("zero", 0, "\"0\""),
        noUser("negative", -987654321, "\"-987654321\""),
        noUser("fraction", 987654321.5, "\"9.876543215E8\""),
        noUser("text with a fraction", "987654321.0", "\"987654321.0\""),
        noUser("float that may be rounded", Float.valueOf("987654321"), "\"9.8765434E8\""),
        noUser("double that may be rounded", Math.pow(2, 53), "\"9.007199254740992E15\""),
        noUser("not a number", Double.NaN, "\"NaN\""),
        noUser("more than 64 bits", BigInteger.TEN.pow(30), "\"1" + "0".repeat(30) + "\""),
        noUser("as text", "9223372036854775808", "\"9223372036854775808\""),
        noUser("immense", new BigDecimal("1E+1000000000"), "\"1E+1000000000\""),
        noUser("digits of another script", "９８７", "\"９８７\""),
        noUser("grouped digits", "987 654 321", "\"987 654 321\""),
        noUser("boolean", true, "\"true\""),
        noUser("hostile", "1\r\n" + "x".repeat(1000), "\"1 " + "x".repeat(198) + "…\""),
        user("list", Arrays.asList(1, 2))
            .fails(
                "hotline:send: header CamelHotlineUserId is a java.util.Arrays$ArrayList"
                    + NO_TEXT));
  }

  private static String twice(String how) {
    return "hotline:send: the customer is named twice and differently: "
        + how
        + "; nothing was sent. A header of an earlier answer is to be removed first (removeHeaders"
        + " CamelHotline*)";
  }

  private static Row noUser(String name, Object value, String quote) {
    return user(name, value).fails("hotline:send: header CamelHotlineUserId" + NO_ID + quote);
  }

  private enum Deal {
    CONFIRMED
  }

  private static Stream<Row> texts() throws Exception {
    byte[] latin = "Größe".getBytes(ISO_8859_1);
    String json = "{\"user_id\":1,\"message\":\"hello\"}";
    String full = "x".repeat(4094) + "😀";
    return Stream.of(
        text("String", "hello"),
        text("CharSequence", CharBuffer.wrap("hello")),
        text("bytes", "hello".getBytes(UTF_8)),
        text("stream", new ByteArrayInputStream("hello".getBytes(UTF_8))),
        text("stream cache", new InputStreamCache("hello".getBytes(UTF_8))),
        text("reader", new StringReader("hello")),
        text("file", file("hello").toFile()),
        text("JSON text node", TextNode.valueOf("hello")),
        text("Integer", 17).asks(TO_JOHN + " 17"),
        text("Boolean", true).asks(TO_JOHN + " true"),
        text("enum", Deal.CONFIRMED).asks(TO_JOHN + " CONFIRMED"),
        text("URL, which is not fetched", sandbox().url().toURL())
            .asks(TO_JOHN + " " + sandbox().url()),
        text("bytes in another charset", latin)
            .header(Exchange.CHARSET_NAME, "ISO-8859-1")
            .asks(TO_JOHN + " Größe"),
        text("polled file in another charset", polled(latin, "ISO-8859-1"))
            .asks(TO_JOHN + " Größe"),
        text("String with U+FFFD", "\uFFFD").asks(TO_JOHN + " \uFFFD"),
        text("a map's String with U+FFFD", Map.of("message", "\uFFFD")).asks(TO_JOHN + " \uFFFD"),
        text("JSON is never parsed", json).asks(TO_JOHN + " " + json),
        text("a map's message", Map.of("message", "hello")),
        text("a map's number", Map.of("message", 17)).asks(TO_JOHN + " 17"),
        text("a map's bytes", Map.of("message", "hello".getBytes(UTF_8))),
        text("a JSON tree's message", new ObjectMapper().readTree("{\"message\":\"hello\"}")),
        text("control characters, markup, any script", "<b>&\"\\\u0001\r\n\t€😀 مرحبا \u202E")
            .asks(TO_JOHN + " <b>&\"\\\u0001\r\n\t€😀 مرحبا \u202E"),
        text("blanks around it", "  hello\n").asks(TO_JOHN + "   hello\n"),
        text("4096 units, an emoji last", full).asks(TO_JOHN + " " + full));
  }

  private static Stream<Row> noTexts() throws Exception {
    byte[] latin = "Größe".getBytes(ISO_8859_1);
    return Stream.of(
        text("bytes in another charset than said", latin)
            .fails("hotline:send: the body" + noCharset("UTF-8", 3)),
        text("bytes in another charset than the header says", latin)
            .header(Exchange.CHARSET_NAME, "UTF-16")
            .fails("hotline:send: the body" + noCharset("UTF-16", 3)),
        text("stream in another charset", new ByteArrayInputStream(latin))
            .fails("hotline:send: the body" + noCharset("UTF-8", 3)),
        text("stream cache in another charset", new InputStreamCache(latin))
            .fails("hotline:send: the body" + noCharset("UTF-8", 3)),
        text("file in another charset", file(latin).toFile())
            .fails("hotline:send: the body" + noCharset("UTF-8", 3)),
        text("path in another charset", file(latin))
            .fails("hotline:send: the body" + noCharset("UTF-8", 3)),
        text("polled file in another charset", polled(latin, null))
            .fails("hotline:send: the body is no text in UTF-8" + SET_CHARSET),
        text("a map's bytes in another charset", Map.of("message", latin))
            .fails("hotline:send: message in the body" + noCharset("UTF-8", 3)),
        send("JSON bytes in another charset")
            .body("{\"user_id\":987654321,\"message\":\"Größe\"}".getBytes(ISO_8859_1))
            .fails("hotline:send: the body" + noCharset("UTF-8", 35)),
        text("null", null).fails("hotline:send: the body is empty"),
        text("empty", "").fails("hotline:send: the body is empty"),
        text("blanks", " \r\n\u00A0\u200B").fails("hotline:send: the body is empty"),
        text("no bytes", new byte[0]).fails("hotline:send: the body is empty"),
        text("a map without message", Map.of("text", "hello"))
            .fails("hotline:send: message in the body is missing"),
        text("a map's blank message", Map.of("message", " "))
            .fails("hotline:send: message in the body is empty"),
        text("a map's list", Map.of("message", new ArrayList<>(List.of("hello"))))
            .fails("hotline:send: message in the body is a java.util.ArrayList" + NO_TEXT),
        text("object", new Object())
            .fails("hotline:send: the body is a java.lang.Object" + NO_TEXT),
        text("object with a toString", new TopicRef("1", 2))
            .fails("hotline:send: the body is a tg.hotline.topics.TopicRef" + NO_TEXT),
        text("array", new Object[] {"hello"})
            .fails("hotline:send: the body is a java.lang.Object[]" + NO_TEXT),
        text("list", new ArrayList<>(List.of("hello")))
            .fails("hotline:send: the body is a java.util.ArrayList" + NO_TEXT),
        text(
                "the answer of a send",
                new SentMessage(LINK, "hello", null, null, List.of(), Map.of()))
            .fails(answer("SentMessage")),
        text("the answer of a look-up", null)
            .to("direct:infoThenSend")
            .asks(JOHNS_TOPIC + ", fails " + answer("TopicInfo")),
        send("text: 4097 units, overflow=fail", "?userId=987654321&overflow=fail")
            .body("x".repeat(4095) + "😀")
            .fails(
                "hotline:send: message has 4097 UTF-16 code units; Telegram takes 4096 at most;"
                    + " overflow=fail forbids to split or truncate it"),
        text("a long one with half an emoji in its second part", "x".repeat(5000) + "\uD83D.")
            .fails(
                "hotline:send: message is broken: character 5001 is half of one, as a text has that"
                    + " was cut in the middle of an emoji"),
        text("NUL", "hello\u0000")
            .fails(
                "hotline:send: message has the character U+0000 (NUL), as number 6, which databases"
                    + " cannot hold; remove it"),
        text("half an emoji", "hello 😀".substring(0, 7))
            .fails(
                "hotline:send: message is broken: character 7 is half of one, as a text has that"
                    + " was cut in the middle of an emoji"));
  }

  private static String noCharset(String charset, int character) {
    return " is no text in "
        + charset
        + ": it gives U+FFFD as character "
        + character
        + SET_CHARSET
        + ", or, if U+FFFD is meant, make a String of it first (convertBodyTo)";
  }

  private static String answer(String type) {
    return "hotline:send: the body is the answer of an earlier call ("
        + type
        + "), no message; set a body, or keep the answer aside (variableReceive)";
  }

  private static Path file(String text) throws Exception {
    return file(text.getBytes(UTF_8));
  }

  private static Path file(byte[] bytes) throws Exception {
    return Files.write(Files.createTempFile(requireNonNull(directory), "body", ".txt"), bytes);
  }

  /** As the file endpoint gives it, with its {@code charset}. */
  private static Object polled(byte[] bytes, @Nullable String charset) throws Exception {
    return FileConsumer.asGenericFile(
        requireNonNull(directory).toString(), file(bytes).toFile(), charset, false);
  }
}
