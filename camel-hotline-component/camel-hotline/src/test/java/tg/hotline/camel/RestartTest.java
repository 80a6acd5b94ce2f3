package tg.hotline.camel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;

/** What a Camel context knows of what another before it, or beside it, has sent. */
@SuppressWarnings("try") // a context's close may be interrupted
class RestartTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final String SENT = "hotline:send?idempotentRepository=#sent&idempotentKey=";

  @TempDir @Nullable Path folder;

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }

  private static List<String> sent() {
    return sandbox().messages().stream().map(Message::text).toList();
  }

  private DataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:file:" + requireNonNull(folder).resolve("marks") + ";WRITE_DELAY=0");
    return database;
  }

  private CamelContext context(Map<String, Object> beans) {
    CamelContext context = new DefaultCamelContext();
    beans.forEach(context.getRegistry()::bind);
    HotlineConfiguration configuration = new HotlineConfiguration();
    configuration.setApiUrl(sandbox().apiUrl().toString());
    configuration.setAccessToken(Seed.ACCESS_TOKEN);
    configuration.setInstance(Seed.INSTANCE);
    configuration.setApiKey(Seed.API_KEY);
    configuration.setMaxRetries(0);
    context.getComponent("hotline", HotlineComponent.class).setConfiguration(configuration);
    return context;
  }

  /** The page's route, started. */
  private CamelContext pageRoute() throws Exception {
    CamelContext context = context(Map.of("dataSource", database()));
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("page.camel.yaml", snippet("yaml", "#bean:sent")));
    context.start();
    return context;
  }

  private static String snippet(String language, String with) throws Exception {
    return Page.of("docs/hotline-component.adoc").snippets(language).stream()
        .map(Page.Snippet::text)
        .filter(text -> text.contains(with))
        .findFirst()
        .orElseThrow();
  }

  private static Outcome send(CamelContext context, String uri, String order) {
    Exchange exchange =
        context
            .createProducerTemplate()
            .request(
                uri,
                e -> {
                  e.getMessage().setBody(Map.of("user_id", Seed.USER_ID, "message", order));
                  e.getMessage().setHeader("orderId", order);
                });
    HotlineException failure = exchange.getException(HotlineException.class);
    assertThat(exchange.getException()).isEqualTo(failure);
    return failure == null ? Outcome.OK : failure.getOutcome();
  }

  private int execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  @Test
  void theNextContextGoesOnWhereTheFirstWas() throws Exception {
    try (CamelContext first = pageRoute()) {
      assertThat(send(first, "direct:order", "17")).isEqualTo(Outcome.OK);
      sandbox().answerNext(Answer.cutAfterEffect());
      assertThat(send(first, "direct:order", "18")).isEqualTo(Outcome.UNKNOWN);
      sandbox().answerNext(Answer.status(429));
      assertThat(send(first, "direct:order", "19")).isEqualTo(Outcome.NOT_SENT);
    }
    assertThat(sent()).containsExactly("17", "18");

    try (CamelContext next = pageRoute()) {
      assertThat(send(next, "direct:order", "17")).isEqualTo(Outcome.OK);
      assertThat(send(next, "direct:order", "18")).isEqualTo(Outcome.UNKNOWN);
      assertThat(send(next, "direct:order", "19")).isEqualTo(Outcome.OK);
      assertThat(sent()).containsExactly("17", "18", "19");

      for (String sql : snippet("sql", "DELETE").split(";", -1)) {
        if (!sql.isBlank()) {
          assertThat(execute(sql)).as(sql).isEqualTo(sql.contains("'18 started'") ? 1 : 0);
        }
      }
      assertThat(send(next, "direct:order", "18")).as("released").isEqualTo(Outcome.OK);
      assertThat(sent()).containsExactly("17", "18", "19", "18");
    }
  }

  /** Also by two processes that ask the database at the same time. */
  @Test
  void ofTwoContextsOneSends() throws Exception {
    DataSource database = database();
    List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    int keys = 15;
    try (CamelContext one = context(Map.of("sent", new JdbcMessageIdRepository(database, "p")));
        CamelContext other = context(Map.of("sent", new JdbcMessageIdRepository(database, "p")))) {
      one.start();
      other.start();
      // The table is made by the first endpoint that starts.
      send(one, SENT + "first", "first");
      List<CompletableFuture<Void>> all = new ArrayList<>();
      CountDownLatch go = new CountDownLatch(1);
      for (CamelContext context : List.of(one, other)) {
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  await().until(() -> go.getCount() == 0);
                  for (int i = 0; i < keys; i++) {
                    outcomes.add(send(context, SENT + "${header.orderId}", "order " + i));
                  }
                }));
      }
      go.countDown();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }

    assertThat(sent().stream().filter(text -> text.startsWith("order")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, keys).mapToObj(i -> "order " + i).toList());
    assertThat(outcomes).hasSize(2 * keys).doesNotContain(Outcome.REJECTED);
  }

  /** It scans and drops, says the page; the marks are there as long as its file is. */
  @Test
  void aFileRemembersToo() throws Exception {
    File file = requireNonNull(folder).resolve("marks.txt").toFile();
    for (int i = 0; i < 2; i++) {
      IdempotentRepository sent = FileIdempotentRepository.fileIdempotentRepository(file);
      try (CamelContext context = context(Map.of("sent", sent))) {
        context.start();
        assertThat(send(context, SENT + "${body[message]}", "one\nkey")).isEqualTo(Outcome.OK);
      }
    }
    assertThat(sent()).hasSize(1);
  }

  /** Started by the first endpoint, and stopped by the context alone. */
  @Test
  void aRepositoryOutlastsItsEndpoints() throws Exception {
    MemoryIdempotentRepository sent = new MemoryIdempotentRepository();
    try (CamelContext context = context(Map.of("sent", sent))) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:a").routeId("a").to(SENT + "a&lazyStartProducer=true");
              from("direct:b").to(SENT + "${header.orderId}");
            }
          });
      context.start();
      assertThat(send(context, "direct:a", "17")).isEqualTo(Outcome.OK);
      context.getRouteController().stopRoute("a");
      context.removeRoute("a");
      assertThat(send(context, "direct:b", "17")).isEqualTo(Outcome.OK);
      assertThat(sent.isStarted()).isTrue();
    }
    assertThat(sent.isStarted()).isFalse();
    assertThat(sent()).containsExactly("17", "17");
  }

  /**
   * Routes that go on without a call, and block, all of them at once and then for another mark:
   * with one thread to write marks on, none may go on there.
   */
  @ParameterizedTest
  @ValueSource(strings = {"done", "held", "broken"})
  void aRouteThatBlocksHoldsNobodysMark(String how) throws Exception {
    int routes = 4;
    MarkRepository marks = new MarkRepository();
    for (int i = 0; i < routes; i++) {
      marks.entries.add(i + (how.equals("done") ? " done" : " started"));
    }
    marks.breaksAt = how.equals("broken") ? "contains 0 done" : "";
    CountDownLatch allThere = new CountDownLatch(routes);
    List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
    try (CamelContext context = context(Map.of("sent", marks))) {
      context.getComponent("hotline", HotlineComponent.class).setMaxConcurrentCalls(1);
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:outer")
                  .doTry()
                  .to(SENT + "${header.orderId}")
                  .doCatch(HotlineException.class)
                  .end()
                  .process(
                      exchange -> {
                        allThere.countDown();
                        assertThat(allThere.await(20, TimeUnit.SECONDS)).isTrue();
                        String order = "after " + exchange.getMessage().getHeader("order");
                        assertThat(send(context, SENT + "${header.orderId}", order))
                            .isEqualTo(Outcome.OK);
                      });
            }
          });
      context.start();
      AsyncProducer producer = context.getEndpoint("direct:outer").createAsyncProducer();
      producer.start();
      for (int i = 0; i < routes; i++) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(Map.of("user_id", Seed.USER_ID, "message", "text " + i));
        exchange.getMessage().setHeader("order", i);
        exchange.getMessage().setHeader("orderId", how.equals("broken") ? 0 : i);
        producer.process(exchange, sync -> ended.add(exchange));
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> ended.size() == routes);
      assertThat(ended).extracting(Exchange::getException).containsOnlyNulls();
    }
    assertThat(sent()).containsExactlyInAnyOrder("after 0", "after 1", "after 2", "after 3");
  }

  /** Each is told, those behind a repository that does not answer too. */
  @Test
  void whoFindsNoPlaceOrIsStoppedIsNotSent() throws Exception {
    MarkRepository blocking = new MarkRepository();
    blocking.blocksAt = "add 0 started";
    CamelContext context = context(Map.of("sent", blocking));
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    component.setMaxConcurrentCalls(1);
    component.setMaxQueuedCalls(1);
    context.getShutdownStrategy().setTimeout(1);
    context.start();
    AsyncProducer producer =
        context
            .getEndpoint(SENT + "${header.orderId}&userId=" + Seed.USER_ID)
            .createAsyncProducer();
    producer.start();
    List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody("text " + i);
      exchange.getMessage().setHeader("orderId", i);
      producer.process(exchange, sync -> ended.add(exchange));
      if (i == 0) {
        blocking.awaitBlocked();
      }
    }
    assertThat(ended)
        .singleElement()
        .extracting(Exchange::getException)
        .isInstanceOf(HotlineNotSentException.class)
        .asString()
        .contains("as many as maxQueuedCalls allows wait for idempotentRepository already");

    context.stop();
    await().atMost(Duration.ofSeconds(20)).until(() -> ended.size() == 2);
    assertThat(ended.get(1).getException())
        .isInstanceOf(HotlineNotSentException.class)
        .hasMessageContaining("the component is stopping");
    assertThat(blocking.threads).as("never asked").doesNotContainKey("contains 1 done");

    blocking.release();
    await().atMost(Duration.ofSeconds(20)).until(() -> ended.size() == 3);
    assertThat(ended.get(2).getException()).isInstanceOf(HotlineNotSentException.class);
    assertThat(blocking.entries).as("taken away again").isEmpty();
    assertThat(sandbox().calls()).isEmpty();
  }
}
