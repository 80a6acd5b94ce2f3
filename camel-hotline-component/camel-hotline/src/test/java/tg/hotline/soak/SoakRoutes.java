package tg.hotline.soak;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import tg.hotline.camel.HotlineConstants;
import tg.hotline.camel.HotlineDeliveryUnknownException;
import tg.hotline.camel.HotlineNotSentException;
import tg.hotline.camel.HotlineRejectedException;
import tg.hotline.topics.Outcome;

/** The ways in which routes deal with what {@code hotline:send} tells them. */
final class SoakRoutes extends RouteBuilder {

  /** A text on its way. */
  record Text(int id, long userId, String text) {}

  /** Where a {@link Text} goes, one by one. */
  static final List<String> ONE_BY_ONE =
      List.of("seda:tried", "seda:redelivered", "seda:dead", "seda:again");

  /** Where a list of {@link Text} goes. */
  static final String BATCH = "seda:batch";

  private static final String ID = "SoakId";

  /** Is told of each text's outcome. */
  interface Listener {
    void told(int id, Outcome outcome, String reason);
  }

  private final Listener listener;

  SoakRoutes(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void configure() {
    // Told by type, at once.
    from("seda:tried?concurrentConsumers=4").to("direct:try");

    from("direct:try")
        .process(this::prepare)
        .doTry()
        .to("hotline:send")
        .process(told(Outcome.OK))
        .doCatch(HotlineNotSentException.class)
        .process(told(Outcome.NOT_SENT))
        .doCatch(HotlineDeliveryUnknownException.class)
        .process(told(Outcome.UNKNOWN))
        .doCatch(HotlineRejectedException.class)
        .process(told(Outcome.REJECTED))
        .end();

    // Redelivered by Camel, whatever it was.
    from("seda:redelivered?concurrentConsumers=2")
        .onException(HotlineNotSentException.class, HotlineDeliveryUnknownException.class)
        .maximumRedeliveries(3)
        .redeliveryDelay(150)
        .asyncDelayedRedelivery()
        .logExhausted(false)
        .handled(true)
        .process(this::toldByType)
        .end()
        .onException(HotlineRejectedException.class)
        .handled(true)
        .logExhausted(false)
        .process(told(Outcome.REJECTED))
        .end()
        .process(this::prepare)
        .to("hotline:send")
        .process(told(Outcome.OK));

    from("seda:dead?concurrentConsumers=2")
        .errorHandler(
            deadLetterChannel("direct:told")
                .maximumRedeliveries(2)
                .redeliveryDelay(100)
                .logExhausted(false))
        .process(this::prepare)
        .to("hotline:send")
        .process(told(Outcome.OK));

    from("direct:told").process(this::toldByType);

    // A second step where the first has failed.
    from("seda:again?concurrentConsumers=2")
        .onException(Exception.class)
        .handled(true)
        .logExhausted(false)
        .process(this::toldByType)
        .end()
        .to("direct:again");

    from("direct:again")
        .errorHandler(noErrorHandler())
        .process(this::prepare)
        .doTry()
        .to("hotline:send")
        .doCatch(HotlineNotSentException.class, HotlineDeliveryUnknownException.class)
        .to("hotline:send?retryTimeout=1m")
        .end()
        .process(told(Outcome.OK));

    // Many at a time.
    from("seda:batch").split(body()).parallelProcessing().to("direct:try").end();
  }

  private void prepare(Exchange exchange) throws InvalidPayloadException {
    Text text = exchange.getMessage().getMandatoryBody(Text.class);
    exchange.setProperty(ID, text.id());
    exchange.getMessage().setHeader(HotlineConstants.USER_ID, text.userId());
    exchange.getMessage().setBody(text.text());
  }

  private Processor told(Outcome outcome) {
    return exchange -> {
      Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
      String reason = caught == null ? "" : String.valueOf(caught.getMessage());
      listener.told(exchange.getProperty(ID, Integer.class), outcome, reason);
    };
  }

  private void toldByType(Exchange exchange) throws Exception {
    Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (caught instanceof HotlineNotSentException) {
      told(Outcome.NOT_SENT).process(exchange);
    } else if (caught instanceof HotlineRejectedException) {
      told(Outcome.REJECTED).process(exchange);
    } else if (caught instanceof HotlineDeliveryUnknownException) {
      told(Outcome.UNKNOWN).process(exchange);
    } else {
      throw new IllegalStateException("None of the outcomes", caught);
    }
  }
}
