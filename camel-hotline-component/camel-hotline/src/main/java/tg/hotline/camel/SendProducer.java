package tg.hotline.camel;

import org.apache.camel.Exchange;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.Turn;

/** {@code hotline:send}: sends the body's text to the operators of a customer. */
final class SendProducer extends HotlineProducer {

  SendProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  void begin(TopicsClient running, Exchange exchange, Turn turn, Runnable done)
      throws HotlineException {
    OutgoingText text = text(exchange);
    // All parts with one turn: they keep their place before what came later.
    Watch watch = getEndpoint().watch(exchange);
    Delivery.Caller caller = (part, ended) -> watch.call(running, text, part, turn, ended);
    try {
      new Delivery(exchange, getEndpoint(), text, caller, done).begin();
    } catch (HotlineException e) { // not called, so nobody else audits it
      watch.notCalled(text, Math.min(e.getPartsSent() + 1, e.getParts()), e.getOutcome());
      throw e;
    }
  }

  private OutgoingText text(Exchange exchange) throws HotlineException {
    try {
      return SendInput.text(getEndpoint(), exchange);
    } catch (RuntimeException e) {
      // A stream that the first try has read to its end, for one.
      if (exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class)
          && Progress.isUnfinished(exchange)) {
        throw DeliveryFailures.unreadable(e);
      }
      throw e;
    }
  }
}
