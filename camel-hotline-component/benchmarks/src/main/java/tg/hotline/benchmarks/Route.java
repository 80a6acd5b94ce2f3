package tg.hotline.benchmarks;

import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A Camel context with one route, which begins at {@code direct:send}. */
abstract class Route implements Side {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Endpoint from;
  private final AsyncProducer start;

  /**
   * @param preparation of the context, before there is a route
   */
  Route(RouteBuilder route, Consumer<DefaultCamelContext> preparation) throws Exception {
    preparation.accept(context);
    context.addRoutes(route);
    context.start();
    from = context.getEndpoint("direct:send");
    start = from.createAsyncProducer();
    start.start();
  }

  @Override
  public final void send(Message message, Done done) {
    Exchange exchange = from.createExchange();
    exchange.getMessage().setBody(message.text());
    exchange.getMessage().setHeader(userHeader(), message.userId());
    start.process(exchange, synchronously -> done.ended(failure(exchange)));
  }

  private @Nullable Throwable failure(Exchange exchange) {
    Throwable failure = exchange.getException();
    return failure == null ? Sent.failure(result(exchange)) : failure;
  }

  /** Where the route looks for the customer. */
  String userHeader() {
    return "userId";
  }

  /** The answer's {@code result}. */
  abstract @Nullable Object result(Exchange exchange);

  @Override
  public void close() {
    context.stop();
  }
}
