package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicInfo;

/** What {@code from("hotline:info")} emits, and when. */
class InfoConsumerTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final String LINK = link(Seed.TOPIC_ID);
  private static final String OTHER = link(Seed.ANSWERED_TOPIC_ID);
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-03-01T12:00:00");

  /** Polls every 20 ms, so that what is not emitted again is seen soon not to be. */
  private static final String QUICK = "&delay=20&initialDelay=0&maxRetries=0";

  private final MarkRepository marks = new MarkRepository();
  private final List<String> emitted = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private @Nullable DefaultCamelContext context;

  /** What is set before the start. */
  private Consumer<DefaultCamelContext> setting = camel -> {};

  /** What the route does with an exchange. */
  private Processor step = exchange -> {};

  private static String link(long topic) {
    return "https://t.me/c/" + Seed.GROUP_ID + "/" + topic;
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }

  @BeforeEach
  void setTopics() {
    topic("user_answered", NOON);
    sandbox().changeTopic(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID, "closed", NOON);
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.stop();
      context = null;
    }
  }

  private static void topic(String status, LocalDateTime date) {
    sandbox().changeTopic(Seed.GROUP_ID, Seed.TOPIC_ID, status, date);
  }

  private RoutesBuilder watching(String options) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("hotline:info?" + options)
            .routeId("watch")
            .onException(HotlineException.class)
            .onWhen(exchange -> !(exchange.getMessage().getBody() instanceof TopicInfo))
            .handled(true)
            .process(e -> failures.add(exception(e).getMessage()))
            .end()
            .process(e -> emitted.add(name(e)))
            .process(e -> step.process(e));
      }
    };
  }

  private static Exception exception(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  private static String name(Exchange exchange) {
    TopicInfo info = exchange.getMessage().getBody(TopicInfo.class);
    assertThat(exchange.getMessage().getHeader(HotlineConstants.TOPIC_STATUS))
        .isEqualTo(info.topicStatus());
    return exchange
            .getMessage()
            .getHeader(HotlineConstants.TOPIC_LINK, String.class)
            .replaceFirst(".*/", "")
        + " "
        + info.topicStatus()
        + " "
        + info.topicLastDate();
  }

  private void start(String options, IdempotentRepository repository) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    context = camel;
    camel.getShutdownStrategy().setTimeout(5);
    camel.getRegistry().bind("marks", repository);
    HotlineConfiguration configuration = new HotlineConfiguration();
    configuration.setApiUrl(sandbox().apiUrl().toString());
    configuration.setAccessToken(Seed.ACCESS_TOKEN);
    configuration.setInstance(Seed.INSTANCE);
    configuration.setApiKey(Seed.API_KEY);
    configuration.setRetryBackoff(2);
    camel.getComponent("hotline", HotlineComponent.class).setConfiguration(configuration);
    camel.addRoutes(watching(options));
    setting.accept(camel);
    camel.start();
  }

  private void start(String options) throws Exception {
    start(options, marks);
  }

  /** Two more polls have come to their end. */
  private static void awaitPolls() {
    int calls = sandbox().calls().size();
    await().until(() -> sandbox().calls().size() >= calls + 3);
  }

  private void awaitEmitted(String... all) {
    await().until(() -> emitted.size() >= all.length);
    awaitPolls();
    assertThat(emitted).containsExactly(all);
  }

  @Test
  void emitsEachStateOnce() throws Exception {
    start("topicLink=" + LINK + QUICK);
    awaitEmitted("5343 user_answered 2026-03-01T12:00");

    topic("support_answered", NOON);
    await().until(() -> emitted.size() == 2);
    topic("support_answered", NOON.plusSeconds(1));
    await().until(() -> emitted.size() == 3);
    topic("user_answered", NOON);

    awaitEmitted(
        "5343 user_answered 2026-03-01T12:00",
        "5343 support_answered 2026-03-01T12:00",
        "5343 support_answered 2026-03-01T12:00:01",
        "5343 user_answered 2026-03-01T12:00");
  }

  @Test
  void theRepositoryKeepsTheLastStateOnly() throws Exception {
    start("groupId=" + Seed.GROUP_ID + "&topicId=5343&idempotentRepository=#marks" + QUICK);
    awaitEmitted("5343 user_answered 2026-03-01T12:00");

    topic("closed", NOON);
    await().until(() -> marks.entries.equals(java.util.Set.of(LINK + " closed 2026-03-01T12:00")));
    topic("user_answered", NOON);
    await().until(() -> emitted.size() == 3);
    await()
        .until(
            () -> marks.entries.equals(java.util.Set.of(LINK + " user_answered 2026-03-01T12:00")));
  }

  @Test
  void aRestartRepeatsNothing() throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:watch;DB_CLOSE_DELAY=-1");
    String options = "topicLinks=" + LINK + "," + OTHER + "&idempotentRepository=#marks" + QUICK;
    start(options, new JdbcMessageIdRepository((DataSource) database, "watch"));
    await().until(() -> emitted.size() == 2);
    awaitPolls();
    stop();
    topic("closed", NOON);

    start(options, new JdbcMessageIdRepository((DataSource) database, "watch"));

    await().until(() -> emitted.size() == 3);
    awaitPolls();
    assertThat(emitted).hasSize(3).last().isEqualTo("5343 closed 2026-03-01T12:00");
  }

  /** As is one that a kill has cut short: nothing is noted of it. */
  @Test
  void anExchangeThatFailsIsEmittedAgain() throws Exception {
    step =
        exchange -> {
          assertThat(marks.entries).isEmpty();
          if (emitted.size() < 3) {
            throw new IllegalStateException("not this time");
          }
        };
    start("topicLink=" + LINK + "&greedy=true&idempotentRepository=#marks" + QUICK);

    String state = "5343 user_answered 2026-03-01T12:00";
    awaitEmitted(state, state, state);
    assertThat(marks.entries).containsExactly(LINK + " user_answered 2026-03-01T12:00");
  }

  @Test
  void anExchangeUnderWayIsNotEmittedTwice() throws Exception {
    CountDownLatch going = new CountDownLatch(1);
    step = exchange -> going.await();
    startWithThreads("topicLinks=" + LINK + " " + OTHER + "&idempotentRepository=#marks" + QUICK);

    await().until(() -> emitted.size() == 2);
    topic("closed", NOON); // is emitted when the one before is through
    assertThat(emitted).hasSize(2);
    assertThat(marks.entries).isEmpty();
    going.countDown();

    await().until(() -> emitted.size() == 3);
    await().until(() -> marks.entries.size() == 2);
  }

  /** The exchange goes on by another thread, and ends there. */
  private void startWithThreads(String options) throws Exception {
    Processor last = step;
    step = exchange -> {};
    start("topicLinks=&delay=1h", marks);
    DefaultCamelContext camel = context;
    if (camel != null) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("hotline:info?" + options)
                  .routeId("threads")
                  .threads(2)
                  .process(e -> emitted.add(name(e)))
                  .process(last);
            }
          });
    }
  }

  /** Whose first look takes longer than a poll, though its exchange is under way for longer yet. */
  @Test
  void whatIsAnsweredAfterThePollIsEmittedOnce() throws Exception {
    CountDownLatch going = new CountDownLatch(1);
    step =
        exchange -> {
          if (name(exchange).startsWith("5343")) {
            going.await();
          }
        };
    sandbox().answerNext(1, call -> !ofOther(call), Answer.status(404));
    startWithThreads(
        "topicLinks="
            + LINK
            + ","
            + OTHER
            + "&delay=400&initialDelay=0&retryBackoff=300&requestTimeout=100");

    await().until(() -> emitted.stream().anyMatch(state -> state.startsWith("5343")));
    int polls = (int) sandbox().calls().stream().filter(InfoConsumerTest::ofOther).count();
    await()
        .until(
            () ->
                sandbox().calls().stream().filter(InfoConsumerTest::ofOther).count() >= polls + 2);
    going.countDown();
    assertThat(emitted).filteredOn(state -> state.startsWith("5343")).hasSize(1);
  }

  @Test
  void whatIsAnsweredWhileSuspendedIsLookedAtAnew() throws Exception {
    List<AuditEvent> tries = new CopyOnWriteArrayList<>();
    setting = camel -> camel.getRegistry().bind("auditor", (HotlineAuditor) tries::add);
    sandbox().answerNext(1, call -> true, Answer.delayed(Duration.ofMillis(300)));
    start("topicLink=" + LINK + QUICK);
    await().until(() -> sandbox().calls().size() == 1);
    context().getRouteController().suspendRoute("watch");
    await().until(() -> tries.size() == 1);
    topic("closed", NOON);

    context().getRouteController().resumeRoute("watch");

    awaitEmitted("5343 closed 2026-03-01T12:00");
  }

  /** Nor from those who wait at the gate. */
  @Test
  void noCallIsMadeAfterARoutesStop() throws Exception {
    setting = camel -> hotline(camel).setMaxConcurrentCalls(1);
    sandbox().answerNext(Answer.status(429));
    start("topicLinks=" + LINK + "," + OTHER + "&initialDelay=0&retryBackoff=1s&requestTimeout=50");
    await().until(() -> hotline(context()).getCallsWaiting() == 2);

    context().getRouteController().stopRoute("watch");

    await().until(() -> hotline(context()).getCallsWaiting() == 0);
    assertThat(sandbox().calls()).hasSize(1);
    context().getRouteController().startRoute("watch");
    await().until(() -> emitted.size() == 2);
  }

  /** Else another route, or this one on another machine, would emit the state once more. */
  @Test
  void aRoutesStopWaitsForTheNote() throws Exception {
    marks.blocksAt = "add " + LINK + " user_answered 2026-03-01T12:00";
    startWithThreads("topicLink=" + LINK + "&idempotentRepository=#marks" + QUICK);
    marks.awaitBlocked();
    Thread stopping = new Thread(() -> stopRoute("threads"));
    stopping.start();
    await().until(() -> !stopping.isAlive() || isShutdownWaiting());
    assertThat(stopping.isAlive()).isTrue();

    marks.release();

    stopping.join(Duration.ofSeconds(20).toMillis());
    assertThat(marks.entries).isNotEmpty();
  }

  private void stopRoute(String id) {
    try {
      context().getRouteController().stopRoute(id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isShutdownWaiting() {
    return Thread.getAllStackTraces().values().stream()
        .map(Arrays::asList)
        .anyMatch(
            frames ->
                frames.stream().anyMatch(f -> f.getClassName().endsWith("$ShutdownTask"))
                    && frames.stream().anyMatch(f -> f.getMethodName().equals("sleep")));
  }

  private static HotlineComponent hotline(DefaultCamelContext camel) {
    return camel.getComponent("hotline", HotlineComponent.class);
  }

  /** They wait for their turn here, not at the gate, where that would come too late. */
  @Test
  void looksAtMoreTopicsThanTheRateAllowsAtOnce() throws Exception {
    setting =
        camel -> {
          hotline(camel).setMaxConcurrentCalls(1);
          hotline(camel).setRateLimit("1/250ms");
        };
    sandbox()
        .answerWhen(
            call -> true,
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"topic_status\":\"closed\"}"));
    String links =
        IntStream.rangeClosed(1, 8)
            .mapToObj(InfoConsumerTest::link)
            .collect(Collectors.joining(","));
    start(
        "bridgeErrorHandler=true&initialDelay=0&delay=20&requestTimeout=80&retryTimeout=800&topicLinks="
            + links);

    await().until(() -> emitted.size() == 8);
    assertThat(failures).noneMatch(text -> text.contains("its turn did not come"));
  }

  @Test
  void whatIsTurnedAwayByAForcedShutdownIsEmittedLater() throws Exception {
    AtomicBoolean forced = new AtomicBoolean(true);
    setting =
        camel ->
            camel.setShutdownStrategy(
                new DefaultShutdownStrategy(camel) {
                  @Override
                  public boolean isForceShutdown() {
                    return forced.get();
                  }
                });
    start("topicLink=" + LINK + QUICK);
    await().until(() -> sandbox().calls().size() >= 2); // so it was turned away once
    assertThat(emitted).isEmpty();
    forced.set(false);

    awaitEmitted("5343 user_answered 2026-03-01T12:00");
  }

  @Test
  void exchangesMayComeFromAPool() throws Exception {
    setting =
        camel -> camel.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
    step =
        exchange -> {
          if (emitted.size() == 1) {
            throw new IllegalStateException("not this time");
          }
        };
    sandbox().answerNext(1, call -> true, Answer.status(401));
    start("topicLinks=" + LINK + "," + OTHER + "&idempotentRepository=#marks" + QUICK);
    await().until(() -> marks.entries.size() == 2);
    topic("closed", NOON);
    await().until(() -> marks.entries.contains(LINK + " closed 2026-03-01T12:00"));
    awaitPolls();
    assertThat(emitted).hasSize(4).last().isEqualTo("5343 closed 2026-03-01T12:00");
  }

  @Test
  void theOldestDateHasLasted() throws Exception {
    sandbox()
        .answerWhen(
            call -> true,
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"topic_status\":\"closed\","
                    + "\"topic_last_date\":\"-999999999-01-01 00:00:00\"}"));
    start("topicLink=" + LINK + "&unchangedFor=15m" + QUICK);

    await().until(() -> emitted.size() == 1);
  }

  /** And a failure names its topic, once a poll. */
  @Test
  void oneTopicsFailureKeepsNoOtherWaiting() throws Exception {
    sandbox().answerWhen(InfoConsumerTest::ofOther, Answer.raw(200, "application/json", ""));
    start("topicLinks=" + OTHER + "," + LINK + "&bridgeErrorHandler=true" + QUICK);

    await().until(() -> emitted.size() == 1 && failures.size() >= 2);
    assertThat(failures).allMatch(text -> text.contains("info_by_topic for topic " + OTHER));
    int polls = (int) sandbox().calls().stream().filter(InfoConsumerTest::ofOther).count();
    assertThat(failures).hasSizeLessThanOrEqualTo(polls);

    sandbox().answerWhen(InfoConsumerTest::ofOther, Answer.usual());
    await().until(() -> emitted.size() == 2);
  }

  @Test
  void aTopicThatIsTriedAgainKeepsNoOtherWaiting() throws Exception {
    sandbox().answerWhen(InfoConsumerTest::ofOther, Answer.status(404));
    start(
        "topicLinks="
            + OTHER
            + ","
            + LINK
            + "&delay=20&initialDelay=0&retryBackoff=1m&requestTimeout=300");

    await().until(() -> emitted.size() == 1);
    topic("closed", NOON);
    await().until(() -> emitted.size() == 2);
    assertThat(sandbox().calls().stream().filter(InfoConsumerTest::ofOther)).hasSize(1);
  }

  private static boolean ofOther(Call call) {
    return Long.valueOf(Seed.ANSWERED_TOPIC_ID).equals(call.topicId());
  }

  /** Where it breaks before or after it has had its effect. */
  @ParameterizedTest
  @CsvSource({
    "contains,false",
    "add,true",
    "add!,true",
    "confirm,true",
  })
  void aRepositoryThatBreaksLosesNothing(String where, boolean emits) throws Exception {
    String call = where.replace("!", "");
    marks.breaksAt =
        call + " " + LINK + " user_answered 2026-03-01T12:00" + (where.endsWith("!") ? "!" : "");
    start("topicLink=" + LINK + "&idempotentRepository=#marks" + QUICK);
    awaitPolls();
    assertThat(emitted).hasSize(emits ? 1 : 0);

    marks.breaksAt = "";
    await().until(() -> !marks.entries.isEmpty());
    awaitPolls();
    assertThat(emitted).hasSize(1);
    assertThat(marks.entries).hasSize(1);
  }

  @Test
  void waitsUntilAStateHasLasted() throws Exception {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.ofHours(5)).withNano(0);
    topic("user_answered", now.minusMinutes(14));
    start("topicLink=" + LINK + "&unchangedFor=PT15M&timeZone=Etc/GMT-5" + QUICK);
    awaitPolls();
    assertThat(emitted).isEmpty();

    topic("user_answered", now.minusMinutes(16));
    awaitEmitted("5343 user_answered " + now.minusMinutes(16));
  }

  @Test
  void aDateThatCannotBeReadIsToldWhereItIsNeeded() throws Exception {
    sandbox()
        .answerWhen(
            call -> true,
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"topic_status\":\"\\ud83d \\u0000\"}"));
    Logged log = Logged.from(InfoConsumer.class);
    start("topicLink=" + LINK + "&unchangedFor=15m" + QUICK);
    awaitPolls();
    stop();
    assertThat(emitted).isEmpty();
    assertThat(log.stop()).anyMatch(line -> line.contains("unchangedFor needs it"));
    start("topicLink=" + LINK + "&idempotentRepository=#marks" + QUICK);
    await().until(() -> emitted.size() == 1);
    awaitPolls();
    assertThat(emitted).hasSize(1);
    assertThat(marks.entries).allMatch(mark -> mark.matches("[!-~ ]{1,100}"));
  }

  @Test
  void tellsNoSecret() throws Exception {
    sandbox().answerWhen(call -> true, Answer.status(401));
    Logged log = Logged.fromAll();
    start(
        "accessToken=t0p-secret&instance=1&apiKey=k3y-secret&runLoggingLevel=INFO&topicLink="
            + LINK
            + QUICK);
    awaitPolls();
    stop();
    assertThat(log.stop())
        .anyMatch(line -> line.contains("Will try again at next poll"))
        .noneMatch(line -> line.contains("t0p-secret") || line.contains("k3y-secret"));
  }

  @Test
  void quartzSaysWhen() throws Exception {
    start("topicLink=" + LINK + "&scheduler=quartz&scheduler.cron=*+*+*+*+*+?");

    await().until(() -> emitted.size() == 1);
  }

  /** For Camel's health check, from which an application is ready. */
  @Test
  void isReadyBeforeItsHourHasCome() throws Exception {
    start("topicLink=" + LINK + "&scheduler=quartz&scheduler.cron=0+0+0+1+1+?+2090");

    assertThat(context().getRoute("watch").getConsumer())
        .isInstanceOfSatisfying(
            InfoConsumer.class, consumer -> assertThat(consumer.isConsumerReady()).isTrue());
  }

  @Test
  void whatDoesNotStartUsesNoConnection() throws Exception {
    start("topicLinks=");
    context().getRouteController().stopRoute("watch");
    RoutesBuilder broken =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("hotline:info?topicLink=" + LINK + "&scheduler=quartz&scheduler.cron=never")
                .to("mock:out");
          }
        };
    assertThatThrownBy(() -> context().addRoutes(broken)).hasStackTraceContaining("never");

    assertThat(hotline(context()).statistics()).isEmpty();
  }

  /** Looks that wait are sent away, and no more begin. */
  @Test
  void stopsInMidPoll() throws Exception {
    sandbox().answerNext(Answer.status(429));
    start("topicLinks=" + LINK + "," + OTHER + "&initialDelay=0&retryBackoff=1m");
    await().until(() -> sandbox().calls().size() >= 1);
    long began = System.nanoTime();

    stop();

    assertThat(System.nanoTime() - began).isLessThan(15_000_000_000L);
    assertThat(sandbox().calls()).hasSizeBetween(1, 2);
    assertThat(failures).isEmpty();
  }

  @Test
  void pollEnrichLooksOnce() throws Exception {
    start("topicLinks=");
    for (String timeout : List.of("0", "5000", "-1", "20")) {
      context().addRoutes(enriching(timeout));
    }
    for (String timeout : List.of("0", "5000", "-1")) {
      assertThat(enrich(timeout).getMessage().getBody()).isInstanceOf(TopicInfo.class);
    }
    assertThat(sandbox().calls()).hasSize(3);

    sandbox().answerNext(Answer.status(401));
    assertThat(enrich("0").getException()).isInstanceOf(HotlineRejectedException.class);

    sandbox().answerNext(Answer.status(404));
    Exchange late = enrich("20");
    assertThat(late.getException()).isNull();
    assertThat(late.getMessage().getBody()).isNull();
  }

  @Test
  void nobodyLooksForAPollThatHasGivenUp() throws Exception {
    start("topicLinks=");
    context().addRoutes(enriching("20", "1s"));
    sandbox().answerNext(Answer.status(404));

    assertThat(enrich("20").getMessage().getBody()).isNull();

    await().until(() -> sandbox().calls().size() == 1);
    await().until(() -> hotline(context()).getCallsWaiting() == 1);
    await().until(() -> hotline(context()).getCallsWaiting() == 0);
    assertThat(sandbox().calls()).hasSize(1);
  }

  @Test
  void anInterruptedPollIsAFailure() throws Exception {
    start("topicLinks=");
    context().addRoutes(enriching("0"));
    sandbox().answerNext(Answer.status(404));
    CompletableFuture<Exchange> result = new CompletableFuture<>();
    Thread poller = new Thread(() -> result.complete(enrich("0")));
    poller.start();
    await().until(() -> sandbox().calls().size() == 1);

    poller.interrupt();

    assertThat(result.get().getException())
        .hasRootCauseInstanceOf(InterruptedException.class)
        .hasMessageContaining(LINK + ": interrupted");
  }

  private DefaultCamelContext context() {
    if (context == null) {
      throw new AssertionError("not started");
    }
    return context;
  }

  private Exchange enrich(String timeout) {
    return context()
        .createProducerTemplate()
        .request("direct:enrich" + timeout, e -> e.getMessage().setBody("before"));
  }

  private static RoutesBuilder enriching(String timeout) {
    return enriching(timeout, "1m");
  }

  private static RoutesBuilder enriching(String timeout, String backoff) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:enrich" + timeout)
            .errorHandler(noErrorHandler())
            .pollEnrich(
                "hotline:info?retryBackoff=" + backoff + "&topicLink=" + LINK,
                Long.parseLong(timeout));
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send?userId=1                               | hotline:send cannot be read from
          info                                        | set topicLinks, topicLink, or groupId and topicId
          info?topicLink=t.me/c/1/2&topicLinks=       | set only one of topicLinks
          info?groupId=1                              | topicId is missing
          info?topicLinks=t.me/c/1/2,nonsense         | topicLinks: not a topic's link: "nonsense"
          info?topicLinks=&unchangedFor=-1000         | unchangedFor must be
          info?topicLinks=&timeZone=Mars              | timeZone=Mars is no time zone
          """)
  void saysWhatIsWrong(String uri, String text) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    context = camel;
    assertThatThrownBy(() -> camel.getEndpoint("hotline:" + uri).createConsumer(exchange -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  /** Camel takes them for 0, which would emit everything at once. */
  @ParameterizedTest
  @ValueSource(strings = {"15M", "never", ""})
  void noDurationIsNotTakenForZero(String duration) {
    DefaultCamelContext camel = new DefaultCamelContext();
    context = camel;
    assertThatThrownBy(() -> camel.getEndpoint("hotline:info?topicLinks=&unchangedFor=" + duration))
        .hasStackTraceContaining(
            "unchangedFor=" + duration + " is no duration such as 15m or PT15M");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "PT0S"})
  void zeroIsADuration(String duration) {
    DefaultCamelContext camel = new DefaultCamelContext();
    context = camel;
    assertThat(
            camel
                .getEndpoint(
                    "hotline:info?topicLinks=&unchangedFor=" + duration, HotlineEndpoint.class)
                .getUnchangedFor())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          topicLinks=t.me/c/1/2          | topicLinks and unchangedFor are for from
          unchangedFor=1m                | topicLinks and unchangedFor are for from
          idempotentRepository=#marks    | hotline:info may be repeated
          """)
  void aProducerTakesNoneOfIt(String options, String text) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    context = camel;
    camel.getRegistry().bind("marks", marks);
    assertThatThrownBy(() -> camel.getEndpoint("hotline:info?" + options).createProducer())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
