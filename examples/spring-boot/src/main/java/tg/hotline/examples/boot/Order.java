package tg.hotline.examples.boot;

/**
 * An order.
 *
 * @param customer the customer's Telegram id
 * @param paid whether it is paid
 */
public record Order(long id, long customer, String article, boolean paid) {

  Order pay() {
    return new Order(id, customer, article, true);
  }
}
