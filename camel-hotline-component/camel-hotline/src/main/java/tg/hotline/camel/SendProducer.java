package tg.hotline.camel;

import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** {@code hotline:send}: sends the body's text to the operators of a customer. */
final class SendProducer extends HotlineProducer {

  SendProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  boolean begin(Line running, Exchange exchange, Runnable done) throws HotlineException {
    Marks marks = readable(exchange, () -> getEndpoint().marks(exchange));
    OutgoingText text = readable(exchange, () -> SendInput.text(getEndpoint(), exchange));
    // All parts with one turn: they keep their place before what came later.
    Delivery.Caller caller = running.watch(exchange).caller(running.client(), text, turn(exchange));
    MarkThreads threads = running.board().markThreads();
    new Delivery(exchange, getEndpoint(), text, marks, threads, caller, done).begin();
    return false;
  }

  private static <T extends @Nullable Object> T readable(Exchange exchange, Supplier<T> input)
      throws HotlineException {
    try {
      return input.get();
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
