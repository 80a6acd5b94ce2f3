package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.camel.HotlineDeliveryUnknownException;
import tg.hotline.camel.HotlineNotSentException;
import tg.hotline.camel.HotlineRejectedException;
import tg.hotline.sandbox.Fault;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;

/** Every outcome, and what a route does about it. */
class FaultsTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static App app;

  @BeforeAll
  static void start() throws Exception {
    app =
        new App(HOTLINE.sandbox())
            .start(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                    from("direct:redelivered").to("hotline:send?userId=987654321&maxRetries=0");
                    from("direct:caught")
                        .doTry()
                        .to("hotline:send?userId=987654321&maxRetries=0")
                        .doCatch(HotlineRejectedException.class)
                        .setBody(constant("rejected"))
                        .doCatch(HotlineNotSentException.class)
                        .setBody(constant("not sent"))
                        .doCatch(HotlineDeliveryUnknownException.class)
                        .setBody(constant("unknown"))
                        .end();
                  }
                });
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Those that do not take ten seconds. */
  static Stream<Fault> faults() {
    return Stream.of(Fault.values())
        .filter(fault -> !Set.of(Fault.SLOW, Fault.SLOW_CUT).contains(fault));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theRouteKnowsTheOutcome(Fault fault) {
    sandbox().answerNext(fault.answer());

    String told = app.ask("direct:caught", "Paid", Map.of(), String.class);

    switch (fault.told()) {
      case OK -> assertThat(told).contains("message_sent");
      case REJECTED -> assertThat(told).isEqualTo("rejected");
      case NOT_SENT -> assertThat(told).isEqualTo("not sent");
      case UNKNOWN -> assertThat(told).isEqualTo("unknown");
    }
    if (fault.effect()) {
      sandbox().awaitMessages(1, Duration.ofSeconds(5));
    } else {
      assertThat(sandbox().messages()).isEmpty();
    }
  }

  @Test
  void whatWasNotSentIsTriedAgain() {
    sandbox().answerNext(2, Fault.DATABASE_NOT_READY.answer());

    app.ask("hotline:send?userId=987654321", "Paid", Map.of(), String.class);

    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
    assertThat(sandbox().calls()).hasSize(3);
  }

  @Test
  void aRedeliverySendsWhatWasNotSent() {
    sandbox().answerNext(2, Fault.DATABASE_NOT_READY.answer());

    app.ask("direct:redelivered", "Paid", Map.of(), String.class);

    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
    assertThat(sandbox().calls()).hasSize(3);
  }

  @Test
  void aRedeliveryDoesNotSendAgainWhatMayHaveBeenSent() {
    sandbox().answerNext(Fault.CUT_AFTER_EFFECT.answer());

    assertThatThrownBy(() -> app.ask("direct:redelivered", "Paid", Map.of(), String.class))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(HotlineDeliveryUnknownException.class);

    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid");
    assertThat(sandbox().calls()).hasSize(1);
  }

  @Test
  void aQuestionIsAskedAgain() {
    sandbox().answerNext(Fault.EMPTY.answer());

    assertThat(app.ask("hotline:info", App.LINK, Map.of(), Map.class).get("user_name"))
        .isEqualTo("John Doe");
    assertThat(sandbox().calls()).hasSize(2);
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
