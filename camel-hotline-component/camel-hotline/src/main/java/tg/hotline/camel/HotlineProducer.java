package tg.hotline.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicsAnswer;
import tg.hotline.topics.Turn;

/**
 * Takes an exchange through its calls: reads from it what to do, writes the answer or the exception
 * into it, then calls back, once. Holds no thread in between.
 */
abstract class HotlineProducer extends DefaultAsyncProducer {

  private @Nullable Line line;

  HotlineProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  /**
   * Begins the work and returns at once.
   *
   * @param done to be run once, when the exchange has its answer or its exception
   * @return whether the exchange has its answer already; {@code done} is not run then
   * @throws IllegalArgumentException naming the option, header or field that is missing or wrong;
   *     as with all that is thrown, nothing is under way then, and {@code done} is not run
   * @throws HotlineException if the call is not to be made
   */
  abstract boolean begin(Line running, Exchange exchange, Runnable done) throws HotlineException;

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Line running = line;
    if (running == null) {
      exchange.setException(new IllegalStateException(this + " is not started"));
      callback.done(true);
      return true;
    }
    InFlight inFlight = running.board().inFlight();
    inFlight.begin();
    try {
      Runnable done =
          () -> {
            inFlight.end(); // what the route does after that is its business
            callback.done(false);
          };
      if (!begin(running, exchange, done)) {
        return false;
      }
    } catch (Throwable e) { // before anything was under way
      exchange.setException(e);
    }
    inFlight.end();
    callback.done(true);
    return true;
  }

  /** By the route where the exchange came from: what it calls by {@code direct} is its work. */
  static Turn turn(Exchange exchange) {
    String route = exchange.getFromRouteId();
    return new Turn(route == null ? "" : route);
  }

  /** The message with the answer as its body, and without the headers of earlier answers. */
  static Message answered(Exchange exchange, TopicsAnswer answer) {
    Message message = exchange.getMessage();
    removeAnswer(message);
    message.setBody(answer);
    return message;
  }

  /** By hand: Camel's removal by a pattern tries each name as a regular expression too. */
  private static void removeAnswer(Message message) {
    if (message.hasHeaders()) {
      message
          .getHeaders()
          .keySet()
          .removeIf(
              name ->
                  name.regionMatches(
                      true, 0, HotlineConstants.PREFIX, 0, HotlineConstants.PREFIX.length()));
    }
  }

  @Override
  public HotlineEndpoint getEndpoint() {
    return (HotlineEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    line = getEndpoint().component().open(getEndpoint().getConfiguration());
  }

  @Override
  protected void doStop() throws Exception {
    if (line != null) {
      line.board().close(line);
      line = null;
    }
    super.doStop();
  }
}
