package tg.hotline.camel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/**
 * What Hotline has said of topics, for a while. Who asks for a topic while a call for it is under
 * way is told what that call comes to. Of results only facts are kept: after a failure the next who
 * asks makes a call. Thread-safe.
 */
final class TopicCache {

  /** Topics that are kept; of more, those go that are asked for least. */
  static final int LARGEST = 10_000;

  /**
   * A topic, as Hotline shows it to one connection.
   *
   * @param credentials the connection's, at the time
   */
  record Key(Credentials credentials, TopicRef topic) {

    // Written out because of JDK-8078641, as in Switchboard.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && topic.equals(key.topic)
          && credentials.equals(key.credentials);
    }

    @Override
    public int hashCode() {
      return 31 * topic.hashCode() + credentials.instance().hashCode();
    }
  }

  /** Makes a call, and returns at once. */
  interface Call {

    /**
     * @param callback to be told the result once, on a thread that may block
     */
    void begin(Consumer<TopicsResult<TopicInfo>> callback);
  }

  /** A call under way. */
  private static final class Flight {
    final Consumer<TopicsResult<TopicInfo>> first;

    /** Guarded by the flight's place in the map: nobody joins once it has left. */
    final List<Consumer<TopicsResult<TopicInfo>>> others = new ArrayList<>(0);

    Flight(Consumer<TopicsResult<TopicInfo>> first) {
      this.first = first;
    }
  }

  private final Cache<Key, TopicInfo> facts;
  private final Map<Key, Flight> flights = new ConcurrentHashMap<>();
  private final Consumer<Runnable> hop;

  /**
   * @param ttl how long facts are told from their arrival
   * @param hop runs what comes after a call for those who joined it; each where it may block, and
   *     none not at all
   * @param nanoTime as {@link System#nanoTime()}
   */
  TopicCache(Duration ttl, Consumer<Runnable> hop, LongSupplier nanoTime) {
    this.facts =
        Caffeine.newBuilder()
            .maximumSize(LARGEST)
            .expireAfterWrite(ttl)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run) // a thread of the JVM's own would hold our class loader
            .build();
    this.hop = hop;
  }

  /**
   * Asks for a topic.
   *
   * @param call begun on this thread, unless the topic is known or somebody's call is under way
   * @param callback told the result once, where it may block; not if the topic is known
   * @return what is known; null if the callback is told
   */
  @Nullable TopicInfo ask(Key key, Call call, Consumer<TopicsResult<TopicInfo>> callback) {
    while (true) {
      TopicInfo known = facts.getIfPresent(key);
      if (known != null) {
        return known;
      }
      Flight own = new Flight(callback);
      Flight flight = flights.compute(key, (same, underWay) -> join(key, underWay, own));
      if (flight == own) {
        begin(key, own, call);
      }
      if (flight != null) {
        return null;
      }
      // A call has ended meanwhile.
    }
  }

  private @Nullable Flight join(Key key, @Nullable Flight underWay, Flight own) {
    if (underWay != null) {
      underWay.others.add(own.first);
      return underWay;
    }
    return facts.getIfPresent(key) == null ? own : null;
  }

  private void begin(Key key, Flight own, Call call) {
    try {
      call.begin(result -> end(key, own, result));
    } catch (Throwable e) { // never seen, but others may have joined
      end(key, own, new Failure<>(Outcome.UNKNOWN, 0, "the call broke", e));
    }
  }

  private void end(Key key, Flight flight, TopicsResult<TopicInfo> result) {
    try {
      if (result instanceof Success<TopicInfo> success) {
        facts.put(key, success.answer()); // first: who finds no call finds the facts
      }
    } finally {
      if (flights.remove(key, flight)) {
        flight.others.forEach(other -> hop.accept(() -> other.accept(result)));
        flight.first.accept(result);
      }
    }
  }
}
