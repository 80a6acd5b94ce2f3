package tg.hotline.camel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PollingConsumerSupport;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.Turn;

/**
 * {@code pollEnrich("hotline:info?…")}: each poll is a look at the topic as it is now, with the
 * retries of any call. A look that fails is an exchange with its exception. Thread-safe.
 */
final class InfoPollingConsumer extends PollingConsumerSupport {

  private final HotlineEndpoint endpoint;
  private final TopicRef topic;
  private volatile @Nullable Line line;

  InfoPollingConsumer(HotlineEndpoint endpoint, TopicRef topic) {
    super(endpoint);
    this.endpoint = endpoint;
    this.topic = topic;
  }

  /** Waits for the look's end, as {@link #receiveNoWait} does. */
  @Override
  public @Nullable Exchange receive() {
    return receive(Long.MAX_VALUE);
  }

  /** Does not wait for the topic to change; for the answer it does. */
  @Override
  public @Nullable Exchange receiveNoWait() {
    return receive(Long.MAX_VALUE);
  }

  /**
   * @param timeout in milliseconds, for the look's end; 0 and less for as long as it takes
   * @return null if it took longer; it is not tried again then
   * @throws RuntimeCamelException if the thread is interrupted
   */
  @Override
  public @Nullable Exchange receive(long timeout) {
    Line running = line;
    if (running == null) {
      throw new RejectedExecutionException(this + " is not started");
    }
    Exchange exchange = endpoint.createExchange();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean wanted = new AtomicBoolean(true);
    InfoProducer.lookForConsumer(
        running, exchange, topic, new Turn("", wanted::get), ended::countDown);
    try {
      return ended.await(timeout <= 0 ? Long.MAX_VALUE : timeout, TimeUnit.MILLISECONDS)
          ? exchange
          : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeCamelException(
          "hotline:info for " + topic.link() + ": interrupted before the answer came", e);
    } finally {
      wanted.set(false);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    line = endpoint.component().open(endpoint.getConfiguration());
  }

  @Override
  protected void doStop() throws Exception {
    Line running = line;
    line = null;
    if (running != null) {
      running.board().close(running);
    }
    super.doStop();
  }
}
