package tg.hotline.camel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.Gate;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.Texts;

/**
 * Makes {@code hotline:info} and {@code hotline:send} endpoints. Holds their common options, and
 * while it is started what they share.
 */
@ManagedResource(description = "Managed Hotline Component")
@Component("hotline")
public class HotlineComponent extends DefaultComponent implements SSLContextParametersAware {

  private static final Logger LOG = LoggerFactory.getLogger(HotlineComponent.class);
  private static final long SHORTEST_ADVISED = 10_000;
  private static final Pattern ZERO = Pattern.compile("(?i)#|(pt?)?0");

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

  private final ReloadedSecrets reloadedSecrets = new ReloadedSecrets(this);
  private volatile @Nullable Switchboard board;

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
      options.templatesConnection(Connections.bean(connection, getCamelContext()));
    }
    HotlineEndpoint endpoint = new HotlineEndpoint(uri, this, operation(remaining), options);
    Object unchangedFor = parameters.get("unchangedFor");
    Object cacheTtl = parameters.get("cacheTtl");
    setProperties(endpoint, parameters);
    if (endpoint.getUnchangedFor() == 0 && unchangedFor instanceof String text) {
      checkIsZero("unchangedFor", text);
    }
    if (endpoint.getConfiguration().getCacheTtl() == 0 && cacheTtl instanceof String text) {
      checkIsZero("cacheTtl", text);
    }
    return endpoint;
  }

  /** Camel takes for 0 what it cannot read, 15M for one, and there 0 means: at once, or never. */
  private static void checkIsZero(String option, String duration) {
    if (!ZERO.matcher(duration).lookingAt()) {
      throw new IllegalArgumentException(
          "%s=%s is no duration such as 15m or PT15M".formatted(option, Texts.excerpt(duration)));
    }
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
   * Opens a producer's line.
   *
   * @throws IllegalArgumentException naming the option that is missing or wrong
   * @throws IllegalStateException if its connection does not work and is to
   */
  Line open(HotlineConfiguration options) {
    Switchboard open = board;
    if (open == null) {
      throw new IllegalStateException("the hotline component is not started");
    }
    if (options.getRequestTimeout() < SHORTEST_ADVISED) {
      LOG.warn(
          "requestTimeout is {} ms; Hotline advises 10 s at least, since a call that is given up"
              + " may still run",
          options.getRequestTimeout());
    }
    SSLContextParameters ssl = options.getSslContextParameters();
    return open.open(
        options,
        () -> connections().find(options, getCamelContext()),
        ssl == null && useGlobalSslContextParameters ? retrieveGlobalSslContextParameters() : ssl);
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
    board = new Switchboard(this, connections());
    reloadedSecrets.remember();
    getCamelContext().getManagementStrategy().addEventNotifier(reloadedSecrets);
  }

  @Override
  protected void doStop() throws Exception {
    getCamelContext().getManagementStrategy().removeEventNotifier(reloadedSecrets);
    Switchboard open = board;
    board = null;
    if (open != null) {
      open.close();
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
    Switchboard open = board;
    return open == null ? List.of() : open.statistics();
  }

  private long calls(Outcome outcome) {
    Switchboard open = board;
    return open == null ? 0 : open.calls(outcome);
  }

  private LongStream gates(ToLongFunction<Gate> number) {
    Switchboard open = board;
    return open == null ? LongStream.empty() : open.gates(number);
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
