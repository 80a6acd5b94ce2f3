package tg.hotline.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.Turn;

/**
 * {@code from("hotline:info")}: looks at its topics with each poll, and emits those whose state has
 * changed. The scheduler's thread begins the looks, waits for their answers and routes them one
 * after the other; it gives up waiting for a look that takes longer than a try may, whose answer is
 * then taken with a later poll.
 */
final class InfoConsumer extends ScheduledPollConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(InfoConsumer.class);

  /** After it the poll looks whether it is to stop. */
  private static final long MOMENT_MILLIS = 100;

  /** A call under way for a topic; the exchange has its answer or its failure in the end. */
  private record Look(TopicRef topic, Exchange exchange, long began) {}

  private final HotlineEndpoint endpoint;
  private final Set<TopicRef> topics;
  private final TopicStates states;
  private final Map<TopicRef, Look> looks = new ConcurrentHashMap<>();
  private final BlockingQueue<Look> answered = new LinkedBlockingQueue<>();

  /** The topics whose exchanges are under way. */
  private final Set<TopicRef> routed = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Line line;

  InfoConsumer(HotlineEndpoint endpoint, Processor processor, Set<TopicRef> topics) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.topics = topics;
    this.states = new TopicStates(endpoint.getIdempotentRepository());
  }

  @Override
  protected int poll() throws Exception {
    Line running = line;
    if (running == null) {
      return 0;
    }
    Deque<TopicRef> left = new ArrayDeque<>(topics);
    left.removeIf(topic -> looks.containsKey(topic) || routed.contains(topic));
    Report report = new Report();
    int emitted = 0;
    while (isPollAllowed()) {
      int waiting = waiting();
      if (!left.isEmpty() && waiting < endpoint.component().getMaxConcurrentCalls()) {
        begin(running, left.remove());
        continue;
      }
      Look look = answered.poll(waiting == 0 ? 0 : MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      if (look != null) {
        emitted += end(running, look, report);
      } else if (left.isEmpty() && waiting == 0) {
        break;
      }
    }
    report.end();
    return emitted;
  }

  /** How many looks are worth waiting for. */
  private int waiting() {
    long longest = TimeUnit.MILLISECONDS.toNanos(endpoint.getConfiguration().getRequestTimeout());
    long now = System.nanoTime();
    return (int) looks.values().stream().filter(look -> now - look.began < longest).count();
  }

  private void begin(Line running, TopicRef topic) {
    Exchange exchange = createExchange(true);
    Look look = new Look(topic, exchange, System.nanoTime());
    looks.put(topic, look);
    InFlight inFlight = running.board().inFlight();
    inFlight.begin();
    Runnable done =
        () -> {
          if (look.equals(looks.get(topic))) { // else the route was stopped meanwhile
            answered.add(look); // before the removal: the poll ends when it knows of neither
          }
          looks.remove(topic, look);
          inFlight.end();
        };
    try {
      String route = getRouteId();
      InfoProducer.look(running, exchange, topic, new Turn(route == null ? "" : route), done);
    } catch (Throwable e) { // never seen; the topic must be looked at again
      exchange.setException(e);
      done.run();
    }
  }

  /** What a poll has to tell of failures: each once, and that it failed if all looks did. */
  private final class Report {
    private final List<Exception> failures = new ArrayList<>();
    private boolean well;

    void succeeded() {
      well = true;
      failures.forEach(this::tell);
      failures.clear();
    }

    void failed(Exception failure) {
      if (well) {
        tell(failure);
      } else {
        failures.add(failure);
      }
    }

    private void tell(Exception failure) {
      getExceptionHandler()
          .handleException("A topic cannot be looked at. Will try again at next poll", failure);
    }

    /** The last failure is thrown, and so told by whoever polls. */
    void end() throws Exception {
      if (failures.isEmpty() || !isRunAllowed()) {
        return;
      }
      Exception last = failures.remove(failures.size() - 1);
      failures.forEach(this::tell);
      throw last;
    }
  }

  /** How many exchanges it makes, that do not fail at once: none or one. */
  private int end(Line running, Look look, Report report) {
    Exception failure = look.exchange.getException();
    String state = null;
    if (failure == null) {
      try {
        state = newState(look);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      releaseExchange(look.exchange, true);
      report.failed(failure);
      return 0;
    }
    report.succeeded();
    if (state == null) {
      releaseExchange(look.exchange, true);
      return 0;
    }
    return emit(running, look, state);
  }

  /** The key of the state, if it is to be emitted. */
  private @Nullable String newState(Look look) {
    TopicInfo info = (TopicInfo) look.exchange.getMessage().getBody();
    String state = TopicStates.key(look.topic, info);
    return states.isNew(look.topic, state) && isLasting(look.topic, info) ? state : null;
  }

  private boolean isLasting(TopicRef topic, TopicInfo info) {
    if (endpoint.getUnchangedFor() == 0) {
      return true;
    }
    if (info.topicLastDate() == null) {
      throw new RuntimeCamelException(
          "hotline:info for "
              + topic.link()
              + ": the answer has no topic_last_date that can be read, and unchangedFor needs it");
    }
    Instant since = info.topicLastDate().atZone(endpoint.zone()).toInstant();
    return Duration.between(since, Instant.now()).toMillis() >= endpoint.getUnchangedFor();
  }

  private int emit(Line running, Look look, String state) {
    Emission emission = new Emission(running, look.topic, state);
    routed.add(look.topic);
    look.exchange.getExchangeExtension().addOnCompletion(emission);
    getAsyncProcessor().process(look.exchange, defaultConsumerCallback(look.exchange, true));
    emission.begun = true;
    return emission.failed ? 0 : 1;
  }

  /** An exchange on its way; its state is seen when the exchange has come through. */
  private final class Emission implements Synchronization {
    private final Line running;
    private final TopicRef topic;
    private final String state;
    private final Thread poller = Thread.currentThread();
    private volatile boolean begun;
    private volatile boolean failed;

    Emission(Line running, TopicRef topic, String state) {
      this.running = running;
      this.topic = topic;
      this.state = state;
    }

    @Override
    public void onComplete(Exchange exchange) {
      if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) { // no exception, but no end
        onFailure(exchange);
        return;
      }
      InFlight inFlight = running.board().inFlight();
      inFlight.begin(); // whatever stops the component waits for the note
      Runnable note =
          () -> {
            try {
              states.see(topic, state);
            } finally {
              routed.remove(topic);
              inFlight.end();
            }
          };
      boolean mayBlock = !begun && Thread.currentThread() == poller;
      if (mayBlock || !running.board().markThreads().after(note)) {
        note.run();
      }
    }

    @Override
    public void onFailure(Exchange exchange) {
      failed = true;
      routed.remove(topic);
    }
  }

  @Override
  protected void doStart() throws Exception {
    if (topics.isEmpty()) {
      LOG.warn("{}: topicLinks is empty, so nothing is watched", endpoint);
    }
    looks.clear();
    answered.clear();
    states.restart();
    line = endpoint.component().open(endpoint.getConfiguration());
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    Line running = line;
    line = null;
    if (running != null) {
      running.board().close(running);
    }
  }
}
