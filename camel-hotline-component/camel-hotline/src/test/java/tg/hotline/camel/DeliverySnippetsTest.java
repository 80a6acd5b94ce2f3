package tg.hotline.camel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Phase;
import tg.hotline.sandbox.Seed;

/**
 * Runs the routes of docs/delivery.adoc, all of one language together; see {@link SnippetsTest}.
 */
class DeliverySnippetsTest extends HotlineTestSupport {

  static final Page PAGE = Page.of("docs/delivery.adoc");
  private static final List<String> FROM =
      List.of(
          "direct:tell",
          "file:{{hotline.messages}}/outbox",
          "direct:refused",
          "direct:unknown",
          "file:{{hotline.messages}}/resend");

  private static final long SENT = Seed.USER_ID;
  private static final long LATER = 7654321098L;
  private static final long UNKNOWN = 876543210;
  private static final long NOBODY = 1;

  @TempDir @Nullable Path folder;

  private static RouteBuilder inJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:tell")
            .marshal()
            .json()
            .to(
                "file:{{hotline.messages}}/outbox?fileName=${uuid}.json&fileExist=Fail&tempPrefix=.");

        from("file:{{hotline.messages}}/outbox"
                + "?synchronous=true"
                + "&preMove=../sending/${file:onlyname}"
                + "&move=../${variable.folder}/${file:onlyname}"
                + "&moveFailed=../unknown/${file:onlyname}")
            .setVariable("folder", constant("sent"))
            .doTry()
            .to("hotline:send")
            .doCatch(HotlineNotSentException.class)
            .setVariable("folder", constant("outbox"))
            .doCatch(HotlineDeliveryUnknownException.class)
            .to("direct:unknown")
            .doCatch(HotlineRejectedException.class, IllegalArgumentException.class)
            .to("direct:refused")
            .end();

        from("direct:refused")
            .setVariable("folder", constant("refused"))
            .setBody(simple("${exception.class.simpleName}: ${exception.message}"))
            .to("file:{{hotline.messages}}/refused?fileName=${file:onlyname}.reason.txt");

        from("direct:unknown")
            .setVariable("folder", constant("unknown"))
            .setVariable("reason", simple("${exception.message}"))
            .setVariable("where", constant("the customer's topic"))
            .doTry()
            .toV("hotline:info", null, "topic")
            .setVariable(
                "where",
                simple(
                    "${variable.topic.topicTitle}, ${variable.header:topic.CamelHotlineTopicLink}"))
            .doCatch(Exception.class)
            .log("${file:onlyname}: no topic to look into: ${exception.message}")
            .end()
            .setBody(simple("${variable.reason}\nIs it there? ${variable.where}"))
            .to("file:{{hotline.messages}}/unknown?fileName=${file:onlyname}.reason.txt");

        from("file:{{hotline.messages}}/resend"
                + "?synchronous=true"
                + "&preMove=../sending/${file:onlyname}"
                + "&move=../${variable.folder}/${file:onlyname}"
                + "&moveFailed=../unknown/${file:onlyname}")
            .setVariable("folder", constant("sent"))
            .doTry()
            .to("hotline:send")
            .doCatch(Exception.class)
            .to("direct:unknown")
            .end();
      }
    };
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getPropertiesComponent().addInitialProperty("hotline.messages", folder().toString());
    return context;
  }

  private Path folder() {
    return requireNonNull(folder);
  }

  private void load(String language) throws Exception {
    if (language.equals("java")) {
      context.addRoutes(inJava());
      return;
    }
    List<Page.Snippet> snippets = PAGE.snippets(language);
    assertThat(snippets).as("each route").hasSameSizeAs(FROM);
    for (Page.Snippet snippet : snippets) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("snippet.camel." + language, snippet.text()));
    }
  }

  @Test
  void javaIsTheOneThatRuns() throws IOException {
    String test =
        Files.readString(SnippetsTest.TESTS.resolve(getClass().getSimpleName() + ".java"));
    List<Page.Snippet> snippets = PAGE.snippets("java");
    assertThat(snippets).hasSameSizeAs(FROM);
    for (Page.Snippet snippet : snippets) {
      assertThat(SnippetsTest.words(test)).contains(SnippetsTest.words(snippet.text()));
    }
  }

  /** The files in this folder, by name: a message, the reason, the next. */
  private List<String> in(String name) throws IOException {
    Path directory = folder().resolve(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        found.add(Files.readString(file));
      }
    }
    return found;
  }

  private void tell(long user, @Nullable String text) {
    Map<String, Object> message =
        text == null
            ? Map.of("user_id", user)
            : Map.of(
                "user_id", user,
                "message", text,
                "topic_link", "https://t.me/c/" + Seed.GROUP_ID + "/" + Seed.ANSWERED_TOPIC_ID);
    template.sendBody("direct:tell", message);
  }

  private List<String> texts() {
    return sandbox().messages().stream().map(Message::text).sorted().collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "xml", "java"})
  void eachMessageEndsWhereItBelongs(String language) throws Exception {
    sandbox().answerNext(7, call -> userIs(call.userId(), LATER), Answers.DATABASE_NOT_READY);
    sandbox().answerNext(1, call -> userIs(call.userId(), UNKNOWN), Answer.cutAfterEffect());
    load(language);

    tell(SENT, "sent");
    tell(LATER, "sent later");
    tell(UNKNOWN, "unknown");
    tell(NOBODY, "refused");
    tell(SENT, null);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(in("sent")).hasSize(2);
              assertThat(in("unknown")).hasSize(2);
              assertThat(in("refused")).hasSize(4);
              assertThat(in("sending")).isEmpty();
            });
    assertThat(in("sent"))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("\"sent\""),
            text -> assertThat(text).contains("\"sent later\""));
    assertThat(in("refused"))
        .anySatisfy(text -> assertThat(text).contains("\"message\":\"refused\""))
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("HotlineRejectedException: ")
                    .endsWith("No dialog of support_bot with user 1"))
        .anySatisfy(text -> assertThat(text).isEqualTo("{\"user_id\":987654321}"))
        .anySatisfy(
            text ->
                assertThat(text)
                    .isEqualTo(
                        "IllegalArgumentException: hotline:send: message in the body is"
                            + " missing"));
    assertThat(in("unknown"))
        .satisfiesExactly(
            text -> assertThat(text).contains("\"message\":\"unknown\""),
            text ->
                assertThat(text)
                    .startsWith("May or may not have been done: incoming_in_topic for user 8765")
                    .endsWith("\nIs it there? Anna Schmidt, https://t.me/c/2101424779/5345"));
    assertThat(in("outbox")).isEmpty();
    assertThat(in("sending")).isEmpty();
    assertThat(texts()).as("each once").containsExactly("sent", "sent later", "unknown");

    aPersonSaysSendItAgain();

    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(in("sent")).hasSize(3));
    assertThat(in("sending")).isEmpty();
    assertThat(texts()).containsExactly("sent", "sent later", "unknown", "unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "xml", "java"})
  void anExchangeTellsMoreThanOnce(String language) throws Exception {
    load(language);
    for (Route route : context.getRoutes()) {
      if (route.getEndpoint() instanceof FileEndpoint) {
        context.getRouteController().stopRoute(route.getRouteId());
      }
    }
    Exchange exchange = new DefaultExchange(context);
    for (String text : List.of("one", "two")) {
      exchange.getMessage().setBody(Map.of("user_id", SENT, "message", text));
      template.send("direct:tell", exchange);
      assertThat(exchange.getException()).isNull();
    }

    assertThat(in("outbox"))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("\"one\""),
            text -> assertThat(text).contains("\"two\""));
  }

  private static boolean userIs(@Nullable Long user, long expected) {
    return user != null && user == expected;
  }

  private void aPersonSaysSendItAgain() throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve("unknown"))) {
      Path message =
          files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      Files.move(message, folder().resolve("resend").resolve(message.getFileName()));
    }
  }

  @Test
  void aMessageUnderWayIsInOnePlaceAlone() throws Exception {
    sandbox().answerNext(Answer.delayed(Duration.ofMinutes(1)));
    load("yaml");

    tell(SENT, "under way");
    sandbox().awaitCall(call -> true, Duration.ofSeconds(30));

    assertThat(in("sending")).singleElement().asString().contains("\"under way\"");
    assertThat(in("outbox")).isEmpty();
    assertThat(in("sent")).isEmpty();

    sandbox().phase(Phase.STOPPED);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(in("unknown"))
                    .satisfiesExactly(
                        text -> assertThat(text).contains("\"under way\""),
                        text -> assertThat(text).endsWith("Is it there? the customer's topic")));
    await().until(() -> in("sending").isEmpty());
  }
}
