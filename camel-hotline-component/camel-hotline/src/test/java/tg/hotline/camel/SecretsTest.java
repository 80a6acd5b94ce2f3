package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Connection;
import tg.hotline.sandbox.Customer;
import tg.hotline.sandbox.Fault;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Proxy;
import tg.hotline.topics.TopicsJson;

/**
 * Looks for the secrets wherever somebody who may not know them could look, while everything logs
 * at TRACE and Hotline quotes the secrets in all its answers.
 */
class SecretsTest {

  private static final String INSTANCE = "13209946874655555";
  private static final String TOPIC = "https://t.me/c/2000000001/5";
  private static final long USER_ID = 555;
  private static final String QUOTE = String.join(" ", Written.hotlines());

  /** What prints an answer's head before anybody can change it. */
  private static final Set<String> HTTP_CLIENT =
      new TreeSet<>(
          Set.of(
              "log org.apache.hc.client5.http.headers DEBUG",
              "log org.apache.hc.client5.http.impl.async.HttpAsyncMainClientExec DEBUG"));

  private final HotlineSandbox sandbox =
      HotlineSandbox.builder()
          .seed(
              Seed.standard()
                  .withAccessToken(Written.TOKEN)
                  .with(new Connection("bot", INSTANCE, Written.API_KEY, "7", 1L, "2000000001"))
                  .with(Customer.of(INSTANCE, 5, USER_ID, "Ann", LocalDateTime.MIN.withYear(2025))))
          .start();
  private final Places places = new Places();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private int answers;
  private CamelContext context = new DefaultCamelContext();
  private ProducerTemplate template = context.createProducerTemplate();

  @AfterEach
  void stop() {
    context.stop();
    places.close();
    sandbox.close();
  }

  private void bindTo() {
    context.setDevConsole(true);
    context
        .getCamelContextExtension()
        .addContextPlugin(HealthCheckRegistry.class, new DefaultHealthCheckRegistry(context));
    context.getRegistry().bind("metricRegistry", meters);
    context.getRegistry().bind("marks", new MarkRepository());
    context
        .getRegistry()
        .bind("auditor", (HotlineAuditor) event -> places.add("audit", "event", event));
  }

  private void addRoutes(String options) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send")
                .routeId("sends")
                .to(
                    "hotline:send?idempotentRepository=#bean:marks&idempotentKey=${body}"
                        + options);
            from("direct:impatient").to("hotline:send?requestTimeout=150" + options);
            from("direct:info").to("hotline:info?topicLink=" + TOPIC + options);
          }
        });
  }

  private void configure(HotlineConfiguration configuration) {
    configuration.setApiUrl(sandbox.apiUrl().toString());
    configuration.setAccessToken(Written.TOKEN);
    configuration.setInstance(INSTANCE);
    configuration.setApiKey(Written.API_KEY);
    configuration.setMaxRetries(0);
    configuration.setRetryBackoff(1);
    configuration.setVerifyTopic(TOPIC);
    configuration.setVerifyOnStartup(VerifyOnStartup.WARN);
  }

  /** Configured by Java, as a bean would be. */
  private void byJava() throws Exception {
    bindTo();
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    configure(component.getConfiguration());
    HotlineConnection named = new HotlineConnection();
    named.setAccessToken(Written.TOKEN);
    named.setInstance(INSTANCE);
    named.setApiKey(Written.API_KEY);
    component.setConnections(Map.of("named", named));
    HotlineComponent proxied = new HotlineComponent();
    configure(proxied.getConfiguration());
    proxied.getConfiguration().setVerifyTopic(null);
    proxied.getConfiguration().setVerifyOnStartup(VerifyOnStartup.OFF);
    proxied.getConfiguration().setProxyHost("127.0.0.1");
    proxied.getConfiguration().setProxyUsername(Written.USER);
    proxied.getConfiguration().setProxyPassword(Written.PASSWORD);
    context.addComponent("proxied", proxied);
    addRoutes("");
    context.start();
  }

  private void send(String uri, String text) {
    try {
      Exchange exchange =
          template.send(
              uri,
              sent -> {
                sent.getMessage().setBody(text);
                sent.getMessage().setHeader(HotlineConstants.USER_ID, USER_ID);
              });
      places.add(exchange);
    } catch (RuntimeException e) { // there is no such endpoint
      places.add(e);
    }
  }

  /** Has the next call answered so, and makes it. */
  private void play(String uri, Answer answer) {
    answers++;
    sandbox.answerNext(answer);
    send(uri, "text " + answers);
  }

  /** The same answer, but that it quotes. */
  private static Answer quoting(Answer answer, boolean inJson) {
    if (answer instanceof Answer.Raw raw) {
      return inJson
          ? Answer.raw(raw.status(), "application/json", TopicsJson.write(Map.of("error", QUOTE)))
          : raw.body(raw.body() + " " + QUOTE);
    }
    if (answer instanceof Answer.Delayed delayed) {
      return Answer.delayed(delayed.delay(), quoting(delayed.then(), inJson));
    }
    if (answer instanceof Answer.AfterEffect after) {
      return Answer.afterEffect(quoting(after.then(), inJson));
    }
    if (answer instanceof Answer.BeforeEffect before) {
      return Answer.beforeEffect((Answer.Raw) quoting(before.now(), inJson), before.delay());
    }
    if (answer instanceof Answer.CutWithin within) {
      return Answer.cutWithin(within.bodyBytes(), quoting(within.then(), inJson));
    }
    if (answer instanceof Answer.Usual) { // right, and with fields that nobody asked for
      return Answer.changed(
          right -> {
            Map<String, Object> fields = TopicsJson.readObject(right.body());
            fields.put("said", List.of(QUOTE, Map.of(QUOTE, QUOTE)));
            return right.body(TopicsJson.write(fields));
          });
    }
    return answer;
  }

  private void playAll() {
    for (Fault fault : Fault.values()) {
      String uri =
          fault.label().startsWith("slow-") || fault == Fault.SLOW
              ? "direct:impatient"
              : "direct:send";
      if (fault != Fault.RETRY_AFTER) { // a second each
        play(uri, fault.answer());
      }
      play(uri, quoting(fault.answer(), false));
      play(uri, quoting(fault.answer(), true));
    }
    for (String uri : List.of("direct:send", "direct:info", "hotline:send?connection=named")) {
      play(uri, Answer.usual());
      play(uri, quoting(Answer.usual(), true));
    }
    for (String way : Written.hotlines()) {
      play("direct:send", Answer.raw(422, "text/html", "<p>" + way + "</p>"));
      play("direct:info", Answer.raw(500, "text/html", "x".repeat(170) + way));
    }
    Answer.Raw raw = Answer.raw(200, "text/plain", "x");
    play("direct:send", raw.header("X-Echo", Written.TOKEN));
    play("direct:send", raw.header("Content-Encoding", "x".repeat(170) + Written.TOKEN));
    play("direct:info", Answer.raw(200, null, TopicsJson.write(Map.of("result", QUOTE))));
  }

  /** What cannot be had from a sandbox. */
  private void playOutside() throws IOException {
    String head = Written.TOKEN + " " + Written.API_KEY;
    for (String answer :
        List.of(head + "\r\n\r\n", "HTTP/1.1 200 OK\r\nX-API-KEY " + head + "\r\n\r\n")) {
      try (Quoter quoter = new Quoter(answer)) {
        String uri = "hotline:send?apiUrl=http://127.0.0.1:%d/".formatted(quoter.port());
        send(uri, "to a port that speaks no HTTP");
      }
    }
    for (String way : Written.proxys()) {
      String refusal =
          "HTTP/1.1 407 No\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(way.getBytes(UTF_8).length, way);
      try (Quoter proxy = new Quoter(refusal)) {
        send(proxied("http://127.0.0.1:9", proxy.port()), "refused by the proxy");
        send(proxied("https://hotline.example", proxy.port()), "no tunnel");
      }
    }
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    send(proxied("http://127.0.0.1:9", nobody), "no proxy there");
  }

  private static String proxied(String apiUrl, int port) {
    return "proxied:send?apiUrl=%s&proxyPort=%d".formatted(apiUrl, port);
  }

  /** Starts that fail. */
  private void fail() {
    answers++;
    sandbox.answerNext(quoting(Answer.status(500), false));
    send("proxied:send?proxyPort=0", "no such port");
    send("hotline:send?connection=named&verifyOnStartup=fail", "fails at its start");
  }

  private void addObjects() throws IOException {
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    places.add("string", "component", component);
    places.add("string", "configuration", component.getConfiguration());
    places.add("string", "connections", component.getConnections());
    places.add("string", "statistics", component.statistics());
    context
        .getRoutes()
        .forEach(route -> places.add("string", "route", route + "" + route.getServices()));
    places.add("string", "credentials", new Credentials(Written.TOKEN, INSTANCE, Written.API_KEY));
    places.add("string", "proxy", new Proxy("host", 1, Written.USER, Written.PASSWORD));
    String catalog = "META-INF/tg/hotline/camel/hotline.json";
    try (InputStream json = getClass().getClassLoader().getResourceAsStream(catalog)) {
      places.add("catalog", catalog, new String(json.readAllBytes(), UTF_8));
    }
    MarkRepository marks = context.getRegistry().lookupByNameAndType("marks", MarkRepository.class);
    places.add("mark", "entries", marks.entries);
  }

  /** Where secrets stand; of an MBean only what of it tells them. */
  private Set<String> hits() {
    return places.holding(Written.needles()).stream()
        .map(place -> place.toString().replaceAll("org.apache.camel:.* ", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void showNowhere() throws Exception {
    sandbox.answerNext(quoting(Answer.status(500), false)); // to the check at the start
    byJava();
    playAll();
    playOutside();
    fail();
    MarkRepository marks = context.getRegistry().lookupByNameAndType("marks", MarkRepository.class);
    marks.breaksAt = "add warned done";
    send("direct:send", "warned");
    addObjects();
    places.add(context);
    places.add(meters);
    context.stop();

    System.out.println("secrets: answers=" + answers + " places=" + places.count());
    assertThat(hits()).as("what HttpClient quotes at DEBUG").containsExactlyElementsOf(HTTP_CLIENT);
  }

  @Test
  void showInCamelsLogWhereTheyAreProperties() throws Exception {
    Main main = new Main();
    main.addInitialProperty("camel.component.hotline.access-token", Written.TOKEN);
    main.addInitialProperty("camel.component.hotline.instance", INSTANCE);
    main.addInitialProperty("camel.component.hotline.api-key", Written.API_KEY);
    main.addInitialProperty("camel.component.hotline.api-url", sandbox.apiUrl().toString());
    main.addInitialProperty("camel.component.hotline.connections[named].instance", INSTANCE);
    main.addInitialProperty("camel.component.hotline.connections[named].apiKey", Written.API_KEY);
    main.init();
    context = main.getCamelContext();
    template = context.createProducerTemplate();
    bindTo();
    addRoutes("");
    main.start();
    play("direct:send", quoting(Answer.status(500), false));
    addObjects();
    places.add(context);
    main.stop();

    assertThat(hits())
        .containsExactlyInAnyOrder(
            "console main-configuration JSON",
            "console properties JSON",
            "log org.apache.camel.impl.engine.DefaultBeanIntrospection TRACE",
            "log org.apache.camel.impl.engine.IntrospectionSupport TRACE",
            "log org.apache.camel.main.BaseMainSupport DEBUG",
            "log org.apache.camel.main.MainHelper DEBUG");
  }

  @Test
  void showInWhatCamelTellsOfUris() throws Exception {
    bindTo();
    addRoutes(
        "&apiUrl=%s&accessToken=RAW(%s)&instance=%s&apiKey=RAW(%s)"
            .formatted(sandbox.apiUrl(), Written.TOKEN, INSTANCE, Written.API_KEY));
    context.start();
    play("direct:send", quoting(Answer.status(500), false));
    places.add(context);
    context.stop();

    assertThat(hits())
        .containsExactlyInAnyOrder(
            "console endpoint JSON",
            "console route-dump JSON",
            "console route-dump TEXT",
            "console service JSON",
            "jmx operation dumpProcessorAsXml",
            "jmx operation dumpRouteAsXml",
            "jmx operation dumpRoutesAsXml",
            "jmx operation dumpRoutesCoverageAsXml",
            "log org.apache.camel.impl.engine.AbstractCamelContext TRACE",
            "log org.apache.camel.support.DefaultComponent TRACE",
            "log org.apache.camel.support.EndpointHelper TRACE",
            "log org.apache.camel.support.management.MixinRequiredModelMBean TRACE",
            "property CamelFailureEndpoint",
            "property CamelToEndpoint",
            "string endpoint");
  }

  @Test
  void areFoundWhereTheyAre() throws Exception {
    byJava();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:planted").routeId("planted " + Written.TOKEN).to("mock:planted");
          }
        });
    HealthCheckRegistry.get(context)
        .register(
            new AbstractHealthCheck("planted") {
              @Override
              protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.down().message(Written.PASSWORD);
              }
            });
    LoggerFactory.getLogger("planted").trace("{}", Written.API_KEY);
    meters.counter("planted", "tag", Written.API_KEY).increment();
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(Written.API_KEY);
    exchange.getMessage().setHeader("planted", Written.TOKEN);
    exchange.setProperty("planted", List.of(Written.PASSWORD));
    Exception outer = new IllegalStateException("outer");
    outer.addSuppressed(new IOException("inner", new IOException(Written.API_KEY)));
    exchange.setException(outer);
    places.add(exchange);
    places.add(context);
    places.add(meters);

    for (String way : Written.needles()) {
      places.add("way", way, "");
    }
    assertThat(places.holding(Written.needles()))
        .extracting(Places.Place::kind)
        .contains("log", "meter", "exchange", "header", "property", "exception")
        .contains("health", "console", "jmx", "jmx operation")
        .filteredOn("way"::equals)
        .hasSameSizeAs(Written.needles());
  }
}
