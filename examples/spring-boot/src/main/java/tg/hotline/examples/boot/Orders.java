package tg.hotline.examples.boot;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The orders; a database in real life. It knows nothing of Hotline. Thread-safe. */
@Service
public class Orders {

  private final Map<Long, Order> orders = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final ApplicationEventPublisher events;

  Orders(ApplicationEventPublisher events) {
    this.events = events;
  }

  Order place(long customer, String article) {
    Order order = new Order(ids.incrementAndGet(), customer, article, false);
    orders.put(order.id(), order);
    return order;
  }

  /** Tells of it once, however often it is called. */
  Optional<Order> pay(long id) {
    Order before = orders.get(id);
    if (before != null && !before.paid() && orders.replace(id, before, before.pay())) {
      events.publishEvent(new OrderPaid(before.pay()));
    }
    return Optional.ofNullable(orders.get(id));
  }
}
