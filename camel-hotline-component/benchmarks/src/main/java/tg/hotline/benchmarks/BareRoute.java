package tg.hotline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/**
 * The least that a step of a route can be: HttpClient at its best, and one thread that the route
 * goes on with, since it may block. No options, retry, gate, audit, meters or headers.
 */
final class BareRoute extends Route {

  private final Step step;

  private BareRoute(Step step) throws Exception {
    super(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send").process(step);
          }
        },
        context -> {});
    this.step = step;
  }

  static BareRoute open(URI url) throws Exception {
    return new BareRoute(new Step(url));
  }

  private static final class Step extends AsyncProcessorSupport {
    private final ExecutorService after = Executors.newSingleThreadExecutor();
    private final RawBest client;

    Step(URI url) {
      client = new RawBest(url);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      org.apache.camel.Message message = exchange.getMessage();
      try {
        client.send(
            new Message(message.getHeader("userId", Long.class), message.getBody(String.class)),
            failure ->
                after.execute(
                    () -> {
                      exchange.setException(failure);
                      message.setBody(Sent.RESULT);
                      callback.done(false);
                    }));
        return false;
      } catch (IOException e) {
        exchange.setException(e);
        callback.done(true);
        return true;
      }
    }
  }

  @Override
  @Nullable Object result(Exchange exchange) {
    return exchange.getMessage().getBody();
  }

  @Override
  public void close() {
    super.close();
    step.after.shutdown();
    try {
      step.client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
