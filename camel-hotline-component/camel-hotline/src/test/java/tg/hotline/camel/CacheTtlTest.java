package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.TopicInfo;

/** {@code cacheTtl}: who gets an answer without a call of its own, and which. */
class CacheTtlTest extends HotlineTestSupport {

  @RegisterExtension static final AuditLines AUDIT = new AuditLines();

  private static final String INFO = "hotline:info?cacheTtl=1m";
  private static final int MANY = 1_000;

  /** Until then Hotline has not answered. */
  private final CountDownLatch answering = new CountDownLatch(1);

  private final List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
  private HotlineComponent hotline = new HotlineComponent();

  @BeforeEach
  void findComponent() {
    hotline = context.getComponent("hotline", HotlineComponent.class);
  }

  private Answer held(Answer.Raw then) {
    return Answer.changed(
        usual -> {
          try {
            answering.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sandbox is closed
          }
          return then == null ? usual : then;
        });
  }

  private void begin(String uri, int exchanges) throws Exception {
    AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
    context.addService(producer);
    for (int i = 0; i < exchanges; i++) {
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody(LINK);
      producer.process(exchange, doneSync -> ended.add(exchange));
    }
  }

  private Exchange ask(String uri) {
    return template.request(uri, exchange -> exchange.getMessage().setBody(LINK));
  }

  private TopicInfo answer(String uri) {
    Exchange exchange = ask(uri);
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(TopicInfo.class);
  }

  @Test
  void aThousandWhoAskAtOnceMakeOneCall() throws Exception {
    sandbox().answerNext(held(null));
    begin(INFO, MANY);
    await().until(() -> !sandbox().calls().isEmpty());
    assertThat(ended).isEmpty();
    answering.countDown();

    await().until(() -> ended.size() == MANY);
    assertThat(ended).allMatch(exchange -> exchange.getException() == null).doesNotHaveDuplicates();
    Map<String, Object> headers = ask("hotline:info").getMessage().getHeaders();
    assertThat(ended)
        .extracting(exchange -> exchange.getMessage().getHeaders())
        .containsOnly(headers);
    assertThat(sandbox().calls()).as("and the one without a cache").hasSize(2);
  }

  @Test
  void whatIsKnownIsThereAtOnceAsAfterACall() throws Exception {
    begin("hotline:info", 1);
    begin(INFO, 1);
    await().until(() -> ended.size() == 2);
    AsyncProducer producer = context.getEndpoint(INFO).createAsyncProducer();
    context.addService(producer);
    Exchange exchange = producer.getEndpoint().createExchange();
    exchange.getMessage().setBody(LINK);
    exchange.getMessage().setHeader("mine", "kept");
    exchange.getMessage().setHeader("CamelHotlineAlreadySent", true);
    List<Object> seen = new ArrayList<>();

    seen.add(producer.process(exchange, seen::add));

    assertThat(seen).as("called back on this thread, and said so").containsExactly(true, true);
    assertThat(exchange.getMessage().removeHeader("mine")).isEqualTo("kept");
    assertThat(ended)
        .allSatisfy(
            other -> {
              assertThat(other.getMessage().getBody()).isEqualTo(exchange.getMessage().getBody());
              assertThat(other.getMessage().getHeaders())
                  .isEqualTo(exchange.getMessage().getHeaders());
            });
    assertThat(sandbox().calls()).hasSize(2);
    assertThat(AUDIT.said()).as("no call, no line").hasSize(2);
    assertThat(hotline.getCallsOk()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"400,HotlineRejectedException", "404,HotlineNotSentException"})
  void aFailureIsToldToThoseWhoWaitedAndNotKept(int status, String failure) throws Exception {
    sandbox().answerNext(held(Answer.status(status)));
    begin(INFO + "&maxRetries=0", 20);
    await().until(() -> !sandbox().calls().isEmpty());
    answering.countDown();

    await().until(() -> ended.size() == 20);
    assertThat(ended)
        .extracting(Exchange::getException)
        .as("each its own")
        .doesNotHaveDuplicates()
        .allMatch(exception -> exception.getClass().getSimpleName().equals(failure));
    assertThat(sandbox().calls()).hasSize(1);

    assertThat(answer(INFO + "&maxRetries=0").topicTitle()).isEqualTo("John Doe");
    assertThat(sandbox().calls()).hasSize(2);
  }

  @Test
  void redeliveryAsksAnew() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:again")
                .errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0))
                .to(INFO + "&maxRetries=0");
          }
        });
    sandbox().answerNext(Answer.status(404));

    assertThat(answer("direct:again").topicTitle()).isEqualTo("John Doe");
    assertThat(sandbox().calls()).extracting(Call::status).containsExactly(404, 200);
  }

  @Test
  void endpointsShareWhoseCallsWouldBeTheSame() throws Exception {
    answer(INFO);
    answer("hotline:info?cacheTtl=60000&topicLink=" + LINK);
    answer("hotline:info?cacheTtl=PT1M&groupId=-1002101424779&topicId=5343");
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:link").toD(INFO + "&topicLink=RAW(${header.link})");
          }
        });
    for (String link :
        List.of(LINK, LINK + "/77", "tg://privatepost?channel=2101424779&post=5343")) {
      template.requestBodyAndHeader("direct:link", "", "link", link);
    }
    assertThat(sandbox().calls()).hasSize(1);

    answer("hotline:info?cacheTtl=2m");
    answer(INFO + "&maxRetries=0");
    answer(INFO + "&requestTimeout=20s");
    answer("hotline:info");
    answer("hotline:info?cacheTtl=0");
    assertThat(sandbox().calls()).hasSize(6);
  }

  @Test
  void factsOutliveTheRouteAndNotTheComponent() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:known").routeId("known").to(INFO);
          }
        });
    answer("direct:known");
    context.getRouteController().stopRoute("known");
    context.getRouteController().startRoute("known");
    answer("direct:known");
    assertThat(sandbox().calls()).hasSize(1);

    context.getRouteController().stopRoute("known");
    hotline.stop();
    hotline.start();
    context.getRouteController().startRoute("known");
    answer("direct:known");
    assertThat(sandbox().calls()).hasSize(2);
  }

  /** What a connection may see is its own business, and a new secret has to prove itself. */
  @Test
  void othersCredentialsFindNothing() {
    Credentials ours = new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
    List<Credentials> now = new ArrayList<>(List.of(ours));
    Supplier<Credentials> supplier = () -> now.get(0);
    HotlineConnection rotating = new HotlineConnection();
    rotating.setCredentials(supplier);
    hotline.getConnections().put("rotating", rotating);
    String uri = INFO + "&maxRetries=0&connection=rotating";

    answer(uri);
    now.set(0, new Credentials(Seed.ACCESS_TOKEN, Seed.SALES_INSTANCE, Seed.SALES_API_KEY));
    ask(uri);
    now.set(0, new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, "wrong"));
    assertThat(ask(uri).getException()).isInstanceOf(HotlineRejectedException.class);
    now.set(0, ours);
    answer(uri);

    assertThat(sandbox().calls())
        .extracting(Call::instance)
        .containsExactly(Seed.INSTANCE, Seed.SALES_INSTANCE, Seed.INSTANCE);

    now.clear();
    long before = hotline.getCallsNotSent();
    assertThat(ask(uri).getException())
        .isInstanceOf(HotlineNotSentException.class)
        .hasMessageContaining("no credentials");
    assertThat(hotline.getCallsNotSent() - before).isEqualTo(1);
  }

  @Test
  void whoLooksForChangesAsksHotline() throws Exception {
    hotline.getConfiguration().setCacheTtl(60_000); // for all endpoints
    answer("hotline:info");
    answer("hotline:info");
    assertThat(sandbox().calls()).hasSize(1);

    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:now").pollEnrich("hotline:info?topicLink=" + LINK, 20_000);
            from("hotline:info?initialDelay=0&topicLink=" + LINK).to("mock:seen");
          }
        });
    getMockEndpoint("mock:seen").expectedMessageCount(1);
    answer("direct:now");
    answer("direct:now");
    getMockEndpoint("mock:seen").assertIsSatisfied();
    assertThat(sandbox().calls()).hasSize(4);
    template.requestBody("hotline:send?userId=" + Seed.USER_ID, "sends as ever");
    assertThat(sandbox().messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"context", "component"})
  void aStopEndsAllWhoWait(String what) throws Exception {
    sandbox().answerNext(held(null));
    begin(INFO, MANY);
    await().until(() -> !sandbox().calls().isEmpty());
    begin(INFO, 1);

    if (what.equals("context")) {
      context.stop();
    } else {
      hotline.stop();
    }

    await().until(() -> ended.size() == MANY + 1);
    assertThat(ended)
        .doesNotHaveDuplicates()
        .allMatch(e -> e.getException() instanceof HotlineDeliveryUnknownException);
    answering.countDown();
  }

  /** One answer is many exchanges' body. */
  @Test
  void nobodyChangesWhatOthersAreTold() {
    sandbox()
        .answerNext(
            Answer.raw(
                200,
                "application/json",
                "{\"result\":\"topic_info\",\"mood\":{\"of\":[{\"the\":\"day\"}]}}"));
    Map<?, ?> mood = (Map<?, ?>) Objects.requireNonNull(answer(INFO).other().get("mood"));

    assertThatThrownBy(mood::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThat(mood.get("of"))
        .asInstanceOf(LIST)
        .satisfies(
            list -> {
              assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
              assertThatThrownBy(((Map<?, ?>) list.get(0))::clear)
                  .isInstanceOf(UnsupportedOperationException.class);
            });
    Exchange other = ask(INFO);
    other.getMessage().getBody(Map.class).clear();
    other.getMessage().getHeaders().clear();
    assertThat(answer(INFO).other())
        .containsEntry("mood", Map.of("of", List.of(Map.of("the", "day"))));
    assertThat(sandbox().calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send?cacheTtl=1m                  | cacheTtl is for to("hotline:info")
          info?cacheTtl=-1                  | cacheTtl must be 0 or longer
          info?cacheTtl=1M                  | cacheTtl=1M is no duration such as 15m or PT15M
          info?cacheTtl=never               | cacheTtl=never is no duration
          info?cacheTtl=                    | cacheTtl= is no duration
          """)
  void saysWhatIsWrong(String uri, String text) throws Exception {
    assertThatThrownBy(() -> context.getEndpoint("hotline:" + uri).createProducer().start())
        .hasStackTraceContaining(text);
  }

  @Test
  void isForProducersAlone() throws Exception {
    String one = INFO + "&topicLink=" + LINK;
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      assertThatThrownBy(() -> camel.getEndpoint(one).createConsumer(exchange -> {}))
          .hasStackTraceContaining("cacheTtl is for to(\"hotline:info\")");
      assertThatThrownBy(() -> camel.getEndpoint(one).createPollingConsumer())
          .hasStackTraceContaining("cacheTtl is for to(\"hotline:info\")");
    }
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getComponent("hotline", HotlineComponent.class).setMaxQueuedCalls(1);
    return context;
  }
}
