package tg.hotline.benchmarks;

import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.jspecify.annotations.Nullable;

/** What one writes without the component: camel-jackson and one of Camel's HTTP clients. */
final class HandWritten extends Route {

  private final boolean blocking;

  private HandWritten(
      RouteBuilder route, boolean blocking, Consumer<DefaultCamelContext> preparation)
      throws Exception {
    super(route, preparation);
    this.blocking = blocking;
  }

  /** By camel-http, with as many connections as calls. */
  static HandWritten http(URI url, int inFlight) throws Exception {
    String to =
        url
            + "?throwExceptionOnFailure=false&connectionsPerRoute=%d&maxTotalConnections=%d"
                .formatted(inFlight, inFlight);
    return new HandWritten(route(to), true, context -> {});
  }

  /** By camel-vertx-http, with as many connections as calls. */
  static HandWritten vertx(URI url, int inFlight) throws Exception {
    String to = "vertx-http:%s?throwExceptionOnFailure=false&webClientOptions=#pool".formatted(url);
    WebClientOptions pool = new WebClientOptions().setMaxPoolSize(inFlight).setMaxWaitQueueSize(-1);
    return new HandWritten(route(to), false, context -> context.getRegistry().bind("pool", pool));
  }

  private static RouteBuilder route(String to) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:send")
            .process(HandWritten::writeFields)
            .marshal()
            .json(JsonLibrary.Jackson)
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_METHOD, constant("POST"))
            .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
            .setHeader("X-API-KEY", constant(Message.ACCESS_TOKEN))
            .to(to)
            .unmarshal()
            .json(JsonLibrary.Jackson, Map.class);
      }
    };
  }

  private static void writeFields(Exchange exchange) {
    org.apache.camel.Message message = exchange.getMessage();
    long userId = message.getHeader("userId", Long.class);
    message.setBody(new Message(userId, message.getBody(String.class)).fields());
  }

  @Override
  public boolean isBlocking() {
    return blocking;
  }

  @Override
  @Nullable Object result(Exchange exchange) {
    return exchange.getMessage().getBody(Map.class).get("result");
  }
}
