package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicInfo;

/** A route that has much to send leaves room for another one. */
class FairnessTest extends HotlineTestSupport {

  private static final int FLOOD = 500;

  private final AtomicInteger refused = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(FLOOD);

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getComponent("hotline", HotlineComponent.class).setMaxConcurrentCalls(2);
    return context;
  }

  private void flood() throws Exception {
    AsyncProducer producer = context.getEndpoint("direct:flood").createAsyncProducer();
    producer.start();
    for (int i = 0; i < FLOOD; i++) {
      Exchange exchange = producer.getEndpoint().createExchange();
      exchange.getMessage().setBody("message " + i);
      producer.process(
          exchange,
          doneSync -> {
            if (exchange.getException() instanceof HotlineNotSentException) {
              refused.incrementAndGet();
            }
            ended.countDown();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 50})
  void doesNotStarveAnotherRoute(int maxQueuedCalls) throws Exception {
    context.getComponent("hotline", HotlineComponent.class).setMaxQueuedCalls(maxQueuedCalls);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:flood").to("hotline:send?userId=" + Seed.USER_ID);
            from("direct:other").to("hotline:info");
          }
        });
    sandbox().answerWhen(call -> call.userId() != null, Answer.delayed(Duration.ofMillis(10)));
    flood();
    for (int i = 0; i < 10; i++) {
      assertThat(template.requestBody("direct:other", LINK, TopicInfo.class).userName())
          .isEqualTo("John Doe");
    }

    if (maxQueuedCalls > FLOOD) { // each came after a few of the others, not after all
      long before = sandbox().calls().stream().filter(call -> call.userId() != null).count();
      assertThat(before).isLessThan(FLOOD);
    } else { // the others made room
      ended.await();
      assertThat(refused.get() + sandbox().messages().size()).isEqualTo(FLOOD);
      assertThat(refused).hasValueGreaterThan(FLOOD / 2);
    }
  }

  /** Each part goes before those who came after the text and still wait. */
  @Test
  void aLongTextKeepsItsPlace() throws Exception {
    context.getComponent("hotline", HotlineComponent.class).setMaxConcurrentCalls(1);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send").to("hotline:send?userId=" + Seed.USER_ID);
          }
        });
    sandbox().answerNext(15, Answer.delayed(Duration.ofMillis(30)));

    List<Future<Object>> sending = new ArrayList<>();
    sending.add(template.asyncSendBody("direct:send", LongMessagesTest.LONG));
    sandbox().awaitCall(call -> call.outcome() == Call.Outcome.PENDING, Duration.ofSeconds(10));
    for (int i = 0; i < 10; i++) {
      sending.add(template.asyncSendBody("direct:send", "later " + i));
    }
    for (Future<Object> one : sending) {
      one.get(10, TimeUnit.SECONDS);
    }

    List<String> sent = LongMessagesTest.sent();
    assertThat(sent).hasSize(15).containsSubsequence(LongMessagesTest.PARTS);
    assertThat(sent.indexOf(LongMessagesTest.PARTS.get(4))).as("the last part").isLessThan(12);
  }
}
