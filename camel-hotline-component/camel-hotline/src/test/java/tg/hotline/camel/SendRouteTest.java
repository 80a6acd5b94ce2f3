package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Outcome;

class SendRouteTest extends HotlineTestSupport {

  private static final String TO_JOHN = "hotline:send?userId=" + Seed.USER_ID;

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:handled")
            .onException(HotlineException.class)
            .handled(true)
            .setBody(simple("${exception.outcome}"))
            .end()
            .to(TO_JOHN);
        from("direct:kept").onException(HotlineException.class).handled(true).end().to(TO_JOHN);
      }
    };
  }

  @Test
  void sendsNoHeaderOfTheExchangeAndObeysNone() {
    template.requestBodyAndHeaders(
        TO_JOHN,
        "hello",
        Map.of(
            "CamelHttpUri", "http://127.0.0.1:1/",
            "CamelHotlineApiUrl", "http://127.0.0.1:1/",
            "CamelHotlineOperation", "info",
            "X-API-KEY", "stolen",
            "CamelHotlineAccessToken", "stolen",
            "Content-Type", "text/plain"));

    assertThat(sandbox().messages()).hasSize(1);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Answer.status(403), HotlineRejectedException.class, 403),
        Arguments.of(
            Answer.raw(200, "application/json", "{\"result\":\"error\"}"),
            HotlineRejectedException.class,
            200),
        Arguments.of(Answer.status(429), HotlineNotSentException.class, 429),
        Arguments.of(Answer.status(500), HotlineDeliveryUnknownException.class, 500),
        Arguments.of(Answer.status(200), HotlineDeliveryUnknownException.class, 200),
        Arguments.of(Answer.cut(), HotlineDeliveryUnknownException.class, 0));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("failures")
  void tellsByTheExceptionHowItEnded(Answer answer, Class<?> type, int status) {
    sandbox().answerNext(answer);

    Exchange exchange =
        template.request(TO_JOHN + "&maxRetries=0", e -> e.getMessage().setBody("hello"));

    assertThat(exchange.getException())
        .isInstanceOf(type)
        .hasMessageContaining("incoming_in_topic for user 987654321");
    assertThat(((HotlineException) exchange.getException()).getHttpResponseCode())
        .isEqualTo(status);
    assertThat(exchange.getMessage().getBody()).as("kept").isEqualTo("hello");
  }

  @Test
  void isCaughtInARoute() {
    sandbox().answerNext(Answer.cut());

    assertThat(template.requestBody("direct:handled", "hello", Outcome.class))
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void keepsTheTextOfAStreamThatCouldNotBeSent() {
    sandbox().answerNext(Answer.cut());

    assertThat(
            template.requestBody(
                "direct:kept", new ByteArrayInputStream("hello".getBytes(UTF_8)), String.class))
        .isEqualTo("hello");
  }
}
