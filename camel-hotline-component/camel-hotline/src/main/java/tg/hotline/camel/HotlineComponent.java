package tg.hotline.camel;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Gate;
import tg.hotline.topics.HttpTransport;
import tg.hotline.topics.TopicsClient;

/**
 * Makes {@code hotline:info} and {@code hotline:send} endpoints, and holds what they share:
 * threads, connections, and a gate for each access token.
 */
@Component("hotline")
public class HotlineComponent extends DefaultComponent {

  @Metadata private HotlineConfiguration configuration = new HotlineConfiguration();

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

  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final Map<Long, HttpTransport> transports = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ExecutorService hop;
  private TopicsClient.@Nullable Engine engine;

  public HotlineComponent() {}

  public HotlineComponent(CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    HotlineEndpoint endpoint =
        new HotlineEndpoint(uri, this, operation(remaining), configuration.copy());
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
   * Makes a client of the shared parts.
   *
   * @throws IllegalArgumentException naming the option that is missing or wrong
   */
  TopicsClient createClient(HotlineConfiguration options) {
    Credentials credentials = options.credentials();
    TopicsClient.Settings settings = options.settings();
    TopicsClient.Engine running = engine;
    if (running == null) {
      throw new IllegalStateException("the hotline component is not started");
    }
    return new TopicsClient(
        credentials,
        settings,
        gates.computeIfAbsent(
            credentials.accessToken(),
            token -> new Gate(maxConcurrentCalls, maxQueuedCalls, running.timer())),
        transports.computeIfAbsent(
            options.getConnectTimeout(),
            millis -> new HttpTransport(Duration.ofMillis(millis), running.timer())),
        running);
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
    engine =
        new TopicsClient.Engine(
            timerThread, routing, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  @Override
  protected void doStop() throws Exception {
    engine = null;
    gates.values().forEach(Gate::close);
    gates.clear();
    transports.values().forEach(HttpTransport::close);
    transports.clear();
    var threads = getCamelContext().getExecutorServiceManager();
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

  public HotlineConfiguration getConfiguration() {
    return configuration;
  }

  /** What endpoints start from; each copies it, so a later change reaches only later endpoints. */
  public void setConfiguration(HotlineConfiguration configuration) {
    this.configuration = configuration;
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
}
