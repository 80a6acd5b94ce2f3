package tg.hotline.camel;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
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
final class InfoConsumer extends ScheduledPollConsumer implements ShutdownAware {

  private static final Logger LOG = LoggerFactory.getLogger(InfoConsumer.class);

  /** After it the poll looks whether it is to stop. */
  private static final long MOMENT_MILLIS = 100;

  /** A call for a topic; the exchange has its answer or its failure in the end. */
  private static final class Look {
    private final TopicRef topic;
    private final Exchange exchange;
    private final Turn turn;
    private volatile long began = System.nanoTime();

    Look(TopicRef topic, Exchange exchange, Turn turn) {
      this.topic = topic;
      this.exchange = exchange;
      this.turn = turn;
    }

    /** Whether a poll waits for it: while its turn has not come, and then for so long. */
    boolean isWaitedFor(long nanos) {
      long now = System.nanoTime();
      if (!turn.hasBegun()) {
        began = now;
      }
      return now - began < nanos;
    }
  }

  /**
   * The time from a start or resumption to the next stop or suspension. What is answered after it
   * may be out of date when the next one begins, and is nobody's.
   */
  private final class Shift {
    private final Line line;

    /** The looks whose answers are not taken; one for each topic. */
    private final Map<TopicRef, Look> looks = new ConcurrentHashMap<>();

    private final BlockingQueue<Look> answered = new LinkedBlockingQueue<>();

    Shift(Line line) {
      this.line = line;
    }

    boolean goesOn() {
      return shift == this && isPollAllowed();
    }

    /** How many looks a poll waits for. */
    int waitedFor() {
      long longest = TimeUnit.MILLISECONDS.toNanos(endpoint.getConfiguration().getRequestTimeout());
      return (int) looks.values().stream().filter(look -> look.isWaitedFor(longest)).count();
    }
  }

  private final HotlineEndpoint endpoint;
  private final Set<TopicRef> topics;
  private final TopicStates states;

  /** The topics whose exchanges are under way. */
  private final Set<TopicRef> routed = ConcurrentHashMap.newKeySet();

  /** States that are being noted, of exchanges that have ended. */
  private final AtomicInteger notes = new AtomicInteger();

  private volatile @Nullable Line line;
  private volatile @Nullable Shift shift;

  InfoConsumer(HotlineEndpoint endpoint, Processor processor, Set<TopicRef> topics) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.topics = topics;
    this.states = new TopicStates(endpoint.getIdempotentRepository());
  }

  @Override
  protected int poll() throws Exception {
    Shift now = shift;
    if (now == null) {
      return 0;
    }
    Report report = new Report();
    int emitted = 0;
    // First what came after the last poll: its topics are looked at anew by this one.
    while (now.goesOn()) {
      Look late = now.answered.poll();
      if (late == null) {
        break;
      }
      emitted += end(now, late, report);
    }
    Deque<TopicRef> left = new ArrayDeque<>(topics);
    left.removeIf(topic -> now.looks.containsKey(topic) || routed.contains(topic));
    while (now.goesOn()) {
      int waiting = now.waitedFor();
      if (!left.isEmpty() && waiting < endpoint.component().getMaxConcurrentCalls()) {
        begin(now, left.remove());
        continue;
      }
      Look look = now.answered.poll(waiting == 0 ? 0 : MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      if (look != null) {
        emitted += end(now, look, report);
      } else if (left.isEmpty() && waiting == 0) {
        break;
      }
    }
    report.end();
    return emitted;
  }

  private void begin(Shift now, TopicRef topic) {
    String route = getRouteId();
    Turn turn = new Turn(route == null ? "" : route, () -> shift == now);
    Look look = new Look(topic, createExchange(false), turn);
    now.looks.put(topic, look);
    InfoProducer.lookForConsumer(
        now.line, look.exchange, topic, turn, () -> now.answered.add(look));
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
  private int end(Shift now, Look look, Report report) {
    now.looks.remove(look.topic);
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
      releaseExchange(look.exchange, false);
      report.failed(failure);
      return 0;
    }
    report.succeeded();
    if (state == null) {
      releaseExchange(look.exchange, false);
      return 0;
    }
    return emit(now.line, look, state);
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
    return !since.isAfter(Instant.now().minusMillis(endpoint.getUnchangedFor()));
  }

  private int emit(Line running, Look look, String state) {
    Exchange exchange = look.exchange;
    if (!routed.add(look.topic)) { // by a poll that a stop and a start have overtaken
      releaseExchange(exchange, false);
      return 0;
    }
    Emission emission = new Emission(running, look.topic, state);
    exchange.getExchangeExtension().addOnCompletion(emission);
    AsyncCallback callback = defaultConsumerCallback(exchange, false);
    try {
      getAsyncProcessor()
          .process(
              exchange,
              doneSync -> {
                if (exchange.getExchangeExtension().containsOnCompletion(emission)) {
                  emission.onFailure(exchange); // turned away at the door, as by a forced shutdown
                }
                callback.done(doneSync);
              });
    } catch (Throwable e) { // never seen; the topic must be looked at again
      emission.onFailure(exchange);
      throw e;
    }
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
      notes.incrementAndGet(); // and whatever stops the route
      Runnable note =
          () -> {
            try {
              states.see(topic, state);
            } finally {
              routed.remove(topic);
              notes.decrementAndGet();
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
  public boolean deferShutdown(ShutdownRunningTask task) {
    return false;
  }

  /** What a stop of the route waits for, besides its exchanges: another may go on after it. */
  @Override
  public int getPendingExchangesSize() {
    return notes.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {}

  @Override
  protected void doStart() throws Exception {
    if (topics.isEmpty()) {
      LOG.warn("Route {}: topicLinks is empty, so nothing is watched", getRouteId());
    }
    states.restart();
    Line opened = endpoint.component().open(endpoint.getConfiguration());
    line = opened;
    shift = new Shift(opened);
    if (endpoint.getScheduler() != null) {
      forceConsumerAsReady(); // by a clock, the first poll may be a day away
    }
    try {
      super.doStart();
    } catch (Exception e) { // what has not started is not stopped
      hangUp();
      throw e;
    }
  }

  @Override
  protected void doSuspend() throws Exception {
    shift = null;
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    Line running = line;
    shift = running == null ? null : new Shift(running);
  }

  @Override
  protected void doStop() throws Exception {
    shift = null;
    super.doStop();
    hangUp();
  }

  private void hangUp() {
    shift = null;
    Line running = line;
    line = null;
    if (running != null) {
      running.board().close(running);
    }
  }
}
