package tg.hotline.camel;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.Gate;
import tg.hotline.topics.HttpTransport;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.Proxy;
import tg.hotline.topics.Tally;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.Turn;

/**
 * What the component has from its start to its stop, and all its producers share: threads, gates,
 * HTTP connections, and those who watch. Gives each producer a {@link Line}. Thread-safe.
 */
final class Switchboard {

  private static final Logger LOG = LoggerFactory.getLogger(HotlineComponent.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** So often Camel looks, when it stops, whether exchanges are still in flight. */
  private static final Duration CAMELS_LOOK = Duration.ofSeconds(1);

  private final CamelContext context;
  private final Object owner;
  private final ScheduledExecutorService timer;
  private final ExecutorService routing;
  private final RoutingThreads hop;
  private final ExecutorService marking;
  private final MarkThreads markThreads;
  private final TopicsClient.Engine engine;
  private final Gates gates;
  private final Map<TransportKey, HttpTransport> transports = new ConcurrentHashMap<>();
  private final Map<List<Object>, TopicCache> caches = new ConcurrentHashMap<>();
  private final ConnectionsInUse inUse;
  private final InFlight inFlight = new InFlight();
  private final Audit audit;
  private final @Nullable Meters meters;
  private final StopListener stopListener = new StopListener(this::sendAway);
  private @Nullable Long stopAt;

  /** What producers must have in common to share HTTP connections. */
  private record TransportKey(
      long connectTimeout, @Nullable SSLContextParameters ssl, @Nullable Proxy proxy) {

    // Written out here and wherever a record of ours is compared: what Java 17 makes of a record's
    // own keeps its classes from being unloaded with a web application (JDK-8078641).
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TransportKey key
          && connectTimeout == key.connectTimeout
          && Objects.equals(ssl, key.ssl)
          && Objects.equals(proxy, key.proxy);
    }

    @Override
    public int hashCode() {
      return Objects.hash(connectTimeout, ssl, proxy);
    }

    HttpTransport open(CamelContext context, ScheduledExecutorService timer) {
      try {
        return new HttpTransport(
            new HttpTransport.Settings(
                Duration.ofMillis(connectTimeout),
                ssl == null ? null : ssl.createSSLContext(context),
                proxy),
            timer);
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalArgumentException(
            "sslContextParameters cannot be used: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Opens it, with the gates of the connections that are declared.
   *
   * @throws IllegalArgumentException if two of them have one access token and other limits
   */
  Switchboard(HotlineComponent component, Connections connections) {
    this.context = component.getCamelContext();
    this.owner = component;
    ExecutorServiceManager threads = context.getExecutorServiceManager();
    this.timer = threads.newScheduledThreadPool(owner, "HotlineTimer", timer());
    // A route may block on the thread it goes on with, even on another call, so there is always
    // one more thread to be had.
    this.routing = threads.newThreadPool(owner, "HotlineRouting", routing());
    this.hop = new RoutingThreads(routing, timer, System::nanoTime);
    this.marking =
        threads.newThreadPool(owner, "HotlineIdempotence", marking(connections.limits()));
    this.markThreads = new MarkThreads(marking, hop, hop::isCurrent);
    this.engine =
        new TopicsClient.Engine(
            timer, hop, InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble());
    this.gates = new Gates(connections.declared(), timer, System::nanoTime);
    this.inUse = new ConnectionsInUse(context, component.name());
    this.audit = new Audit(context.getRegistry().findByType(HotlineAuditor.class));
    this.meters = Meters.of(context);
    show();
    context.getManagementStrategy().addEventNotifier(stopListener);
  }

  private static ThreadPoolProfile timer() {
    ThreadPoolProfile timer = new ThreadPoolProfile("HotlineTimer");
    timer.setPoolSize(1);
    timer.setMaxQueueSize(-1); // the gate bounds what waits
    // Camel's default drops the tasks that come after a shutdown without a word.
    timer.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    return timer;
  }

  /** As many threads as {@link RoutingThreads} wants, and none for long that it does not. */
  private static ThreadPoolProfile routing() {
    ThreadPoolProfile routing = new ThreadPoolProfile("HotlineRouting");
    routing.setPoolSize(1);
    routing.setMaxPoolSize(Integer.MAX_VALUE);
    routing.setMaxQueueSize(0);
    routing.setAllowCoreThreadTimeOut(true);
    routing.setKeepAliveTime(1L);
    routing.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    return routing;
  }

  /**
   * As many threads as there may be calls under way: who calls one at a time keeps the order in
   * which messages came.
   */
  private static ThreadPoolProfile marking(Gate.Limits limits) {
    ThreadPoolProfile marking = new ThreadPoolProfile("HotlineIdempotence");
    marking.setPoolSize(limits.maxConcurrentCalls());
    marking.setMaxPoolSize(limits.maxConcurrentCalls());
    marking.setMaxQueueSize(limits.maxQueuedCalls());
    marking.setAllowCoreThreadTimeOut(true);
    marking.setKeepAliveTime(60L); // a profile of the user's may say 0, which does not go with it
    marking.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    return marking;
  }

  /**
   * Opens a producer's line, and sees whether its connection works if that is asked for.
   *
   * @param find the credentials that hold at the time
   * @param ssl null for the JDK's
   * @throws IllegalArgumentException naming the option that is missing or wrong
   * @throws IllegalStateException if the connection does not work and is to
   */
  Line open(
      HotlineConfiguration options,
      Supplier<Connections.Found> find,
      @Nullable SSLContextParameters ssl) {
    TopicsClient.Settings settings = options.settings();
    Connections.Found first = find.get(); // what is missing is told now, not at the first call
    HttpTransport transport =
        transports.computeIfAbsent(
            new TransportKey(options.getConnectTimeout(), ssl, options.proxy()),
            key -> key.open(context, timer));
    ConnectionInUse connection = inUse.use(first);
    try {
      AccessSource access =
          new AccessSource(
              first,
              find,
              gates,
              connection.tally(),
              changed -> {
                connection.changed(changed);
                show();
              });
      TopicRef topic = options.topicToVerify();
      if (topic != null) {
        Verification verification =
            connection.verification(
                topic, () -> verification(topic, options, first, find, transport));
        StartCheck.run(options.getVerifyOnStartup(), connection, verification);
      }
      return new Line(
          new TopicsClient(access, settings, transport, engine),
          access,
          cache(options, transport),
          connection,
          first.name(),
          this);
    } catch (RuntimeException | Error e) {
      inUse.release(connection);
      throw e;
    }
  }

  /** One for all whose calls would be the same; null if they keep nothing. */
  private @Nullable TopicCache cache(HotlineConfiguration options, HttpTransport transport) {
    if (options.getCacheTtl() <= 0) {
      return null;
    }
    List<Object> alike =
        List.of(
            options.getCacheTtl(),
            transport,
            options.getApiUrl(),
            options.getRequestTimeout(),
            options.getMaxRetries(),
            options.getRetryBackoff(),
            options.getRetryBackoffMax(),
            options.getRetryTimeout());
    return caches.computeIfAbsent(
        alike,
        made ->
            new TopicCache(
                Duration.ofMillis(options.getCacheTtl()), markThreads::handOver, System::nanoTime));
  }

  /** With credentials that are looked up for each of its calls, and counted with nobody's. */
  private Verification verification(
      TopicRef topic,
      HotlineConfiguration options,
      Connections.Found first,
      Supplier<Connections.Found> find,
      HttpTransport transport) {
    AccessSource access = new AccessSource(first, find, gates, new Tally(), a -> {});
    return new Verification(
        topic,
        asking(topic, new TopicsClient(access, options.probing(), transport, engine)),
        asking(topic, new TopicsClient(access, options.starting(), transport, engine)),
        Verification.PATIENCE,
        System::nanoTime,
        engine.clock());
  }

  /** In a lane of its own, so that it waits behind no route's calls, and pushes none out. */
  private static Verification.Call asking(TopicRef topic, TopicsClient client) {
    return callback -> client.call(new InfoByTopic(topic), Turn.beside("verifyTopic"), callback);
  }

  /** A producer is through with its line. */
  void close(Line line) {
    inUse.release(line.connection());
  }

  /**
   * Watches the calls for an exchange, if anybody wants to know of them.
   *
   * @param connection by whose name they are known
   */
  Watch watch(Exchange exchange, String connection) {
    return audit.isHeard() || meters != null
        ? new Watch(exchange, connection, audit, meters)
        : Watch.NONE;
  }

  /** The exchanges that producers have. */
  InFlight inFlight() {
    return inFlight;
  }

  MarkThreads markThreads() {
    return markThreads;
  }

  /** What is known of each connection in use. */
  List<Statistics> statistics() {
    return inUse.statistics();
  }

  /** How many calls ended so. */
  long calls(Outcome outcome) {
    return inUse.total().calls(outcome);
  }

  /** A number of each gate. */
  LongStream gates(ToLongFunction<Gate> number) {
    return gates.all().stream().mapToLong(number);
  }

  private void show() {
    if (meters != null) {
      meters.show(gates);
    }
  }

  /** Nobody waits any more; those under way have until Camel's shutdown timeout from now. */
  private void drain() {
    stopAt();
    gates.drain();
    markThreads.sendAway();
  }

  /**
   * Camel stops its routes after that: it looks once whether exchanges are in flight, and then each
   * second. So who waited is told first, if routes do not hold them.
   */
  private void sendAway() {
    drain();
    try {
      hop.awaitQuiet(CAMELS_LOOK.toNanos());
    } catch (InterruptedException e) { // whoever stops is in a hurry
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long stopAt() {
    if (stopAt == null) {
      ShutdownStrategy shutdown = context.getShutdownStrategy();
      TimeUnit unit = shutdown.getTimeUnit(); // null in Quarkus's dev mode, which does not wait
      stopAt = System.nanoTime() + (unit == null ? 0 : unit.toNanos(shutdown.getTimeout()));
    }
    return stopAt;
  }

  /** Lets the calls under way finish while there is time, cuts the others, and tells each. */
  void close() {
    context.getManagementStrategy().removeEventNotifier(stopListener);
    if (meters != null) {
      meters.close();
    }
    drain();
    int left = inFlight.await(stopAt() - System.nanoTime());
    if (left > 0) {
      LOG.warn("Camel's shutdown timeout is over: {} exchanges are cut off from Hotline", left);
    }
    gates.close();
    transports.values().forEach(HttpTransport::close);
    transports.clear();
    ExecutorServiceManager threads = context.getExecutorServiceManager();
    threads.shutdown(marking);
    markThreads.sendAway();
    inFlight.await(LAST_WORDS.toNanos()); // those that were cut are being told
    inUse.clear();
    threads.shutdownNow(timer);
    hop.close();
    threads.shutdown(routing);
  }
}
