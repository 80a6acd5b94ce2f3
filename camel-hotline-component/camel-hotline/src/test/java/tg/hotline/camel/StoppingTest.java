package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.SentMessage;

/** What becomes of calls when Camel stops: none vanishes, and those under way may finish. */
class StoppingTest extends HotlineTestSupport {

  private static final String SEND = "hotline:send?userId=" + Seed.USER_ID;
  private static final int PLACES = 4;
  private static final int QUEUED = 200;

  /** Noted in the callback: a route's exchange is not to be looked at after it. */
  private record End(int number, @Nullable Exception exception, Object body) {}

  /** Until then Hotline does what it is asked to, but does not say so. */
  private final CountDownLatch answering = new CountDownLatch(1);

  private final List<End> ended = Collections.synchronizedList(new ArrayList<>());
  private int numbers;
  private HotlineComponent hotline = new HotlineComponent();

  @BeforeEach
  void findComponent() {
    hotline = context.getComponent("hotline", HotlineComponent.class);
    context.getShutdownStrategy().setTimeout(20);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getComponent("hotline", HotlineComponent.class).setMaxConcurrentCalls(PLACES);
    return context;
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:two").to("hotline:info?topicLink=" + LINK).setBody(constant("hi")).to(SEND);
        from("direct:other").routeId("other").to(SEND);
      }
    };
  }

  private Answer held() {
    return Answer.changed(
        answer -> {
          try {
            answering.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sandbox is closed
          }
          return answer;
        });
  }

  private void send(String uri, int count, String body) throws Exception {
    AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
    context.addService(producer);
    for (int i = 0; i < count; i++) {
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody(body);
      int number = numbers++;
      producer.process(
          exchange,
          doneSync -> {
            ended.add(new End(number, exchange.getException(), exchange.getMessage().getBody()));
            if (ended.size() >= QUEUED) {
              answering.countDown();
            }
          });
    }
  }

  /** All have called back, once. */
  private void assertAllEnded(int exchanges) {
    await().until(() -> ended.size() >= exchanges);
    assertThat(ended).hasSize(exchanges).extracting(End::number).doesNotHaveDuplicates();
  }

  private void assertAllFailedAs(Class<?> failure) {
    assertThat(ended).extracting(End::exception).hasOnlyElementsOfType(failure);
  }

  private Duration stop(String what) {
    long start = System.nanoTime();
    if (what.equals("context")) {
      context.stop();
    } else {
      hotline.stop();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Straight to the endpoint, as by a template, and by a route that makes a second call. */
  @ParameterizedTest
  @CsvSource({"context," + SEND, "component," + SEND, "context,direct:two"})
  void finishesWhatIsUnderWayAndSendsAwayWhatWaits(String what, String uri) throws Exception {
    sandbox().answerNext(PLACES, held()); // until all that wait have been told
    send(uri, PLACES + QUEUED, "hello");
    await().until(() -> sandbox().calls().size() == PLACES);

    Duration took = stop(what);

    assertAllEnded(PLACES + QUEUED);
    assertThat(ended.subList(0, QUEUED))
        .as("before the first of those under way has its answer")
        .extracting(End::exception)
        .hasOnlyElementsOfType(HotlineNotSentException.class);
    assertThat(ended.subList(QUEUED, ended.size())).extracting(End::exception).containsOnlyNulls();
    assertThat(sandbox().messages()).hasSize(PLACES);
    assertThat(took).as("none is waited for in vain").isLessThan(Duration.ofSeconds(15));
  }

  /** Else Camel finds them in flight when it first looks, and looks again a second later. */
  @Test
  void tellsWhoWaitsBeforeCamelStopsItsRoutes() throws Exception {
    AtomicInteger told = new AtomicInteger();
    context.setShutdownStrategy(
        new DefaultShutdownStrategy(context) {
          @Override
          public void shutdownForced(CamelContext context, List<RouteStartupOrder> routes)
              throws Exception {
            told.set(ended.size());
            super.shutdownForced(context, routes);
          }
        });
    sandbox().answerNext(PLACES, held());
    send("direct:other", PLACES + QUEUED, "hello");
    await().until(() -> sandbox().calls().size() == PLACES);

    stop("context");

    assertThat(told).hasValueGreaterThanOrEqualTo(QUEUED);
    assertAllEnded(PLACES + QUEUED);
  }

  @Test
  void finishesATextInSeveralParts() throws Exception {
    sandbox().answerNext(held());
    send(SEND, 1, "word ".repeat(2000));
    await().until(() -> sandbox().calls().size() == 1);
    context
        .getManagementStrategy()
        .addEventNotifier(new StopListener(answering::countDown)); // after the component's

    stop("context");

    assertAllEnded(1);
    assertThat(ended.get(0).body()).isInstanceOf(SentMessage.class);
    assertThat(sandbox().messages()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"context", "component"})
  void cutsWhatTakesLongerThanTheTimeout(String what) throws Exception {
    context.getShutdownStrategy().setTimeout(1);
    sandbox().answerNext(Answer.delayed(Duration.ofMinutes(1)));
    send(what.equals("context") ? "direct:other" : SEND, 1, "hello");
    await().until(() -> sandbox().calls().size() == 1);

    assertThat(stop(what)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));

    assertAllEnded(1);
    assertAllFailedAs(HotlineDeliveryUnknownException.class);
    String threads = "Camel (" + context.getName() + ") thread";
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains(threads)));
  }

  /** 404: the call waits for its retry. 429: all wait, since Hotline asked for it. */
  @ParameterizedTest
  @CsvSource({"404,1,context", "429,3,context", "429,3,component"})
  void endsRetriesAndPausesAtOnce(int status, int calls, String what) throws Exception {
    sandbox().answerNext(Answer.status(status));
    String patient = SEND + "&retryBackoff=30s";
    send(patient, 1, "hello");
    await().until(() -> hotline.getCallsWaiting() == 1);
    send(patient, calls - 1, "hello");
    assertThat(hotline.getCallsWaiting()).isEqualTo(calls);
    assertThat(hotline.getPausedMillis() > 0).isEqualTo(status == 429);

    assertThat(stop(what)).isLessThan(Duration.ofSeconds(15));

    assertAllEnded(calls);
    assertAllFailedAs(HotlineNotSentException.class);
    assertThat(sandbox().messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"route", "suspend"})
  void leavesTheGateToOthers(String what) throws Exception {
    sandbox().answerNext(PLACES, held());
    send(SEND, PLACES + 20, "hello");
    await().until(() -> sandbox().calls().size() == PLACES);

    if (what.equals("route")) {
      context.getRouteController().stopRoute("other");
    } else {
      context.suspend();
    }
    answering.countDown();

    assertAllEnded(PLACES + 20);
    assertThat(ended).extracting(End::exception).containsOnlyNulls();
    assertThat(sandbox().messages()).hasSize(PLACES + 20);
  }
}
