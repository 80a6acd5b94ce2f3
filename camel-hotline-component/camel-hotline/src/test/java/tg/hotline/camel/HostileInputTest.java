package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/**
 * What comes from outside steers nothing: a text arrives as it is or is refused, and everything
 * else in the exchange leaves the request alone, to the byte.
 */
@TestInstance(Lifecycle.PER_CLASS) // one Camel context for all rows
class HostileInputTest extends HotlineTestSupport {

  private static final String LONG_ID = "1" + "0".repeat(30);
  private static final String STOLEN = "http://127.0.0.1:1/stolen";

  /** Where an exchange can have something besides its body. */
  private enum Place {
    HEADER,
    HEADER_IN_CAPITALS,
    HEADER_IN_SMALL_LETTERS,
    PROPERTY,
    VARIABLE;

    void put(Exchange exchange, String name, Object value) {
      switch (this) {
        case HEADER -> exchange.getMessage().setHeader(name, value);
        case HEADER_IN_CAPITALS ->
            exchange.getMessage().setHeader(name.toUpperCase(Locale.ROOT), value);
        case HEADER_IN_SMALL_LETTERS ->
            exchange.getMessage().setHeader(name.toLowerCase(Locale.ROOT), value);
        case PROPERTY -> exchange.setProperty(name, value);
        case VARIABLE -> exchange.setVariable(name, value);
      }
    }
  }

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private @Nullable Relay relay;

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    Relay listening = new Relay(sandbox().port(), Duration.ZERO, heard::add);
    int port = listening.open();
    listening.start();
    relay = listening;
    HotlineConfiguration hotline =
        context.getComponent("hotline", HotlineComponent.class).getConfiguration();
    hotline.setApiUrl("http://127.0.0.1:" + port + "/webhook/topic_action");
    return context;
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:send").to("hotline:send?userId=" + Seed.USER_ID);
        from("direct:info").to("hotline:info?topicLink=" + LINK);
        from("direct:sendTo").to("hotline:send");
        from("direct:infoOf").to("hotline:info");
        from("direct:toD").toD("hotline:send?userId=${header.user}");
        from("direct:toDRaw").toD("hotline:info?topicLink=RAW(${header.link})");
        from("direct:link")
            .setHeader("CamelHotlineTopicLink", simple("${header.link}"))
            .to("hotline:info");
      }
    };
  }

  @BeforeEach
  void forget() {
    heard.clear();
  }

  @AfterAll
  void close() throws IOException {
    Objects.requireNonNull(relay).close();
  }

  /** What went out. */
  private String heard() {
    return String.join("", heard);
  }

  /** The exchange's failure, if it fails. */
  private @Nullable Throwable run(String uri, Consumer<Exchange> content) {
    return template.request(uri, content::accept).getException();
  }

  private @Nullable Throwable send(Object body) {
    return run("direct:send", exchange -> exchange.getMessage().setBody(body));
  }

  static Stream<Arguments> steering() {
    List<Map.Entry<String, Object>> all =
        List.of(
            entry("CamelHttpUri", STOLEN),
            entry("CamelHttpBaseUri", STOLEN),
            entry("CamelHttpUrl", STOLEN),
            entry("CamelRestHttpUri", STOLEN),
            entry("CamelHttpHost", "evil.example"),
            entry("CamelHttpPort", 1),
            entry("CamelHttpPath", "/stolen"),
            entry("CamelHttpQuery", "apiUrl=" + STOLEN),
            entry("CamelHttpRawQuery", "apiUrl=" + STOLEN),
            entry("CamelHttpMethod", "GET"),
            entry("CamelHotlineApiUrl", STOLEN),
            entry("CamelHotlineAccessToken", "stolen"),
            entry("CamelHotlineInstance", "13209946874699999"),
            entry("CamelHotlineApiKey", "stolen"),
            entry("CamelHotlineConnection", "stolen"),
            entry("CamelHotlineOperation", "info"),
            entry("CamelHotlineAction", "info_by_topic"),
            entry("CamelHotlineMessage", "stolen"),
            entry("CamelHotlineMaxRetries", -1),
            entry("CamelHotlineResendUnknown", true),
            entry("CamelHotlineOverflow", "truncate"),
            entry("CamelHotlineRequestTimeout", "1"),
            entry("CamelHotlineProxyHost", "127.0.0.1"),
            entry("apiUrl", STOLEN),
            entry("accessToken", "stolen"),
            entry("X-API-KEY", "stolen"),
            entry("Host", "evil.example"),
            entry("Content-Type", "text/plain"),
            entry("Content-Length", 1),
            entry("Content-Encoding", "gzip"),
            entry("Transfer-Encoding", "chunked"),
            entry("Connection", "close"),
            entry("Upgrade", "h2c"),
            entry("Expect", "100-continue"),
            entry("Authorization", "Basic c3RvbGVu"),
            entry("Proxy-Authorization", "Basic c3RvbGVu"),
            entry("Cookie", "session=stolen"),
            entry("User-Agent", "stolen"),
            entry("Accept-Encoding", "gzip"),
            entry("X-Forwarded-Host", "evil.example"),
            entry("traceparent", "00-1-1-00"),
            entry("X-Bad\r\nX-Injected", "1"),
            entry("X-Bad", "1\r\nX-Injected: 1\r\n\r\nPOST / HTTP/1.1\r\n"),
            entry("X-Huge", "x".repeat(10_000_000)));
    return all.stream()
        .flatMap(
            one ->
                Stream.of(Place.values())
                    .map(place -> Arguments.of(one.getKey(), place, one.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("steering")
  void leavesTheRequestAlone(String name, Place place, Object value) {
    for (String uri : List.of("direct:send", "direct:info")) {
      forget();
      assertThat(run(uri, exchange -> exchange.getMessage().setBody("hello"))).isNull();
      String plain = heard();
      forget();

      Throwable failure =
          run(
              uri,
              exchange -> {
                exchange.getMessage().setBody("hello");
                place.put(exchange, name, value);
              });

      assertThat(failure).isNull();
      assertThat(heard()).isEqualTo(plain);
    }
  }

  /** The headers are these and no more, so that the comparison above compares something. */
  @Test
  void sendsTheseHeadersAlone() {
    send("hello");

    String body =
        "{\"action\":\"incoming_in_topic\",\"user_id\":987654321,\"message\":\"hello\",\"instance\":\""
            + Seed.INSTANCE
            + "\",\"api_key\":\""
            + Seed.API_KEY
            + "\"}";
    String[] request = heard().split("\r\n\r\n", 2);
    assertThat(request[1]).isEqualTo(body);
    String[] head = request[0].split("\r\n");
    assertThat(head[0]).isEqualTo("POST /webhook/topic_action HTTP/1.1");
    assertThat(head)
        .hasSize(7)
        .contains(
            "X-API-KEY: " + Seed.ACCESS_TOKEN,
            "Content-Type: application/json; charset=UTF-8",
            "Content-Length: " + body.length(),
            "Connection: keep-alive",
            "User-Agent: camel-hotline")
        .anyMatch(line -> line.startsWith("Host: 127.0.0.1:"));
  }

  /** What a map has besides the customer and the text, whatever it is called. */
  @Test
  void takesNoOtherFieldOfTheBody() {
    send("hello");
    String plain = heard();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", "info_by_topic");
    body.put("ACTION", "info_by_topic");
    body.put("api_key", "stolen");
    body.put("instance", "stolen");
    body.put("result", "message_sent");
    body.put("X-API-KEY", "stolen");
    body.put("group_id", "1");
    body.put("topic_link", LINK);
    body.put("__proto__", Map.of("action", "info_by_topic"));
    body.put("a\",\"action\":\"info_by_topic", 1);
    body.put("\r\nX-Injected: 1", 1);
    body.put(null, "null");
    body.put("itself", body);
    body.put("message", "hello");
    forget();

    assertThat(send(body)).isNull();

    assertThat(heard()).isEqualTo(plain);
  }

  @Test
  void takesNoOtherFieldOfAJsonBody() {
    send("hello");
    String plain = heard();
    forget();

    assertThat(
            run(
                "direct:sendTo",
                exchange ->
                    exchange
                        .getMessage()
                        .setBody(
                            "{\"action\":\"info_by_topic\",\"api_key\":\"stolen\",\"instance\":{},"
                                + "\"result\":\"message_sent\",\"user_id\":987654321,"
                                + "\"message\":\"hello\"}")))
        .isNull();

    assertThat(heard()).isEqualTo(plain);
  }

  static Stream<String> texts() {
    return Stream.of(
        "${body} ${exception.message} ${header.x} ${sys.user.home} ${env:HOTLINE_API_KEY}",
        "{{env:HOTLINE_API_KEY}} {{camel.component.hotline.api-key}}",
        "#{systemProperties} $simple{body} %{header.x} <%= 1 %> ${{7*7}} {% raw %}",
        "RAW(hello) RAW{hello} #bean:context bean:context?method=stop",
        "${jndi:ldap://127.0.0.1:1/x}",
        "<script>alert(1)</script><!--<![CDATA[ ]]> &amp; &#x0; <!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
        "\",\"action\":\"info_by_topic",
        "\"},{\"action\":\"info_by_topic\"}",
        "\\\",\\\"action\\\":\\\"info_by_topic",
        "\\u0022,\\u0022action\\u0022:\\u0022info_by_topic \\n \\ \\\\",
        "{\"user_id\":1,\"message\":\"other\"}",
        "'; drop table deal_event; --",
        "=HYPERLINK(\"http://127.0.0.1:1\")",
        "%0d%0aX-Injected: 1 %00 %c0%80 +",
        "a\r\nX-Injected: 1\r\n\r\nPOST /webhook/topic_action HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "0\r\n\r\n",
        "a\rb\nc\u0085d\u2028e\u2029f\u000bg\u000ch\u0007i\u001bj[31m\u007fk",
        "\uFEFFmark \u202Eright to left\u202C \u200Bzero \uFFFC \uFFFE \uFFFF \uD83D\uDE00",
        "../../etc/passwd C:\\nul file:///etc/passwd");
  }

  @ParameterizedTest(name = "{index}") // no report can hold some of them
  @MethodSource("texts")
  void arrivesLiterally(String text) {
    assertThat(send(text)).isNull();
    assertThat(send(text.getBytes(UTF_8))).isNull();
    assertThat(send(Map.of("message", text))).isNull();

    assertThat(sandbox().messages()).extracting("text").containsExactly(text, text, text);
    assertThat(sandbox().calls())
        .hasSize(3)
        .extracting("action", "userId")
        .containsOnly(tuple("incoming_in_topic", Seed.USER_ID));
  }

  /** Nothing is sent, and the error, on one line, says what is wrong. */
  record Refused(String name, String uri, Map<String, Object> headers, Object body, String says) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Refused user(String name, Object user) {
    return new Refused(
        "user " + name,
        "direct:sendTo",
        Map.of("CamelHotlineUserId", user),
        "hello",
        "header CamelHotlineUserId must be a positive whole number");
  }

  private static Refused userInJson(String name, String json) {
    return new Refused(
        "user in JSON " + name,
        "direct:sendTo",
        Map.of(),
        "{\"message\":\"hello\",\"user_id\":" + json + "}",
        "user_id in the body must be a positive whole number");
  }

  private static Refused json(String name, String json, String says) {
    return new Refused("JSON " + name, "direct:sendTo", Map.of(), json, says);
  }

  private static Refused topic(String name, Object topic) {
    return new Refused(
        "topic " + name,
        "direct:infoOf",
        Map.of("CamelHotlineGroupId", Seed.GROUP_ID, "CamelHotlineTopicId", topic),
        "",
        "header CamelHotlineTopicId must be a positive whole number");
  }

  private static Refused group(String name, Object group) {
    return new Refused(
        "group " + name,
        "direct:infoOf",
        Map.of("CamelHotlineGroupId", group, "CamelHotlineTopicId", 1),
        "",
        "header CamelHotlineGroupId must be the group's id in digits");
  }

  private static Refused link(String name, String link) {
    return new Refused(
        "link " + name,
        "direct:link",
        Map.of("link", link),
        "",
        "header CamelHotlineTopicLink: not a topic's link: ");
  }

  static Stream<Refused> refused() {
    List<Refused> rows = new ArrayList<>();
    for (Map.Entry<String, Object> id : noIds().entrySet()) {
      rows.add(user(id.getKey(), id.getValue()));
      rows.add(topic(id.getKey(), id.getValue()));
      rows.add(group(id.getKey(), id.getValue()));
    }
    for (String number : List.of(LONG_ID, "1e30", "-1", "-0", "1e-1", "1e999999999", "\"0x1F\"")) {
      rows.add(userInJson(number, number));
    }
    rows.add(userInJson("with a zero character", "\"98765\\u00004321\""));
    rows.add(userInJson("zero character around", "\"\\u0000987654321\""));
    rows.add(userInJson("half a character", "\"987654321\\ud800\""));
    rows.add(json("NaN", "{\"message\":\"hello\",\"user_id\":NaN}", "the body is not JSON"));
    rows.add(json("hex", "{\"message\":\"hello\",\"user_id\":0x1F}", "the body is not JSON"));
    rows.add(
        json(
            "half a character",
            "{\"user_id\":987654321,\"message\":\"hello \\ud800\"}",
            "half of one"));
    rows.add(
        json(
            "the other half",
            "{\"user_id\":987654321,\"message\":\"\\ude00 hello\"}",
            "half of one"));
    rows.add(json("an array within", "{\"a\":[" + "[".repeat(100_000), "the body is not JSON"));
    rows.add(json("very deep", "{\"a\":".repeat(100_000), "the body is not JSON"));
    rows.add(json("a long name", "{\"" + "x".repeat(1_000_000) + "\":1}", "the body is not JSON"));
    rows.add(
        json("many fields", "{" + fields(10_000) + "}", "the body has only the fields x0, x1"));
    rows.add(
        new Refused("half a character", "direct:send", Map.of(), "hello \uD83D", "half of one"));
    rows.add(
        new Refused("halves reversed", "direct:send", Map.of(), "\uDE00\uD83D", "half of one"));
    rows.add(
        new Refused(
            "half a character in a map",
            "direct:send",
            Map.of(),
            Map.of("message", "\uDE00 hello"),
            "half of one"));
    rows.add(link("with a line break", "https://t.me/c/1\r\n/2"));
    rows.add(link("and a header", LINK + "\r\nX-Injected: 1"));
    rows.add(link("with a zero character", "https://t.me/c/1\u0000/2"));
    rows.add(link("zero character behind", LINK + "\u0000"));
    rows.add(link("half a character", LINK + "\uD83D"));
    rows.add(link("user and password", "https://t.me@evil.example/c/1/2"));
    rows.add(link("expression", "${header.link}"));
    rows.add(link("digits of another script", "https://t.me/c/٢١٠/٥"));
    rows.add(link("huge", "https://t.me/c/1/" + "/".repeat(1_000_000) + "x"));
    rows.add(link("huge number", "https://t.me/c/" + "1".repeat(1_000_000)));
    return rows.stream();
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      fields.append(i == 0 ? "" : ",").append("\"x").append(i).append("\":1");
    }
    return fields.toString();
  }

  private static Map<String, Object> noIds() {
    Map<String, Object> ids = new LinkedHashMap<>();
    ids.put("10^30 as text", LONG_ID);
    ids.put("10^30", new BigInteger(LONG_ID));
    ids.put("10^30 as decimal", new BigDecimal("1E30"));
    ids.put("10^30 as double", 1e30);
    ids.put("2^64 + 1, which overflows to 1", BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE));
    ids.put("-2^63", Long.MIN_VALUE);
    ids.put("infinite", Double.POSITIVE_INFINITY);
    ids.put("minus zero", -0.0);
    ids.put("tiny", new BigDecimal("1E-1000000000"));
    ids.put("NaN", Float.NaN);
    ids.put("NaN as text", "NaN");
    ids.put("hex", "0x3ADE68B1");
    ids.put("exponent", "1e5");
    ids.put("underscores", "1_000");
    ids.put("Java's long", "987654321L");
    ids.put("Arabic digits", "٩٨٧");
    ids.put("superscript", "9²");
    ids.put("expression", "${header.x}");
    ids.put("expression of a number", "{{1}}");
    ids.put("SQL", "1 or 1=1");
    ids.put("JSON", "1,\"action\":\"info_by_topic\"");
    ids.put("line break and header", "1\r\nX-Injected: 1");
    ids.put("two lines", "1\n2");
    ids.put("zero character", "1\u00002");
    ids.put("zero character in front", "\u00001");
    ids.put("zero character behind", "1\u0000");
    ids.put("backspace behind", "1\b");
    ids.put("escape in front", "\u001b[31m1");
    ids.put("delete behind", "1\u007f");
    ids.put("half a character", "1\uD83D");
    ids.put("right to left within", "1\u202E2");
    ids.put("huge", "1".repeat(1_000_000));
    ids.put("huge bytes", "1\u0000".repeat(500_000).getBytes(ISO_8859_1));
    return ids;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedInOneShortLine(Refused row) {
    Throwable failure =
        run(
            row.uri(),
            exchange -> {
              exchange.getMessage().setBody(row.body());
              exchange.getMessage().getHeaders().putAll(row.headers());
            });

    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(failure.getMessage())
        .contains(row.says())
        .hasSizeLessThan(600)
        .matches("[^\\p{Cntrl}\\p{Cs}\u202E]*");
    assertThat(heard).isEmpty();
  }

  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of(
            "hotline:send?userId=1&connection=sa%0D%0Ales", "connection=sa les: there is none"),
        Arguments.of(
            "hotline:send?userId=1&connection=%23bean:a%0D%0Ab",
            "connection=#bean:a b: there is none"),
        Arguments.of("hotline:send?userId=${body}", "userId must be a positive whole number"),
        Arguments.of("hotline:info?topicLink=x%0D%0Ay", "not a topic's link: \"x y\""),
        Arguments.of(
            "hotline:send?userId=1&instance=1&apiKey=k&accessToken=a%0D%0AX-Injected:1",
            "accessToken holds a character that an HTTP header cannot carry"),
        Arguments.of("hotline:send?userId=1&apiUrl=http://192.0.2.1/", "apiUrl must begin with"),
        Arguments.of("hotline:send?userId=1&apiUrl=file:///etc/passwd", "apiUrl must be"));
  }

  @ParameterizedTest
  @MethodSource("options")
  void isRefusedAsAnOption(String uri, String says) {
    Throwable failure;
    try {
      failure =
          template.request(uri, exchange -> exchange.getMessage().setBody("hello")).getException();
    } catch (ResolveEndpointFailedException | FailedToCreateProducerException e) {
      failure = e;
    }
    Throwable root = Objects.requireNonNull(failure);
    while (root.getCause() != null) {
      root = root.getCause();
    }

    assertThat(root.getMessage()).contains(says).matches("[^\\p{Cntrl}]*");
    assertThat(heard).isEmpty();
  }

  /** The page warns: what goes into a URI can bring options of its own. */
  @Test
  void toDObeysWhatIsGivenToIt() {
    try (HotlineSandbox other = HotlineSandbox.start()) {
      String apiUrl = "&apiUrl=" + other.apiUrl();
      assertThat(
              run(
                  "direct:toD",
                  exchange -> {
                    exchange.getMessage().setBody("hello");
                    exchange.getMessage().setHeader("user", Seed.USER_ID + apiUrl);
                  }))
          .isNull();
      assertThat(
              run(
                  "direct:toDRaw",
                  exchange ->
                      exchange
                          .getMessage()
                          .setHeader("link", LINK + ")" + apiUrl + "&topicId=RAW(5343")))
          .isNull();

      assertThat(heard).isEmpty();
      assertThat(other.calls()).hasSize(2);
    }
  }

  /** And says what to do instead. */
  @Test
  void theHeaderIsALinkAndNothingElse() {
    try (HotlineSandbox other = HotlineSandbox.start()) {
      String apiUrl = "&apiUrl=" + other.apiUrl();
      assertThat(run("direct:link", e -> e.getMessage().setHeader("link", LINK + "?a" + apiUrl)))
          .isNull();
      assertThat(run("direct:link", e -> e.getMessage().setHeader("link", LINK + ")" + apiUrl)))
          .isInstanceOf(IllegalArgumentException.class);

      assertThat(other.calls()).isEmpty();
      assertThat(sandbox().calls()).hasSize(1);
    }
  }

  /** Headers of an answer are facts of this one; nobody's from before is among them. */
  @Test
  void leavesNoForgedFactBehind() {
    Map<String, Object> forged = new HashMap<>();
    forged.put("CamelHotlineUserPhone", "forged");
    forged.put("camelhotlineuserid", 987654321);
    forged.put("CAMELHOTLINETOPICSTATUS", "forged");
    Exchange answered =
        template.request(
            "hotline:info?topicLink=https://t.me/c/" + Seed.GROUP_ID + "/" + Seed.CHAT_TOPIC_ID,
            exchange -> exchange.getMessage().getHeaders().putAll(forged));

    assertThat(answered.getException()).isNull();
    assertThat(answered.getMessage().getHeaders())
        .doesNotContainKey("CamelHotlineUserPhone")
        .doesNotContainKey("CamelHotlineUserId")
        .containsEntry("CamelHotlineTopicStatus", "support_answered");
  }
}
