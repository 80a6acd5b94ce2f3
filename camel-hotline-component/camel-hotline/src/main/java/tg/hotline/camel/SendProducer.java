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
    OutgoingText text = SendInput.text(getEndpoint(), exchange);
    // All parts with one turn: they keep their place before what came later.
    Delivery.Caller caller = (part, ended) -> running.call(part, turn, ended);
    new Delivery(exchange, getEndpoint(), text, caller, done).begin();
  }
}
