package tg.hotline.examples.boot;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The orders by HTTP. */
@RestController
@RequestMapping("/orders")
public class OrdersController {

  private final Orders orders;

  OrdersController(Orders orders) {
    this.orders = orders;
  }

  /** What a customer orders. */
  public record Wish(long customer, String article) {}

  @PostMapping
  Order place(@RequestBody Wish wish) {
    return orders.place(wish.customer(), wish.article());
  }

  @PostMapping("/{id}/payment")
  ResponseEntity<Order> pay(@PathVariable long id) {
    return ResponseEntity.of(orders.pay(id));
  }
}
