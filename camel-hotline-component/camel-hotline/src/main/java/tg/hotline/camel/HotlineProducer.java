package tg.hotline.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicsAnswer;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.TopicsRequest;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.Turn;

/**
 * Takes an exchange through a call: reads the request from it, writes the answer or the exception
 * into it, then calls back, once. Holds no thread in between.
 */
abstract class HotlineProducer<R extends TopicsRequest<A>, A extends TopicsAnswer>
    extends DefaultAsyncProducer {

  private @Nullable TopicsClient client;

  HotlineProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  /**
   * @throws IllegalArgumentException naming the option, header or field that is missing or wrong
   */
  abstract R request(Exchange exchange);

  /** Writes the facts of an answer as headers; those of earlier answers are gone by then. */
  abstract void writeHeaders(R request, A answer, Message message);

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    R request;
    TopicsClient running = client;
    try {
      if (running == null) {
        throw new IllegalStateException(this + " is not started");
      }
      request = request(exchange);
      running.call(request, turn(exchange), result -> finish(exchange, request, result, callback));
      return false;
    } catch (RuntimeException e) { // before anything was under way
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  /** By the route where the exchange came from: what it calls by {@code direct} is its work. */
  private static Turn turn(Exchange exchange) {
    String route = exchange.getFromRouteId();
    return new Turn(route == null ? "" : route);
  }

  private void finish(
      Exchange exchange, R request, TopicsResult<A> result, AsyncCallback callback) {
    try {
      if (result instanceof TopicsResult.Success<A> success) {
        write(exchange, request, success.answer());
      } else if (result instanceof TopicsResult.Failure<A> failure) {
        exchange.setException(HotlineException.of(request, failure));
      }
    } catch (Throwable e) {
      exchange.setException(e);
    } finally {
      callback.done(false);
    }
  }

  private void write(Exchange exchange, R request, A answer) {
    Message message = exchange.getMessage();
    message.removeHeaders(HotlineConstants.PREFIX + "*");
    writeHeaders(request, answer, message);
    message.setBody(answer);
  }

  @Override
  public HotlineEndpoint getEndpoint() {
    return (HotlineEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    client = getEndpoint().createClient();
  }

  @Override
  protected void doStop() throws Exception {
    client = null;
    super.doStop();
  }
}
