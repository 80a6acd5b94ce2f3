package tg.hotline.examples.boot;

import org.apache.camel.ProducerTemplate;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tg.hotline.camel.HotlineConstants;

/** Has a customer's operators told what became of the order. */
@Component
public class Operators {

  private final ProducerTemplate camel;

  Operators(ProducerTemplate camel) {
    this.camel = camel;
  }

  /** Returns at once: a customer who has paid does not wait for it. */
  @EventListener
  void tell(OrderPaid paid) {
    Order order = paid.order();
    camel.sendBodyAndHeader(
        "seda:tell-operators",
        "Order %d, %s, is paid".formatted(order.id(), order.article()),
        HotlineConstants.USER_ID,
        order.customer());
  }
}
