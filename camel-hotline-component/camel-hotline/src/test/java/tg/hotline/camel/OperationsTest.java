package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Producer;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;

/** What can be seen of the component while it runs, and what it asks Hotline for itself. */
class OperationsTest extends HotlineTestSupport {

  private static final String[] SECRETS = {Seed.ACCESS_TOKEN, Seed.API_KEY};
  private static final String VERIFIED = "hotline:info?verifyTopic=" + LINK;
  private static final Answer QUOTES =
      Answer.raw(
          422,
          "application/json",
          "{\"hint\":\"" + Seed.ACCESS_TOKEN + " " + Seed.API_KEY + " " + "x".repeat(900) + "\"}");

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withJMX(true);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    HealthCheckRegistry registry = new DefaultHealthCheckRegistry(context); // as camel-main does
    context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
    context.addService(registry);
    return context;
  }

  private Producer start(String uri) throws Exception {
    Producer producer = context.getEndpoint(uri).createProducer();
    producer.start();
    return producer;
  }

  private Collection<HealthCheck.Result> ready() {
    return HealthCheckHelper.invokeReadiness(context).stream()
        .filter(result -> result.getCheck().getId().startsWith("hotline-"))
        .toList();
  }

  private HealthCheck.Result component() {
    return ready().iterator().next();
  }

  @Test
  void isReadyWithItsFactsWhereNoTopicIsToBeVerified() throws Exception {
    assertThat(ready()).isEmpty();
    Producer producer = start("hotline:info");
    Producer another = start("hotline:send");

    assertThat(ready()).hasSize(1);
    assertThat(component().getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(component().getDetails())
        .containsEntry("connection", "component")
        .containsEntry("instance", Seed.INSTANCE)
        .containsEntry("waiting", 0)
        .containsKey("pausedMillis");
    assertThat(component().getCheck().isLiveness()).isFalse();
    assertThat(sandbox().calls()).isEmpty();
    producer.stop();
    assertThat(ready()).hasSize(1);
    another.stop();
    assertThat(ready()).isEmpty();
  }

  @Test
  void asksForTheTopicOnceForManyProbes() throws Exception {
    start(VERIFIED);
    for (int i = 0; i < 1000; i++) {
      assertThat(component().getState()).isEqualTo(HealthCheck.State.UP);
    }
    assertThat(component().getDetails()).containsEntry("outcome", "OK").containsKey("since");
    assertThat(sandbox().calls()).hasSize(1);
    assertThat(sandbox().messages()).isEmpty();
    assertThat(context.getComponent("hotline", HotlineComponent.class).getCallsOk())
        .as("the calls of the routes")
        .isZero();
  }

  @Test
  void thePagesRouteRuns() throws Exception {
    for (Page.Snippet snippet : Page.of("docs/operations.adoc").snippets("yaml")) {
      if (snippet.text().contains("direct:verified")) {
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(ResourceHelper.fromString("page.camel.yaml", snippet.text()));
      }
    }
    template.sendBody("direct:verified", "hello");
    assertThat(sandbox().messages()).extracting("text").containsExactly("hello");
    assertThat(component().getDetails()).containsEntry("outcome", "OK");
    assertThat(sandbox().calls()).hasSize(2);
  }

  @Test
  void isNotReadyWhenHotlineRefusesAndTellsNoSecret() throws Exception {
    sandbox().answerNext(QUOTES);
    start(VERIFIED);

    HealthCheck.Result result = component();

    assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(result.getDetails())
        .containsEntry("outcome", "REJECTED")
        .containsEntry("status", 422);
    assertThat(result.getMessage().orElseThrow())
        .contains("***")
        .doesNotContain(SECRETS)
        .hasSizeLessThan(400);
    assertThat(result.getDetails().toString()).doesNotContain(SECRETS);
  }

  @Test
  void verifiesAConnectionOnceHoweverManyEndpointsStart() throws Exception {
    for (int i = 0; i < 100; i++) {
      start(VERIFIED + "&verifyOnStartup=fail&maxRetries=" + i);
    }
    assertThat(sandbox().calls()).hasSize(1);
  }

  @Test
  void aProbeAtAFullGateCostsNoCallItsPlace() throws Exception {
    HotlineComponent hotline = context.getComponent("hotline", HotlineComponent.class);
    hotline.stop();
    hotline.setMaxConcurrentCalls(1);
    hotline.setMaxQueuedCalls(2);
    hotline.start();
    start(VERIFIED);
    sandbox().answerNext(Answer.hang()); // until the context stops
    List<Future<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(template.asyncRequestBody("hotline:info?topicLink=" + LINK, ""));
    }
    await().until(() -> hotline.getCallsUnderWay() == 1 && hotline.getCallsWaiting() == 2);

    assertThat(component().getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(component().getDetails()).containsEntry("reason", "no answer yet");

    assertThat(hotline.getCallsWaiting()).isEqualTo(3);
    assertThat(calls).noneMatch(Future::isDone);
  }

  @Test
  void verifiesEachEndpointsOwnSecrets() throws Exception {
    String own = VERIFIED + "&verifyOnStartup=fail&instance=" + Seed.INSTANCE + "&apiKey=";
    start(own + Seed.API_KEY);
    start(own + Seed.API_KEY + "&requestTimeout=20s");
    assertThatThrownBy(() -> start(own + "wrong")).hasMessageContaining("verifyOnStartup=fail");
    assertThat(sandbox().calls()).hasSize(2);

    start("hotline:info?instance=" + Seed.INSTANCE + "&apiKey=wrong");
    assertThat(HealthCheckRegistry.get(context).getCheckIDs())
        .containsExactlyInAnyOrder(
            "hotline-endpoint-" + Seed.INSTANCE, "hotline-endpoint-" + Seed.INSTANCE + "-2");
  }

  /** The vault is closed, for one. */
  @Test
  void showsCallsThatHadNoCredentials() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    HotlineConnection vault = new HotlineConnection();
    vault.setCredentials(
        () -> {
          if (closed.get()) {
            throw new IllegalStateException("the vault is closed");
          }
          return new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
        });
    context.getRegistry().bind("vault", vault);
    template.requestBody("hotline:info?connection=vault", LINK);
    closed.set(true);
    template.request(
        "hotline:info?connection=vault", exchange -> exchange.getMessage().setBody(LINK));

    assertThat(context.getComponent("hotline", HotlineComponent.class).getCallsNotSent())
        .isEqualTo(1);
    assertThat(component().getDetails())
        .containsEntry("callsOk", 1L)
        .containsEntry("callsNotSent", 1L)
        .containsEntry("lastFailureReason", "no credentials: the vault is closed");
  }

  @Test
  void failsTheStartOrWarnsOnce() throws Exception {
    sandbox().answerNext(QUOTES);
    assertThatThrownBy(() -> start(VERIFIED + "&verifyOnStartup=fail"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Hotline connection component does not work: asked for " + LINK)
        .hasMessageContaining("REJECTED")
        .hasMessageContaining("verifyOnStartup=fail")
        .message()
        .doesNotContain(SECRETS);
    assertThat(ready()).isEmpty();

    Logger logger = (Logger) LoggerFactory.getLogger(HotlineComponent.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      sandbox().answerNext(QUOTES);
      for (int i = 0; i < 10; i++) {
        start(VERIFIED + "&verifyOnStartup=warn");
      }
      await().until(() -> !log.list.isEmpty());
      assertThat(component().getState()).isEqualTo(HealthCheck.State.DOWN);
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains(LINK, "***").doesNotContain(SECRETS);
    assertThat(sandbox().calls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verifyOnStartup=fail|verifyOnStartup=fail needs a topic to ask Hotline for: set"
            + " verifyTopic",
        "verifyTopic=nonsense|verifyTopic: not a topic's link",
        "verifyTopic=https://t.me/c/2101424779/5344|another endpoint verifies connection component"
            + " by https://t.me/c/2101424779/5343",
      })
  void refusesOptionsThatCannotBe(String options, String text) throws Exception {
    start(VERIFIED);
    assertThatThrownBy(() -> start("hotline:send?" + options)).hasStackTraceContaining(text);
    assertThat(sandbox().calls()).isEmpty();
  }

  @Test
  void showsTheSameInConsoleAndJmxAndNoSecret() throws Exception {
    String secret = "&accessToken=%s&instance=%s&apiKey=%s";
    template.requestBody("hotline:info", LINK);
    sandbox().answerNext(QUOTES);
    context.getEndpoint("hotline:send?proxyHost=there&proxyPort=1&proxyUsername=geheim");
    template.request(
        "hotline:send?maxRetries=0&userId="
            + Seed.USER_ID
            + secret.formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY),
        exchange -> exchange.getMessage().setBody("hello"));

    DevConsole console =
        Objects.requireNonNull(
            context
                .getCamelContextExtension()
                .getContextPlugin(org.apache.camel.console.DevConsoleRegistry.class)
                .resolveById("hotline"));
    String text = (String) console.call(DevConsole.MediaType.TEXT, Map.of());
    JsonObject json = (JsonObject) console.call(DevConsole.MediaType.JSON, Map.of());

    assertThat(text)
        .contains("connection: component", "callsOk: 1", "callsRejected: 1", "***", "maxRetries: 0")
        .doesNotContain(SECRETS)
        .doesNotContain("geheim");
    assertThat(json.toJson())
        .contains("\"callsOk\":1", "\"lastFailure\":\"REJECTED\"", "\"proxyPort\":\"1\"")
        .doesNotContain(SECRETS)
        .doesNotContain("geheim");

    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name =
        server
            .queryNames(
                new ObjectName(
                    "org.apache.camel:context="
                        + context.getManagementName()
                        + ",type=components,*"),
                null)
            .stream()
            .filter(each -> each.getKeyProperty("name").contains("hotline"))
            .findFirst()
            .orElseThrow();
    for (Map.Entry<String, Long> each :
        Map.of(
                "CallsOk",
                1L,
                "CallsRejected",
                1L,
                "CallsWaiting",
                0L,
                "CallsUnderWay",
                0L,
                "PausedMillis",
                0L)
            .entrySet()) {
      assertThat(server.getAttribute(name, each.getKey())).isEqualTo(each.getValue());
    }
    assertThat((String) server.getAttribute(name, "ConnectionsInUse"))
        .contains("connection=component", "lastFailureStatus=422")
        .doesNotContain(SECRETS);
    assertThat(List.of(name.toString(), text)).noneMatch(each -> each.contains(Seed.API_KEY));
  }
}
