package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.docs.Page;
import tg.hotline.docs.Page.Snippet;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

/**
 * Runs what README and the component's page show. YAML and XML are taken from the page as they
 * stand; Java stands below, in {@link SandboxSnippetTest} or {@link EndpointDslTest}, and must
 * stand on the page in the same words.
 */
class SnippetsTest extends HotlineTestSupport {

  private static final Page PAGE = Page.of("docs/hotline-component.adoc");
  private static final Page README = Page.of("README.md");
  private static final Page SANDBOX_PAGE = Page.of("docs/sandbox.adoc");
  static final Path TESTS = Path.of("src/test/java/tg/hotline/camel");

  private static List<Snippet> snippets(String language, Page... pages) {
    return Stream.of(pages).flatMap(page -> page.snippets(language).stream()).toList();
  }

  static List<Snippet> yaml() {
    return snippets("yaml", README, PAGE);
  }

  /** The routes; the page shows a piece of a pom.xml too. */
  static List<Snippet> xml() {
    return snippets("xml", PAGE).stream().filter(s -> s.text().startsWith("<route>")).toList();
  }

  static List<Snippet> java() {
    return snippets("java", README, PAGE, SANDBOX_PAGE);
  }

  private static RoutesBuilder inJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:enrich")
            .toV("hotline:info?topicLink=https://t.me/c/2101424779/5343", null, "topic")
            .choice()
            .when(simple("${variable.header:topic.CamelHotlineTopicStatus} == 'user_answered'"))
            .setBody(simple("${variable.topic.userName} waits for an answer"));

        from("direct:confirm")
            .setBody(simple("User status is changed: ${body}"))
            .to("hotline:send?userId=987654321");

        from("direct:sort")
            .to("hotline:info")
            .choice()
            .when()
            .body(TopicInfo.class, topic -> "user_answered".equals(topic.topicStatus()))
            .to("direct:waiting")
            .when()
            .body(TopicInfo.class, topic -> topic.userId() == null)
            .to("direct:chats")
            .otherwise()
            .to("direct:others");

        from("direct:merge")
            .enrich("hotline:info", AggregationStrategies.bean(new OrderWithTopic()));

        from("direct:orders")
            .setHeader("CamelHotlineTopicLink", simple("${body[topic_link]}"))
            .toV("hotline:info?cacheTtl=1m", null, "topic")
            .setBody(simple("Order ${body[number]} of ${variable.topic.userName}"));

        from("direct:link").toD("hotline:info?topicLink=RAW(${header.link})");

        from("direct:linkByHeader")
            .setHeader("CamelHotlineTopicLink", simple("${header.link}"))
            .to("hotline:info");
      }
    };
  }

  private static RoutesBuilder watchingInJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("hotline:info?topicLinks=https://t.me/c/2101424779/5343,https://t.me/c/2101424779/5345"
                + "&unchangedFor=15m&idempotentRepository=#bean:seen")
            .filter(simple("${body.topicStatus} == 'user_answered'"))
            .setBody(simple("${body.userName} has been waiting since ${body.topicLastDate}"))
            .to(
                "hotline:send?idempotentRepository=#bean:seen"
                    + "&idempotentKey=${header.CamelHotlineTopicLink} ${header.CamelHotlineTopicLastDate}");
      }
    };
  }

  public static class OrderWithTopic {
    public Map<String, Object> merge(Map<String, Object> order, TopicInfo topic) {
      Map<String, Object> both = new LinkedHashMap<>(order);
      both.put("topic", topic.toMap());
      return both;
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("orderWithTopic", new OrderWithTopic());
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    registry.bind("dataSource", database);
    registry.bind("seen", new JdbcMessageIdRepository(database, "topics"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("yaml")
  void yamlRuns(Snippet snippet) throws Exception {
    runs("snippet.camel.yaml", snippet);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("xml")
  void xmlRuns(Snippet snippet) throws Exception {
    runs("snippet.camel.xml", snippet);
  }

  private void runs(String file, Snippet snippet) throws Exception {
    Resource resource = ResourceHelper.fromString(file, snippet.text());
    PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    drive(snippet.text());
  }

  @Test
  void javaRuns() throws Exception {
    context.addRoutes(inJava());
    for (Route route : List.copyOf(context.getRoutes())) {
      sandbox().reset();
      drive(route.getEndpoint().getEndpointBaseUri().replace("//", ""));
    }
  }

  @Test
  void watchingInJavaRuns() throws Exception {
    context.addRoutes(watchingInJava());
    drive("hotline:info");
  }

  @Test
  void everyRouteIsShownInYamlXmlAndJava() {
    for (String language : List.of("yaml", "xml", "java")) {
      assertThat(PAGE.snippets(language).stream().map(s -> route(s.text())))
          .as(language)
          .contains(
              "enrich", "sort", "merge", "orders", "link", "linkByHeader", "confirm", "watch");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("java")
  void javaIsTheOneThatRuns(Snippet snippet) throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Class<?> test :
        List.of(SnippetsTest.class, SandboxSnippetTest.class, EndpointDslTest.class)) {
      tests.append(Files.readString(TESTS.resolve(test.getSimpleName() + ".java")));
    }
    assertThat(words(tests.toString())).contains(words(snippet.text()));
  }

  static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /** Knows the routes by where they begin. */
  private void drive(String snippet) throws Exception {
    String route = route(snippet);
    switch (route) {
      case "enrich" ->
          assertThat(template.requestBody("direct:enrich", "", String.class))
              .isEqualTo("John Doe waits for an answer");
      case "confirm" -> {
        template.sendBody("direct:confirm", "DEAL CONFIRMED");
        assertThat(sandbox().messages())
            .extracting("userId", "text")
            .containsExactly(tuple(987654321L, "User status is changed: DEAL CONFIRMED"));
      }
      case "report" -> {
        template.sendBody("direct:report", "It is a long story. ".repeat(500));
        assertThat(sandbox().messages())
            .extracting(message -> message.text().substring(0, 8))
            .containsExactly("(1/3) It", "(2/3) It", "(3/3) It");
      }
      case "sort" -> driveSort();
      case "merge" -> {
        Map<?, ?> both =
            template.requestBody("direct:merge", Map.of("topic_link", LINK), Map.class);
        assertThat(both.get("topic_link")).isEqualTo(LINK);
        assertThat(both.get("topic")).asInstanceOf(MAP).containsEntry("topic_title", "John Doe");
      }
      case "orders" -> {
        for (int number = 1; number <= 3; number++) {
          assertThat(
                  template.requestBody(
                      "direct:orders", Map.of("topic_link", LINK, "number", number), String.class))
              .isEqualTo("Order " + number + " of John Doe");
        }
        assertThat(sandbox().calls()).hasSize(1);
      }
      case "link", "linkByHeader" ->
          assertThat(
                  template.requestBodyAndHeader(
                      "direct:" + route,
                      "",
                      "link",
                      "https://t.me/c/2101424779/77?single&thread=5343",
                      TopicInfo.class))
              .extracting(TopicInfo::topicTitle)
              .isEqualTo("John Doe");
      case "order" -> { // see RestartTest
        for (int i = 0; i < 2; i++) {
          template.sendBodyAndHeader(
              "direct:order", Map.of("user_id", 987654321, "message", "shipped"), "orderId", 17);
        }
        assertThat(sandbox().messages()).hasSize(1);
      }
      case "watch" -> {
        assertThat(sandbox().awaitMessages(1, Duration.ofSeconds(10)))
            .extracting("userId", "text")
            .containsExactly(
                tuple(987654321L, "John Doe has been waiting since 2025-10-09T00:24:55"));
      }
      case "now" ->
          assertThat(template.requestBody("direct:now", "", TopicInfo.class).topicTitle())
              .isEqualTo("John Doe");
      case "careful" -> driveCareful();
      default -> throw new AssertionError("nobody knows how to run this snippet:\n" + snippet);
    }
  }

  private static String route(String snippet) {
    Matcher from = Pattern.compile("direct:(\\w+)|hotline:info").matcher(snippet);
    if (!from.find()) {
      return "";
    }
    return from.group(1) == null ? "watch" : from.group(1);
  }

  private void driveSort() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:waiting").setBody(constant("waiting"));
            from("direct:chats").setBody(constant("chats"));
            from("direct:others").setBody(constant("others"));
          }
        });
    assertThat(
            Stream.of(Seed.TOPIC_ID, Seed.CHAT_TOPIC_ID, Seed.ANSWERED_TOPIC_ID)
                .map(topic -> new TopicRef(Seed.GROUP_ID, topic))
                .map(topic -> template.requestBody("direct:sort", topic, String.class)))
        .containsExactly("waiting", "chats", "others");
  }

  private void driveCareful() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:try-later").to("mock:try-later");
            from("direct:ask-a-person").to("mock:ask-a-person");
          }
        });
    MockEndpoint later = getMockEndpoint("mock:try-later");
    MockEndpoint person = getMockEndpoint("mock:ask-a-person");
    later.expectedMessageCount(1);
    person.expectedMessageCount(1);
    Map<String, Object> body = Map.of("user_id", 987654321, "message", "hello");
    sandbox().answerNext(6, Answer.status(429));
    template.sendBody("direct:careful", body);
    sandbox().answerNext(Answer.cut());
    template.sendBody("direct:careful", body);
    MockEndpoint.assertIsSatisfied(context);
  }

  static Stream<String> properties() {
    return snippets("properties", README, PAGE, Page.of("docs/n8n.adoc")).stream()
        .map(Snippet::text);
  }

  /** The environment that they read is set in this module's pom.xml. */
  @ParameterizedTest
  @MethodSource("properties")
  void propertiesMakeACallPossible(String text) throws Exception {
    Properties properties = new Properties();
    if (!text.contains("access-token")) {
      properties.put("camel.component.hotline.access-token", Seed.ACCESS_TOKEN);
      properties.put("camel.component.hotline.instance", Seed.INSTANCE);
      properties.put("camel.component.hotline.api-key", Seed.API_KEY);
    }
    properties.load(new StringReader(text));
    HotlineSandbox.Builder sandbox = HotlineSandbox.builder();
    if (text.contains("camel.ssl")) {
      Certificates certificates =
          Certificates.in(emptied(Path.of(env("TRUST_STORE")).resolveSibling("")));
      sandbox.tls(certificates.context(certificates.server()));
    }
    SimpleMain main = new SimpleMain(new DefaultCamelContext());
    try (HotlineSandbox hotline = sandbox.start()) {
      properties.put("camel.component.hotline.api-url", hotline.apiUrl().toString());
      main.setOverrideProperties(properties);
      main.start();
      main.getCamelContext().createProducerTemplate().requestBody("hotline:info", LINK);
      assertThat(hotline.calls()).extracting(Call::status).containsExactly(200);
    } finally {
      main.stop();
    }
  }

  private static String env(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }
}
