package tg.hotline.examples.boot;

/** What the service tells those who care, within the service. */
public record OrderPaid(Order order) {}
