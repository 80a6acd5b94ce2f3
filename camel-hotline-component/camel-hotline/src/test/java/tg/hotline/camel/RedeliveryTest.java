package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tg.hotline.camel.LongMessagesTest.sent;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;

/**
 * What Camel's redelivery, in all its forms, does to a message that may have been sent, and to a
 * long one of which some parts were.
 */
@TestInstance(Lifecycle.PER_CLASS) // one Camel context for all routes
class RedeliveryTest extends HotlineTestSupport {

  private static final String TO_JOHN = "hotline:send?maxRetries=0&userId=" + Seed.USER_ID;
  private static final String RESEND = TO_JOHN + "&resendUnknown=true";
  private static final List<String> PARTS = LongMessagesTest.PARTS;
  private static final String LONG = LongMessagesTest.LONG;

  /** Each fails three times more if it can. */
  private final List<String> redelivering = new ArrayList<>();

  /** How many calls from now on the supplier of credentials breaks. */
  private final AtomicInteger isBroken = new AtomicInteger();

  @Override
  protected void bindToRegistry(Registry registry) {
    HotlineConnection other = new HotlineConnection();
    other.setInstance(Seed.INSTANCE);
    other.setApiKey(Seed.API_KEY);
    registry.bind("other", other);
    HotlineConnection broken = new HotlineConnection();
    broken.setCredentials(
        () -> {
          if (isBroken.get() > 0 && isBroken.decrementAndGet() == 0) {
            throw new NoClassDefFoundError("vault");
          }
          return new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
        });
    registry.bind("broken", broken);
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0));

        redelivers("default").to(TO_JOHN);
        redelivers("onException")
            .onException(HotlineException.class)
            .maximumRedeliveries(3)
            .redeliveryDelay(0)
            .end()
            .to(TO_JOHN);
        redelivers("onThrowable")
            .onException(Throwable.class)
            .maximumRedeliveries(3)
            .redeliveryDelay(0)
            .useOriginalMessage()
            .end()
            .to(TO_JOHN);
        redelivers("retryWhile")
            .onException(HotlineException.class)
            .retryWhile(simple("${header.CamelRedeliveryCounter} < 4"))
            .redeliveryDelay(0)
            .end()
            .to(TO_JOHN);
        from("direct:deadLetter")
            .errorHandler(
                deadLetterChannel("direct:dead").maximumRedeliveries(3).redeliveryDelay(0))
            .to(TO_JOHN);
        from("direct:dead").errorHandler(noErrorHandler()).to(TO_JOHN);
        redelivers("delayed")
            .errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(1))
            .to(TO_JOHN);
        redelivers("asyncDelayed")
            .errorHandler(
                defaultErrorHandler()
                    .maximumRedeliveries(3)
                    .redeliveryDelay(1)
                    .asyncDelayedRedelivery())
            .to(TO_JOHN);
        redelivers("aroundDirect").to("direct:bare");
        from("direct:bare").errorHandler(noErrorHandler()).to(TO_JOHN);
        redelivers("split").split(bodyAs(String.class)).to(TO_JOHN);
        redelivers("splitStops").split(bodyAs(String.class)).stopOnException().to(TO_JOHN);
        redelivers("splitParallel").split(bodyAs(String.class)).parallelProcessing().to(TO_JOHN);
        redelivers("splitSharing").split(bodyAs(String.class)).shareUnitOfWork().to(TO_JOHN);
        redelivers("multicast").multicast().to(TO_JOHN).end();
        redelivers("multicastParallel").multicast().parallelProcessing().to(TO_JOHN).end();
        redelivers("recipientList").recipientList(constant(TO_JOHN));
        redelivers("routingSlip").routingSlip(constant(TO_JOHN));
        redelivers("toD")
            .setHeader("john", constant(Seed.USER_ID))
            .toD(TO_JOHN.replaceFirst("\\d+$", "\\${header.john}"));
        redelivers("enrich").enrich(TO_JOHN);
        redelivers("loop").loop(1).to(TO_JOHN);
        redelivers("loopCopies").loop(1).copy().to(TO_JOHN);
        redelivers("doTry")
            .doTry()
            .to("mock:before")
            .doFinally()
            .to("mock:after")
            .end()
            .to(TO_JOHN);
        redelivers("variableSend")
            .setVariable("text", body())
            .setBody(constant("other"))
            .toV(TO_JOHN, "text", null);
        redelivers("variableReceive").toV(TO_JOHN, null, "answer");
        redelivers("aroundSplit").to("direct:bareSplit");
        from("direct:bareSplit")
            .errorHandler(noErrorHandler())
            .split(bodyAs(String.class))
            .to(TO_JOHN);
        redelivers("aroundSplitStops").to("direct:bareSplitStops");
        from("direct:bareSplitStops")
            .errorHandler(noErrorHandler())
            .split(bodyAs(String.class))
            .stopOnException()
            .to(TO_JOHN);
        from("direct:aroundMulticast").to("direct:bareMulticast");
        from("direct:bareMulticast").errorHandler(noErrorHandler()).multicast().to(TO_JOHN);
        redelivers("aroundRecipientList").to("direct:bareRecipientList");
        from("direct:bareRecipientList")
            .errorHandler(noErrorHandler())
            .recipientList(constant(TO_JOHN));
        redelivers("aroundEnrich").to("direct:bareEnrich");
        from("direct:bareEnrich").errorHandler(noErrorHandler()).enrich(TO_JOHN);
        redelivers("aroundLoop").to("direct:bareLoop");
        from("direct:bareLoop").errorHandler(noErrorHandler()).loop(1).copy().to(TO_JOHN);

        redelivers("aroundSplitParallel").to("direct:bareSplitParallel");
        from("direct:bareSplitParallel")
            .errorHandler(noErrorHandler())
            .split(bodyAs(String.class))
            .parallelProcessing()
            .to(TO_JOHN);
        redelivers("aroundSeda").to("seda:bare?waitForTaskToComplete=Always");
        from("seda:bare").errorHandler(noErrorHandler()).to(TO_JOHN);
        redelivers("threads").threads(2).to(TO_JOHN);
        from("direct:aroundSplitOfTwo").to("direct:bareSplitOfTwo");
        from("direct:bareSplitOfTwo").errorHandler(noErrorHandler()).split(body()).to(TO_JOHN);

        from("direct:twice")
            .doTry()
            .to(TO_JOHN)
            .doCatch(HotlineException.class)
            .to(TO_JOHN + "&requestTimeout=20s")
            .end();
        from("direct:resend").doTry().to(TO_JOHN).doCatch(HotlineException.class).to(RESEND).end();
        from("direct:others")
            .doTry()
            .to(TO_JOHN)
            .doCatch(HotlineException.class)
            .to(TO_JOHN + "&connection=other")
            .setBody(constant("another text"))
            .to(TO_JOHN)
            .removeHeaders("CamelHotline*")
            .setBody(constant("hello"))
            .to(TO_JOHN.replace("" + Seed.USER_ID, "" + Seed.ANSWERED_USER_ID))
            .end();
        from("direct:looksUp").to("hotline:info?maxRetries=0&topicLink=" + LINK);
        from("direct:resends").to(RESEND);
        from("direct:tapped")
            .doTry()
            .to(TO_JOHN)
            .doCatch(HotlineException.class)
            .multicast()
            .parallelProcessing()
            .to("direct:again", "direct:again", "direct:again")
            .end()
            .end();
        from("direct:again")
            .errorHandler(noErrorHandler())
            .doTry()
            .to(TO_JOHN)
            .doCatch(HotlineException.class)
            .to("mock:refused")
            .end();
        from("direct:failover")
            .loadBalance()
            .failover(3, false, true, HotlineNotSentException.class)
            .to(TO_JOHN);
        from("direct:supplier").to("hotline:send?connection=broken&userId=" + Seed.USER_ID);
        from("direct:loops").loop(3).setBody(constant("hello")).to(TO_JOHN);
      }

      private RouteDefinition redelivers(String name) {
        redelivering.add(name);
        return from("direct:" + name);
      }
    };
  }

  Stream<String> redelivering() {
    return redelivering.stream();
  }

  /** Sends the text again with the same exchange. */
  private void send(Exchange exchange, String route) {
    exchange.getMessage().removeHeaders("CamelHotline*");
    exchange.getMessage().setBody(LONG);
    template.send("direct:" + route, exchange);
  }

  private Exchange send(String route, String text) {
    return template.request("direct:" + route, e -> e.getMessage().setBody(text));
  }

  @ParameterizedTest
  @MethodSource("redelivering")
  void sendsNothingTwice(String route) {
    sandbox().answerNext(Answer.cutAfterEffect());

    Exchange exchange = send(route, "hello");

    assertThat(sent()).containsExactly("hello");
    assertThat(sandbox().calls()).hasSize(1);
    assertThat(exchange.getException(HotlineException.class))
        .isInstanceOf(HotlineDeliveryUnknownException.class);
  }

  @ParameterizedTest
  @MethodSource("redelivering")
  void goesOnWithThePartThatWasNotSent(String route) {
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(2, Answer.status(429));

    Exchange exchange = send(route, LONG);

    assertThat(sent()).isEqualTo(PARTS);
    assertThat(sandbox().calls()).hasSize(7);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperties().get(Progress.PROPERTY))
        .as("nothing, or what a copy of the exchange left")
        .satisfiesAnyOf(
            left -> assertThat(left).isNull(),
            left -> assertThat(left).hasToString("0 not sent to the end"));

    send(exchange, route);

    assertThat(sent()).as("sent anew").hasSize(10);
    assertThat(sent().subList(5, 10)).isEqualTo(PARTS);
  }

  /** What the dead letter's route sends once more was sent, or may have been. */
  @Test
  void aDeadLetterIsTheSameExchange() {
    sandbox().answerNext(Answer.cutAfterEffect());
    send("deadLetter", "hello");
    assertThat(sent()).containsExactly("hello");

    sandbox().reset();
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(4, Answer.status(429));
    send("deadLetter", LONG);
    assertThat(sent()).isEqualTo(PARTS);
  }

  /** Camel tries a whole multicast only once: its branches are said to have redelivered. */
  @Test
  void aMulticastIsNotRedeliveredFromOutside() {
    sandbox().answerNext(Answer.cutAfterEffect());
    send("aroundMulticast", "hello");
    assertThat(sent()).containsExactly("hello");
  }

  @ParameterizedTest
  @MethodSource("redelivering")
  void doesNotGoOnAfterAPartThatMayHaveBeenSent(String route) {
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(Answer.cutAfterEffect());

    send(route, LONG);

    assertThat(sent()).isEqualTo(PARTS.subList(0, 3));
  }

  /** Only one exception comes back from a split; the page warns of redelivery around one. */
  @Test
  void aSplitRedeliveredFromOutsideRemembersOneFailure() {
    sandbox().answerNext(2, Answer.cutAfterEffect());

    template.request("direct:aroundSplitOfTwo", e -> e.getMessage().setBody(List.of("one", "two")));

    assertThat(sent()).containsOnlyOnce("two").contains("one");
  }

  @Test
  void anotherCallFailsUnsent() {
    sandbox().answerNext(Answer.cutAfterEffect());

    Exchange exchange = send("twice", "hello");

    assertThat(sent()).containsExactly("hello");
    assertThat(exchange.getException())
        .isInstanceOf(HotlineDeliveryUnknownException.class)
        .hasMessageStartingWith(
            "May or may not have been done: incoming_in_topic for user 987654321: not sent again: it"
                + " may have been sent (")
        .hasMessageEndingWith("); set resendUnknown=true to send it in spite of that");
  }

  @Test
  void whatIsNotTheSameIsSent() {
    sandbox().answerNext(Answer.cutAfterEffect());

    Exchange exchange = send("others", "hello");

    assertThat(exchange.getException()).isNull();
    assertThat(sent()).containsExactly("hello", "hello", "another text", "hello");
    assertThat(exchange.getProperty(Progress.PROPERTY))
        .as("of the first, and no text where properties are logged")
        .hasToString("1 not sent to the end");
  }

  @Test
  void aLookUpIsRepeated() {
    sandbox().answerNext(2, Answer.cut());

    assertThat(send("looksUp", "").getException()).isNull();
    assertThat(sandbox().calls()).hasSize(3);
  }

  @Test
  void anotherCallSendsIfItIsToldTo() {
    sandbox().answerNext(Answer.cutAfterEffect());

    assertThat(send("resend", "hello").getException()).isNull();
    assertThat(sent()).containsExactly("hello", "hello");
  }

  @Test
  void anotherCallGoesOnIfItIsToldTo() {
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(Answer.cut());

    assertThat(send("resend", LONG).getException()).isNull();
    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void sendsAgainAndAgainIfItIsToldTo() {
    sandbox().answerNext(2, Answer.cut());

    Exchange exchange = send("resends", "hello");

    assertThat(exchange.getException()).isNull();
    assertThat(sent()).containsExactly("hello");
    assertThat(exchange.getProperties()).doesNotContainKey(Progress.PROPERTY);
  }

  /** The first try may have been sent: that the last was surely not is no comfort. */
  @Test
  void staysUnknownWhenALaterTryIsNotSent() {
    sandbox().answerNext(Answer.cutAfterEffect());
    sandbox().answerNext(3, Answer.status(429));

    assertThat(send("resends", "hello").getException())
        .isInstanceOf(HotlineDeliveryUnknownException.class)
        .hasMessageContaining("it was not sent (HTTP 429")
        .hasMessageContaining("but may have been sent by an earlier try (");
  }

  /** Camel keeps a body that is a stream, but not one within a body. */
  @ParameterizedTest
  @ValueSource(strings = {"hello", "long"})
  void staysUnknownWhenTheBodyCannotBeReadAgain(String text) {
    if (text.equals("long")) {
      sandbox().answerNext(Answer.usual());
    }
    sandbox().answerNext(Answer.cutAfterEffect());
    String body = text.equals("long") ? LONG : text;

    InputStream stream = new ByteArrayInputStream(body.getBytes(UTF_8));

    Exchange exchange =
        template.request("direct:default", e -> e.getMessage().setBody(Map.of("message", stream)));

    assertThat(sent()).hasSize(text.equals("long") ? 2 : 1);
    assertThat(exchange.getException())
        .isInstanceOf(HotlineDeliveryUnknownException.class)
        .hasMessageContaining(
            "it cannot be read again: hotline:send: message in the body is empty");
  }

  /** Copies of an exchange that would all go on with the same rest. */
  @Test
  void onlyOneCopyGoesOn() throws Exception {
    sandbox().answerNext(2, Answer.usual());
    sandbox().answerNext(Answer.status(429));
    sandbox().answerNext(Answer.delayed(Duration.ofSeconds(1))); // the others come meanwhile
    MockEndpoint refused = getMockEndpoint("mock:refused");
    refused.reset();
    refused.expectedMessageCount(2);

    send("tapped", LONG);

    refused.assertIsSatisfied();
    assertThat(sent()).isEqualTo(PARTS);
  }

  /** As the page advises: each attempt has a copy of the exchange as it was before. */
  @Test
  void aLoadBalancerGoesOnAfterWhatWasNotSent() {
    sandbox().answerNext(2, Answer.status(429));
    assertThat(send("failover", "hello").getException()).isNull();
    assertThat(sent()).containsExactly("hello");

    sandbox().reset();
    sandbox().answerNext(Answer.cutAfterEffect());
    assertThat(send("failover", "hello").getException())
        .isInstanceOf(HotlineDeliveryUnknownException.class);
    assertThat(sent()).containsExactly("hello");
  }

  /** Errors too: the call ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aSupplierThatBreaksIsNoReasonToSendTwice(int call) {
    isBroken.set(call);

    Exchange exchange = send("supplier", LONG);

    assertThat(exchange.getException()).isNull(); // redelivered
    assertThat(sent()).isEqualTo(PARTS);
  }

  @Test
  void aLoopThatSucceedsSendsEachTime() {
    assertThat(send("loops", "").getException()).isNull();
    assertThat(sent()).containsExactly("hello", "hello", "hello");
  }
}
