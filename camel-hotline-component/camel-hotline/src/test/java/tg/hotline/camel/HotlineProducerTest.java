package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;

/** The contract of an asynchronous processor: {@link AsyncProcessor#process}. */
class HotlineProducerTest extends HotlineTestSupport {

  private static final int MANY = 300;

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getComponent("hotline", HotlineComponent.class).setMaxConcurrentCalls(MANY);
    return context;
  }

  private AsyncProducer producer(String uri) throws Exception {
    AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
    producer.start();
    return producer;
  }

  private Exchange exchange(AsyncProducer producer, Object body) {
    Exchange exchange = producer.getEndpoint().createExchange();
    exchange.getMessage().setBody(body);
    return exchange;
  }

  @Test
  void callsBackOnceAfterTheExceptionIsSet() throws Exception {
    AsyncProducer producer = producer("hotline:send?maxRetries=0&userId=" + Seed.USER_ID);
    sandbox().answerNext(Answer.cut());
    Exchange exchange = exchange(producer, "hello");
    List<String> seen = Collections.synchronizedList(new ArrayList<>());

    boolean done =
        producer.process(exchange, doneSync -> seen.add(doneSync + " " + exchange.isFailed()));

    assertThat(done).isFalse();
    await().until(() -> !seen.isEmpty());
    producer.stop();
    context.stop();
    assertThat(seen).containsExactly("false true");
  }

  @Test
  void callsBackAtOnceWhenTheInputIsBad() throws Exception {
    AsyncProducer producer = producer("hotline:send");
    Exchange exchange = exchange(producer, "hello");
    List<String> seen = new ArrayList<>();

    boolean done =
        producer.process(exchange, doneSync -> seen.add(doneSync + " " + exchange.isFailed()));

    assertThat(done).isTrue();
    assertThat(seen).containsExactly("true true");
  }

  @Test
  void holdsNoThreadWhileCallsAreUnderWay() throws Exception {
    AsyncProducer producer = producer("hotline:send?userId=" + Seed.USER_ID);
    sandbox().answerNext(MANY, Answer.delayed(Duration.ofMinutes(1)));
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      producer.process(exchange(producer, "message " + i), doneSync -> ended.incrementAndGet());
    }
    await().until(() -> sandbox().calls().size() == MANY);
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().matches(".*(Hotline(Timer|Routing)|httpclient).*"))
            .count();

    assertThat(ended).as("all are under way").hasValue(0);
    assertThat(threads).as("those of tests beside this one included").isBetween(1L, MANY / 10L);
  }

  @Test
  void letsMoreThanAThousandWait() throws Exception {
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    component.setMaxConcurrentCalls(8);
    component.setMaxQueuedCalls(5000);
    AsyncProducer producer = producer("hotline:send?userId=" + Seed.USER_ID);
    List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3000; i++) {
      Exchange exchange = exchange(producer, "message " + i);
      producer.process(exchange, doneSync -> ended.add(exchange));
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> ended.size() == 3000);
    assertThat(ended).noneMatch(Exchange::isFailed);
    assertThat(sandbox().messages()).extracting("text").doesNotHaveDuplicates().hasSize(3000);
  }

  @Test
  void worksAgainAfterTheComponentWasStopped() throws Exception {
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    for (int i = 0; i < 2; i++) {
      component.start();
      AsyncProducer producer = producer("hotline:send?userId=" + Seed.USER_ID);
      Exchange exchange = exchange(producer, "message " + i);
      List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
      producer.process(exchange, doneSync -> ended.add(exchange));
      await().until(() -> !ended.isEmpty());
      assertThat(exchange.getException()).isNull();
      producer.stop();
      component.stop();
    }
    assertThat(sandbox().messages()).hasSize(2);
  }

  @Test
  void endsEveryExchangeWhenTheContextStops() throws Exception {
    context.getComponent("hotline", HotlineComponent.class).setMaxQueuedCalls(MANY);
    AsyncProducer producer = producer("hotline:send?retryBackoff=1m&userId=" + Seed.USER_ID);
    sandbox().answerNext(Answer.status(404)); // 429 would let nobody else through
    sandbox().answerNext(MANY, Answer.delayed(Duration.ofMinutes(1)));
    List<Exchange> ended = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < MANY + 50; i++) {
      Exchange exchange = exchange(producer, "message " + i);
      producer.process(exchange, doneSync -> ended.add(exchange));
    }
    await().until(() -> sandbox().calls().size() > MANY);

    context.stop();

    await().until(() -> ended.size() == MANY + 50);
    assertThat(ended).allMatch(Exchange::isFailed);
    assertThat(ended.stream().filter(e -> e.getException() instanceof HotlineNotSentException))
        .as("the one that rested, and those that waited for their turn")
        .hasSize(50);
  }
}
