package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsJson;

/** Every try is told, once, to the log and to the auditors, before the exchange goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one Camel context for all
class AuditTest extends HotlineTestSupport {

  @RegisterExtension final AuditLines audit = new AuditLines();

  private static final String SEND = "hotline:send?userId=" + Seed.USER_ID;
  private static final String OTHER_SEND = "hotline:send?userId=" + Seed.ANSWERED_USER_ID;

  private final List<AuditEvent> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void forget() {
    told.clear();
  }

  private void slow(AuditEvent event) throws InterruptedException {
    if ("slow".equals(event.traceId())) {
      released.await();
    }
  }

  private void broken(AuditEvent event) throws IOException {
    if ("exception".equals(event.traceId())) {
      throw new IOException("full");
    } else if ("error".equals(event.traceId())) {
      throw new LinkageError("old");
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("broken", HotlineAuditor.class, (HotlineAuditor) this::broken);
    registry.bind("slow", HotlineAuditor.class, (HotlineAuditor) this::slow);
    registry.bind("told", HotlineAuditor.class, (HotlineAuditor) told::add);
    HotlineConnection rotating = new HotlineConnection();
    rotating.setCredentials(new Rotating());
    registry.bind("rotating", rotating);
    HotlineConnection sales = new HotlineConnection();
    sales.setInstance(Seed.INSTANCE);
    sales.setApiKey(Seed.API_KEY);
    registry.bind("sales", sales);
  }

  /** Is there at the start, and never again. */
  private static final class Rotating implements Supplier<Credentials> {
    private boolean asked;

    @Override
    public Credentials get() {
      if (asked) {
        throw new IllegalStateException("the vault is closed");
      }
      asked = true;
      return new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
    }
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:send").routeId("deals").to(SEND);
        from("direct:any").toD("hotline:info?connection=${header.connection}");
        from("direct:again")
            .errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0))
            .to(SEND);
      }
    };
  }

  private Exchange send(String uri, String text, @Nullable String traceId) {
    return template.request(
        uri,
        exchange -> {
          exchange.getMessage().setBody(text);
          exchange.getMessage().setHeader("CAMEL_TRACE_ID", traceId);
        });
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(SEND, List.of(), List.of("1 OK 200")),
        Arguments.of(
            SEND,
            List.of(Answer.status(429), Answer.status(429)),
            List.of("1 NOT_SENT 429", "2 NOT_SENT 429", "3 OK 200")),
        Arguments.of(SEND, List.of(Answer.status(403)), List.of("1 REJECTED 403")),
        Arguments.of(SEND, List.of(Answer.status(500)), List.of("1 UNKNOWN 500")),
        Arguments.of(SEND, List.of(Answer.cutAfterEffect()), List.of("1 UNKNOWN 0")),
        Arguments.of(
            "hotline:info?topicLink=" + LINK,
            List.of(Answer.status(500), Answer.cut()),
            List.of("1 UNKNOWN 500", "2 UNKNOWN 0", "3 OK 200")));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void toldOfEveryTry(String uri, List<Answer> answers, List<String> expected) {
    answers.forEach(sandbox()::answerNext);

    send(uri, "hello", null);

    assertThat(audit.said()).isEqualTo(expected);
    assertThat(told).hasSameSizeAs(expected);
    assertThat(sandbox().calls()).hasSameSizeAs(expected);
  }

  @Test
  void toldWhoWhatAndWhen() throws Exception {
    Instant before = Instant.now().minusMillis(1);
    String text = "Привет, это секрет 👋";

    Exchange exchange = send("direct:send", text, "4bf92f3577b34da6a3ce929d0e0e4736");

    Map<String, Object> event = audit.events().get(0);
    assertThat(event)
        .contains(
            entry("operation", "send"),
            entry("connection", "component"),
            entry("user", (int) Seed.USER_ID),
            entry("part", 1),
            entry("parts", 1),
            entry("attempt", 1),
            entry("outcome", "OK"),
            entry("status", 200),
            entry("length", text.length()),
            entry("sha256", sha256(text)),
            entry("exchangeId", exchange.getExchangeId()),
            entry("routeId", "deals"),
            entry("traceId", "4bf92f3577b34da6a3ce929d0e0e4736"))
        .containsOnlyKeys(AuditPageTest.fields("send"));
    assertThat(Instant.parse((String) event.get("time"))).isBetween(before, Instant.now());
    assertThat(((Number) event.getOrDefault("millis", -1)).intValue()).isBetween(0, 60_000);
    assertThat(TopicsJson.readObject(told.get(0).toJson())).isEqualTo(event);
    assertThat(told.get(0).toString()).doesNotContain("секрет", Seed.ACCESS_TOKEN, Seed.API_KEY);
  }

  @Test
  void tellsWhichTopicWasAskedFor() {
    template.requestBody("hotline:info", LINK);

    assertThat(audit.events().get(0))
        .contains(entry("operation", "info"), entry("topic", LINK))
        .doesNotContainKeys("routeId", "traceId");
    assertThat(AuditPageTest.fields("info")).containsAll(audit.events().get(0).keySet());
  }

  @Test
  void tellsEachPartOfALongText() throws Exception {
    send("direct:send", LongMessagesTest.LONG, null);

    List<String> hashes = new ArrayList<>();
    for (String part : LongMessagesTest.PARTS) {
      hashes.add(sha256(part));
    }
    assertThat(audit.events()).extracting(e -> e.get("sha256")).isEqualTo(hashes);
    assertThat(audit.events())
        .extracting(e -> e.get("part") + "/" + e.get("parts"))
        .containsExactly("1/5", "2/5", "3/5", "4/5", "5/5");
  }

  @Test
  void toldOfWhatTheGateRefused() throws Exception {
    HotlineComponent tight = new HotlineComponent();
    tight.setConfiguration(
        context.getComponent("hotline", HotlineComponent.class).getConfiguration());
    tight.setMaxConcurrentCalls(1);
    tight.setMaxQueuedCalls(0);
    context.addComponent("tight", tight);
    sandbox().answerNext(Answer.hang()); // until the context stops
    Future<?> unused = template.asyncRequestBody("tight:send?userId=" + Seed.USER_ID, "hello");
    sandbox().awaitCall(call -> call.outcome() == Call.Outcome.PENDING, Duration.ofSeconds(10));

    Exchange second = send("tight:send?userId=" + Seed.USER_ID, "hello", null);

    assertThat(second.getException()).isInstanceOf(HotlineNotSentException.class);
    assertThat(audit.said()).containsExactly("0 NOT_SENT 0");
  }

  @Test
  void toldOfACallWithoutCredentials() {
    Exchange exchange = send(SEND + "&connection=rotating", "hello", null);

    assertThat(exchange.getException()).isInstanceOf(HotlineNotSentException.class);
    assertThat(audit.said()).containsExactly("0 NOT_SENT 0");
    assertThat(audit.events().get(0)).contains(entry("connection", "rotating"));
  }

  @Test
  void tellsWhoseCredentialsWereUsed() {
    for (String connection : List.of("sales", "#sales", "#bean:sales")) {
      template.requestBodyAndHeader("direct:any", LINK, "connection", connection);
    }
    template.requestBody(
        "hotline:info?instance=%s&apiKey=%s".formatted(Seed.INSTANCE, Seed.API_KEY), LINK);
    template.requestBody("hotline:info", LINK);

    assertThat(audit.events())
        .extracting(e -> e.get("connection"))
        .containsExactly("sales", "sales", "sales", "endpoint", "component");
  }

  /** The first redelivery is not sent, nor the second. */
  @Test
  void toldOfWhatWasHeldBack() throws Exception {
    sandbox().answerNext(Answer.cutAfterEffect());

    Exchange exchange = send("direct:again", "hello", null);

    assertThat(exchange.getException()).isInstanceOf(HotlineDeliveryUnknownException.class);
    assertThat(audit.said()).containsExactly("1 UNKNOWN 0", "0 UNKNOWN 0", "0 UNKNOWN 0");
    assertThat(audit.events().get(2))
        .contains(
            entry("part", 1),
            entry("parts", 1),
            entry("length", 5),
            entry("sha256", sha256("hello")));
    assertThat(sandbox().calls()).hasSize(1);
  }

  @Test
  void tellsWhatWasHeldBackOfALongText() throws Exception {
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(Answer.cut());

    send("direct:again", LongMessagesTest.LONG, null);

    assertThat(audit.events())
        .extracting(e -> e.get("attempt") + ": " + e.get("part") + "/" + e.get("parts"))
        .containsExactly("1: 1/5", "1: 2/5", "1: 3/5", "0: 3/5", "0: 3/5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void anAuditorThatThrowsHarmsNothing(String how) {
    sandbox().answerNext(Answer.status(429));

    Exchange exchange = send(SEND, "hello", how);

    assertThat(exchange.getException()).isNull();
    assertThat(audit.said()).containsExactly("1 NOT_SENT 429", "2 OK 200");
    assertThat(told).as("the auditor after the one that throws").hasSize(2);
  }

  @Test
  void aSlowAuditorHoldsItsExchangeOnly() throws Exception {
    sandbox().answerNext(Answer.status(429));
    CompletableFuture<Exchange> slow =
        CompletableFuture.supplyAsync(() -> send(SEND, "hello", "slow"));
    await().until(() -> audit.said().size() == 1);

    for (int i = 0; i < 40; i++) { // more than there are I/O threads, and places in the gate
      assertThat(send(OTHER_SEND, "hello " + i, "quick").getException()).isNull();
    }
    assertThat(slow).isNotDone();
    assertThat(sandbox().calls()).as("no second try yet").hasSize(41);

    released.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).getException()).isNull();
    assertThat(told).filteredOn(e -> "slow".equals(e.traceId())).hasSize(2);
  }

  @Test
  void hostileHeadersForgeNoLine() {
    String hostile = "a\"}\r\n{\"outcome\":\"OK\"}\u2028\u0085\u202e";
    Exchange exchange =
        template.request(
            SEND,
            e -> {
              e.setExchangeId(hostile);
              e.getMessage().setBody("hello");
              e.getMessage().setHeader("CAMEL_TRACE_ID", hostile.repeat(1000));
              e.getMessage().setHeader("traceparent", hostile);
            });

    assertThat(exchange.getException()).isNull();
    assertThat(audit.events().get(0)).contains(entry("exchangeId", hostile));
    assertThat((String) audit.events().get(0).get("traceId"))
        .hasSize(AuditEvent.LONGEST)
        .startsWith(hostile);
  }

  @Test
  void findsTheTraceInTheMdc() {
    MDC.put("traceId", "of this thread");
    try {
      send(SEND, "hello", null);
    } finally {
      MDC.remove("traceId");
    }

    assertThat(audit.events()).extracting(e -> e.get("traceId")).containsExactly("of this thread");
  }

  /** Level OFF is enough for the log; the auditors are told all the same. */
  @Test
  void tellsAuditorsWithoutALog() {
    audit.logger.setLevel(Level.OFF);

    send(SEND, "hello", null);

    assertThat(told).extracting(AuditEvent::outcome).containsExactly(Outcome.OK);
    assertThat(audit.events()).isEmpty();
  }

  @Test
  void countsAsTheSandboxDoes() throws Exception {
    int exchanges = 300;
    List<Answer> faults =
        List.of(
            Answer.status(503),
            Answer.status(500),
            Answer.cut(),
            Answer.cutAfterEffect(),
            Answer.status(404),
            Answer.status(200));
    List<Answer> script = new ArrayList<>(Collections.nCopies(180, Answer.usual()));
    faults.forEach(fault -> script.addAll(Collections.nCopies(20, fault)));
    Collections.shuffle(script, new Random(5));
    script.forEach(sandbox()::answerNext);

    List<CompletableFuture<Exchange>> all =
        IntStream.range(0, exchanges)
            .mapToObj(
                i ->
                    template.asyncSend(
                        i % 2 == 0 ? SEND : "hotline:info?topicLink=" + LINK,
                        e -> e.getMessage().setBody("hello " + i)))
            .toList();
    for (CompletableFuture<Exchange> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }

    assertThat(audit.events()).hasSameSizeAs(sandbox().calls()).hasSizeGreaterThan(exchanges);
    assertThat(byStatus(audit.events().stream().map(e -> (Integer) e.get("status")).toList()))
        .isEqualTo(byStatus(sandbox().calls().stream().map(Call::status).toList()));
    assertThat(audit.events().stream().filter(e -> "OK".equals(e.get("outcome"))).count())
        .isEqualTo(all.stream().filter(e -> e.join().getException() == null).count());
  }

  private static Map<Integer, Long> byStatus(List<Integer> statuses) {
    return statuses.stream().collect(Collectors.groupingBy(s -> s, Collectors.counting()));
  }
}
