package tg.hotline.camel;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
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
 * Makes {@code hotline:info} and {@code hotline:send} endpoints, and holds what they share:
 * threads, connections, and a gate for each access token.
 */
@ManagedResource(description = "Managed Hotline Component")
@Component("hotline")
public class HotlineComponent extends DefaultComponent implements SSLContextParametersAware {

  private static final Logger LOG = LoggerFactory.getLogger(HotlineComponent.class);
  private static final long SHORTEST_ADVISED = 10_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  @Metadata private HotlineConfiguration configuration = new HotlineConfiguration();

  @Metadata(
      label = "security",
      description =
          "Connections by name, each with instance, apiKey and, where it is not the component's,"
              + " accessToken; or with credentials, a bean that supplies the three anew for each"
              + " call.")
  private Map<String, HotlineConnection> connections = new LinkedHashMap<>();

  @Metadata(
      label = "security",
      description = "Uses Camel's global SSL parameters where sslContextParameters is not set.")
  private boolean useGlobalSslContextParameters;

  @Metadata(
      defaultValue = "8",
      description =
          "Calls under way at a time, for each access token and over all endpoints. Hotline queues"
              + " what comes faster, so more only wait longer.")
  private int maxConcurrentCalls = 8;

  @Metadata(
      defaultValue = "1000",
      description =
          "Calls that wait at a time, for their turn or for a retry, for each access token. One"
              + " more fails as not sent.")
  private int maxQueuedCalls = 1000;

  @Metadata(
      defaultValue = "off",
      description =
          "Calls, retries included, in any stretch of time of this length, for each access token:"
              + " 20/1m, 50/1s. What comes faster waits.")
  private String rateLimit = "off";

  private final Map<TransportKey, HttpTransport> transports = new ConcurrentHashMap<>();
  private final ReloadedSecrets reloadedSecrets = new ReloadedSecrets(this);
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ExecutorService hop;
  private @Nullable ExecutorService marking;
  private @Nullable MarkThreads markThreads;
  private @Nullable Gates gates;
  private volatile Audit audit = new Audit(Set.of());
  private volatile @Nullable Meters meters;
  private TopicsClient.@Nullable Engine engine;
  private final InFlight inFlight = new InFlight();
  private final StopListener stopListener = new StopListener(this::drain);
  private @Nullable ConnectionsInUse inUse;
  private volatile @Nullable Long stopAt;

  /** What endpoints must have in common to share connections. */
  private record TransportKey(
      long connectTimeout, @Nullable SSLContextParameters ssl, @Nullable Proxy proxy) {

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

  public HotlineComponent() {}

  public HotlineComponent(CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    HotlineConfiguration options = getConfiguration().forEndpoint();
    // Taken as it is: Camel would put a bean's toString in place of #bean:name.
    String connection = getAndRemoveParameter(parameters, "connection", String.class);
    if (connection != null) {
      options.setConnection(connection);
    }
    HotlineEndpoint endpoint = new HotlineEndpoint(uri, this, operation(remaining), options);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static HotlineOperation operation(String path) {
    return switch (path) {
      case "info" -> HotlineOperation.INFO;
      case "send" -> HotlineOperation.SEND;
      default ->
          throw new IllegalArgumentException(
              "hotline:" + path + " does not exist; there are hotline:info and hotline:send");
    };
  }

  /**
   * Makes a producer's client of the shared parts, and sees whether its connection works if that is
   * asked for.
   *
   * @throws IllegalArgumentException naming the option that is missing or wrong
   * @throws IllegalStateException if the connection does not work and is to
   */
  Line open(HotlineConfiguration options) {
    TopicsClient.Settings settings = options.settings();
    if (options.getRequestTimeout() < SHORTEST_ADVISED) {
      LOG.warn(
          "requestTimeout is {} ms; Hotline advises 10 s at least, since a call that is given up"
              + " may still run",
          options.getRequestTimeout());
    }
    TopicsClient.Engine running = engine;
    Gates open = gates;
    ConnectionsInUse using = inUse;
    if (running == null || open == null || using == null) {
      throw new IllegalStateException("the hotline component is not started");
    }
    Supplier<Connections.Found> find = () -> connections().find(options, getCamelContext());
    Connections.Found first = find.get(); // what is missing is told now, not at the first call
    HttpTransport transport = transport(options, running);
    ConnectionInUse connection = using.use(first);
    try {
      AccessSource access =
          new AccessSource(
              first,
              find,
              open,
              connection.tally(),
              changed -> {
                connection.changed(changed);
                show(open);
              });
      TopicRef topic = options.topicToVerify();
      if (topic != null) {
        AccessSource apart = new AccessSource(first, find, open, new Tally(), ignored -> {});
        StartCheck.run(
            options.getVerifyOnStartup(),
            connection,
            connection.verification(
                topic,
                () ->
                    new Verification(
                        topic,
                        asking(
                            topic, new TopicsClient(apart, options.probing(), transport, running)),
                        asking(
                            topic, new TopicsClient(apart, options.starting(), transport, running)),
                        Verification.PATIENCE,
                        System::nanoTime,
                        running.clock())));
      }
      return new Line(new TopicsClient(access, settings, transport, running), connection);
    } catch (RuntimeException | Error e) {
      using.release(connection);
      throw e;
    }
  }

  /** The producer is through with it. */
  void close(Line line) {
    ConnectionsInUse using = inUse;
    if (using != null) {
      using.release(line.connection());
    }
  }

  /** In a lane of its own, so that it waits behind no route's calls, and pushes none out. */
  private static Verification.Call asking(TopicRef topic, TopicsClient client) {
    return callback -> client.call(new InfoByTopic(topic), Turn.beside("verifyTopic"), callback);
  }

  InFlight inFlight() {
    return inFlight;
  }

  private HttpTransport transport(HotlineConfiguration options, TopicsClient.Engine running) {
    SSLContextParameters ssl = options.getSslContextParameters();
    TransportKey key =
        new TransportKey(
            options.getConnectTimeout(),
            ssl == null && useGlobalSslContextParameters
                ? retrieveGlobalSslContextParameters()
                : ssl,
            options.proxy());
    return transports.computeIfAbsent(key, k -> k.open(getCamelContext(), running.timer()));
  }

  private void show(Gates open) {
    Meters showing = meters;
    if (showing != null) {
      showing.show(open);
    }
  }

  /** Watches the calls for an exchange, if anybody wants to know of them. */
  Watch watch(Exchange exchange, HotlineConfiguration options) {
    Audit heard = audit;
    Meters counting = meters;
    return heard.isHeard() || counting != null
        ? new Watch(exchange, connections().name(options), heard, counting)
        : Watch.NONE;
  }

  private synchronized Connections connections() {
    return new Connections(
        configuration,
        connections,
        new Gate.Limits(
            maxConcurrentCalls,
            maxQueuedCalls,
            RateLimitOption.read(Connections.PROPERTY + "rateLimit", rateLimit)));
  }

  /** Changes whose credentials are used from the next call on. */
  synchronized void change(UnaryOperator<Connections> change) {
    Connections changed = change.apply(connections());
    configuration = changed.own();
    connections = changed.named();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var threads = getCamelContext().getExecutorServiceManager();
    ThreadPoolProfile one = new ThreadPoolProfile("HotlineTimer");
    one.setPoolSize(1);
    one.setMaxQueueSize(-1); // the gate bounds what waits
    // Camel's default drops the tasks that come after a shutdown without a word.
    one.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    ScheduledExecutorService timerThread =
        threads.newScheduledThreadPool(this, "HotlineTimer", one);
    // A route may block on the thread it goes on with, even on another call, so there is always
    // one more thread to be had; with routes that do not block there are only a few.
    ExecutorService routing = threads.newCachedThreadPool(this, "HotlineRouting");
    timer = timerThread;
    hop = routing;
    gates = new Gates(connections().declared(), timerThread, System::nanoTime);
    audit = new Audit(getCamelContext().getRegistry().findByType(HotlineAuditor.class));
    meters = Meters.of(getCamelContext());
    show(gates);
    inUse = new ConnectionsInUse(getCamelContext(), name());
    stopAt = null;
    ExecutorService markers = threads.newThreadPool(this, "HotlineIdempotence", markers());
    marking = markers;
    MarkThreads marks = new MarkThreads(markers, routing);
    markThreads = marks;
    reloadedSecrets.remember();
    getCamelContext().getManagementStrategy().addEventNotifier(reloadedSecrets);
    getCamelContext().getManagementStrategy().addEventNotifier(stopListener);
    engine =
        new TopicsClient.Engine(
            timerThread,
            marks.hop(),
            InstantSource.system(),
            () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Nobody waits any more; those under way have until Camel's shutdown timeout from now. */
  private void drain() {
    ShutdownStrategy shutdown = getCamelContext().getShutdownStrategy();
    if (stopAt == null) {
      stopAt = System.nanoTime() + shutdown.getTimeUnit().toNanos(shutdown.getTimeout());
    }
    Gates open = gates;
    if (open != null) {
      open.drain();
    }
    MarkThreads marks = markThreads;
    if (marks != null) {
      marks.sendAway();
    }
  }

  private void awaitCalls() {
    drain();
    Long end = stopAt;
    int left = inFlight.await(end == null ? 0 : end - System.nanoTime());
    if (left > 0) {
      LOG.warn("Camel's shutdown timeout is over: {} exchanges are cut off from Hotline", left);
    }
  }

  /**
   * As many threads as there may be calls under way: who calls one at a time keeps the order in
   * which messages came.
   */
  private ThreadPoolProfile markers() {
    ThreadPoolProfile markers = new ThreadPoolProfile("HotlineIdempotence");
    markers.setPoolSize(maxConcurrentCalls);
    markers.setMaxPoolSize(maxConcurrentCalls);
    markers.setMaxQueueSize(maxQueuedCalls);
    markers.setAllowCoreThreadTimeOut(true);
    markers.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    return markers;
  }

  MarkThreads markThreads() {
    MarkThreads running = markThreads;
    if (running == null) {
      throw new IllegalStateException("the hotline component is not started");
    }
    return running;
  }

  @Override
  protected void doStop() throws Exception {
    getCamelContext().getManagementStrategy().removeEventNotifier(reloadedSecrets);
    getCamelContext().getManagementStrategy().removeEventNotifier(stopListener);
    engine = null;
    if (meters != null) {
      meters.close();
      meters = null;
    }
    awaitCalls();
    if (gates != null) {
      gates.close();
      gates = null;
    }
    transports.values().forEach(HttpTransport::close);
    transports.clear();
    var threads = getCamelContext().getExecutorServiceManager();
    if (marking != null && markThreads != null) {
      threads.shutdown(marking);
      markThreads.sendAway();
      marking = null; // markThreads stays, and refuses
    }
    inFlight.await(LAST_WORDS.toNanos()); // those that were cut are being told
    if (inUse != null) {
      inUse.clear();
      inUse = null;
    }
    if (timer != null) {
      threads.shutdownNow(timer);
      timer = null;
    }
    if (hop != null) {
      threads.shutdown(hop);
      hop = null;
    }
    super.doStop();
  }

  /** By which properties and URIs know this component. */
  String name() {
    CamelContext context = getCamelContext();
    return context.getComponentNames().stream()
        .filter(name -> context.hasComponent(name) == this)
        .findFirst()
        .orElse("hotline");
  }

  /** What is known of each connection in use. */
  List<Statistics> statistics() {
    ConnectionsInUse using = inUse;
    return using == null ? List.of() : using.statistics();
  }

  private long calls(Outcome outcome) {
    ConnectionsInUse using = inUse;
    return using == null ? 0 : using.total().calls(outcome);
  }

  private LongStream gates(ToLongFunction<Gate> number) {
    Gates open = gates;
    return open == null ? LongStream.empty() : open.all().stream().mapToLong(number);
  }

  @ManagedAttribute(description = "Calls under way")
  public long getCallsUnderWay() {
    return gates(Gate::underWay).sum();
  }

  @ManagedAttribute(description = "Calls that wait for their turn or for a retry")
  public long getCallsWaiting() {
    return gates(Gate::waiting).sum();
  }

  @ManagedAttribute(
      description =
          "Milliseconds for which no call goes, since Hotline asked for it; the longest of all"
              + " access tokens, 0 without a pause")
  public long getPausedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(gates(Gate::pausedNanos).max().orElse(0));
  }

  @ManagedAttribute(description = "Calls that ended as OK")
  public long getCallsOk() {
    return calls(Outcome.OK);
  }

  @ManagedAttribute(description = "Calls that ended as REJECTED")
  public long getCallsRejected() {
    return calls(Outcome.REJECTED);
  }

  @ManagedAttribute(description = "Calls that ended as NOT_SENT")
  public long getCallsNotSent() {
    return calls(Outcome.NOT_SENT);
  }

  @ManagedAttribute(description = "Calls that ended as UNKNOWN")
  public long getCallsUnknown() {
    return calls(Outcome.UNKNOWN);
  }

  @ManagedAttribute(description = "The connections in use, one a line")
  public String getConnectionsInUse() {
    return statistics().stream().map(Statistics::toString).collect(Collectors.joining("\n"));
  }

  public synchronized HotlineConfiguration getConfiguration() {
    return configuration;
  }

  /** What endpoints start from; each copies it, so a later change reaches only later endpoints. */
  public synchronized void setConfiguration(HotlineConfiguration configuration) {
    this.configuration = configuration;
  }

  public synchronized Map<String, HotlineConnection> getConnections() {
    return connections;
  }

  public synchronized void setConnections(Map<String, HotlineConnection> connections) {
    this.connections = connections;
  }

  @Override
  public boolean isUseGlobalSslContextParameters() {
    return useGlobalSslContextParameters;
  }

  @Override
  public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
    this.useGlobalSslContextParameters = useGlobalSslContextParameters;
  }

  public int getMaxConcurrentCalls() {
    return maxConcurrentCalls;
  }

  public void setMaxConcurrentCalls(int maxConcurrentCalls) {
    this.maxConcurrentCalls = maxConcurrentCalls;
  }

  public int getMaxQueuedCalls() {
    return maxQueuedCalls;
  }

  public void setMaxQueuedCalls(int maxQueuedCalls) {
    this.maxQueuedCalls = maxQueuedCalls;
  }

  public String getRateLimit() {
    return rateLimit;
  }

  public void setRateLimit(String rateLimit) {
    this.rateLimit = rateLimit;
  }
}
