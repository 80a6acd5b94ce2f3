package tg.hotline.camel;

import java.time.Duration;
import java.util.Locale;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.ApiUrl;
import tg.hotline.topics.Overflow;
import tg.hotline.topics.Proxy;
import tg.hotline.topics.RetryPolicy;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsClient;

/**
 * What can be set on the component, for all its endpoints, and on each of them. Durations are
 * milliseconds here and written as {@code 30s} in URIs and properties. Not thread-safe.
 */
@UriParams
public class HotlineConfiguration implements Cloneable {

  private static final long LONGEST_VERIFICATION = 10_000;

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "Access token of the connections' owner, issued by Hotline's support. Required, here, on"
              + " the connection or on the component.")
  private @Nullable String accessToken;

  @UriParam(label = "security")
  @Metadata(
      description =
          "Number of the connection, from the setup bot. Required, here, on the connection or on"
              + " the component.")
  private @Nullable String instance;

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "API key of the connection, from the setup bot. Required, here, on the connection or on"
              + " the component.")
  private @Nullable String apiKey;

  @UriParam(label = "common")
  @Metadata(
      description =
          "Whose credentials to use: a name in the component's connections, or of a bean of type"
              + " HotlineConnection. Instead of accessToken, instance and apiKey.")
  private @Nullable String connection;

  @UriParam(label = "common", defaultValue = ApiUrl.PRODUCTION)
  @Metadata(
      description =
          "Address of the Topics API. https, or plain http to localhost, 127.0.0.0/8 and ::1.")
  private String apiUrl = ApiUrl.PRODUCTION;

  @UriParam(label = "security")
  @Metadata(
      description = "Lets plain http leave this machine. Secrets can then be read on the way.")
  private boolean allowInsecureHttp;

  @UriParam(label = "security")
  @Metadata(
      description =
          "Whom to trust and who we are: own certificate authorities, client certificates, protocols."
              + " Without it the JVM's.")
  private @Nullable SSLContextParameters sslContextParameters;

  @UriParam(label = "proxy")
  @Metadata(description = "Name or address of an HTTP proxy to go through.")
  private @Nullable String proxyHost;

  @UriParam(label = "proxy")
  @Metadata(description = "The proxy's port.")
  private int proxyPort;

  @UriParam(label = "proxy,security", secret = true)
  @Metadata(description = "User of the proxy, for Basic authentication.")
  private @Nullable String proxyUsername;

  @UriParam(label = "proxy,security", secret = true)
  @Metadata(description = "Password of the proxy's user.")
  private @Nullable String proxyPassword;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "5s")
  @Metadata(description = "For opening a connection, TLS included.")
  private long connectTimeout = 5_000;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "30s")
  @Metadata(
      description =
          "For one try, from its start to the answer's last byte. Hotline advises 10s at least.")
  private long requestTimeout = 30_000;

  @UriParam(label = "common", defaultValue = "5")
  @Metadata(
      description =
          "Tries after the first, at most. info is tried again unless Hotline refused; send only"
              + " if the message was surely not sent.")
  private int maxRetries = 5;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "1s")
  @Metadata(description = "Wait before the first retry; it doubles with each.")
  private long retryBackoff = 1_000;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "30s")
  @Metadata(
      description =
          "Longest wait between two tries, also where Hotline's Retry-After asks for longer.")
  private long retryBackoffMax = 30_000;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "5m")
  @Metadata(
      description =
          "For all tries together, from the exchange's arrival; waiting for a turn is included."
              + " Each part of a long text has its own.")
  private long retryTimeout = 300_000;

  @UriParam(label = "producer", javaType = "java.time.Duration", defaultValue = "0")
  @Metadata(
      description =
          "to info: for how long what Hotline says of a topic is kept, and told without a call to"
              + " others who ask. While a call is under way, others who ask for the same topic get"
              + " its answer. 0: each exchange makes a call of its own.")
  private long cacheTtl;

  @UriParam(label = "common", enums = "split,truncate,fail", defaultValue = "split")
  @Metadata(
      description =
          "send: what becomes of a text longer than Telegram's 4096 UTF-16 code units. split sends"
              + " it in parts, truncate sends its beginning and an ellipsis, fail refuses it.")
  private Overflow overflow = Overflow.SPLIT;

  @UriParam(label = "common")
  @Metadata(description = "send: begins each part of a text in several with its number: (2/5).")
  private boolean partNumbers;

  @UriParam(label = "common")
  @Metadata(
      description =
          "send: sends a text again that an earlier try of the exchange may have sent (UNKNOWN)."
              + " Otherwise a redelivery fails again, without a call.")
  private boolean resendUnknown;

  @UriParam(label = "common")
  @Metadata(
      description =
          "A topic, by its link, that the connection's readiness check asks Hotline for: a real call"
              + " that changes nothing, at most one in 30s. Any topic that the connection can see.")
  private @Nullable String verifyTopic;

  @UriParam(label = "common", enums = "off,warn,fail", defaultValue = "off")
  @Metadata(
      description =
          "Whether Hotline is asked for verifyTopic when a route starts, once for each connection. If"
              + " it does not answer as it should, warn says so in the log, fail fails the start,"
              + " after 20s at most.")
  private VerifyOnStartup verifyOnStartup = VerifyOnStartup.OFF;

  private @Nullable HotlineConnection templatesConnection;

  /** A copy to change without changing this one. */
  public HotlineConfiguration copy() {
    try {
      return (HotlineConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  /** Whether any of the three is set here. */
  boolean hasCredentials() {
    return isSet(accessToken) || hasPair();
  }

  /** Whether {@code instance} or {@code apiKey} is set here. */
  boolean hasPair() {
    return isSet(instance) || isSet(apiKey);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  /**
   * A copy for an endpoint, which sets credentials of its own or none: what it does not set it
   * looks up when it needs it, since that may have changed by then.
   */
  HotlineConfiguration forEndpoint() {
    HotlineConfiguration copy = copy();
    copy.accessToken = null;
    copy.instance = null;
    copy.apiKey = null;
    copy.connection = null;
    return copy;
  }

  /**
   * @throws IllegalArgumentException naming the option that is missing or wrong
   */
  @Nullable Proxy proxy() {
    if (proxyHost == null) {
      if (proxyPort != 0 || proxyUsername != null || proxyPassword != null) {
        throw new IllegalArgumentException(
            "proxyHost is missing where proxyPort, proxyUsername or proxyPassword is set");
      }
      return null;
    }
    return new Proxy(proxyHost, proxyPort, proxyUsername, proxyPassword);
  }

  TopicsClient.Settings settings() {
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("requestTimeout", requestTimeout);
    if (cacheTtl < 0) {
      throw new IllegalArgumentException("cacheTtl must be 0 or longer, not " + cacheTtl + " ms");
    }
    return new TopicsClient.Settings(
        ApiUrl.parse(apiUrl, allowInsecureHttp),
        Duration.ofMillis(requestTimeout),
        new RetryPolicy(
            maxRetries,
            Duration.ofMillis(retryBackoff),
            Duration.ofMillis(retryBackoffMax),
            Duration.ofMillis(retryTimeout)));
  }

  /** For one try, in whose turn it may be as patient as any call. */
  TopicsClient.Settings probing() {
    return verifying(0, retryTimeout);
  }

  /** For a start, which does not wait for ever. */
  TopicsClient.Settings starting() {
    return verifying(maxRetries, Math.min(retryTimeout, LONGEST_VERIFICATION));
  }

  private TopicsClient.Settings verifying(int retries, long timeout) {
    return new TopicsClient.Settings(
        ApiUrl.parse(apiUrl, allowInsecureHttp),
        Duration.ofMillis(Math.min(requestTimeout, LONGEST_VERIFICATION)),
        new RetryPolicy(
            retries,
            Duration.ofMillis(retryBackoff),
            Duration.ofMillis(retryBackoffMax),
            Duration.ofMillis(timeout)));
  }

  private static void requirePositive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " must be longer than 0, not " + millis + " ms");
    }
  }

  /**
   * The topic to ask for; null for none.
   *
   * @throws IllegalArgumentException naming the option that is missing or wrong
   */
  @Nullable TopicRef topicToVerify() {
    if (verifyTopic != null && !verifyTopic.isBlank()) {
      return InfoInput.parse("verifyTopic", verifyTopic);
    }
    if (verifyOnStartup != VerifyOnStartup.OFF) {
      throw new IllegalArgumentException(
          "verifyOnStartup=%s needs a topic to ask Hotline for: set verifyTopic to a topic's link"
              .formatted(verifyOnStartup.name().toLowerCase(Locale.ROOT)));
    }
    return null;
  }

  public @Nullable String getAccessToken() {
    return accessToken;
  }

  public void setAccessToken(String accessToken) {
    this.accessToken = accessToken;
  }

  public @Nullable String getInstance() {
    return instance;
  }

  public void setInstance(String instance) {
    this.instance = instance;
  }

  public @Nullable String getApiKey() {
    return apiKey;
  }

  public void setApiKey(String apiKey) {
    this.apiKey = apiKey;
  }

  public @Nullable String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  /**
   * The bean that {@code connection} named when the endpoint was made: those of a route template or
   * Kamelet cannot be found later.
   */
  @Nullable HotlineConnection templatesConnection() {
    return templatesConnection;
  }

  void templatesConnection(@Nullable HotlineConnection found) {
    templatesConnection = found;
  }

  public @Nullable SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  public void setSslContextParameters(SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
  }

  public @Nullable String getProxyHost() {
    return proxyHost;
  }

  public void setProxyHost(String proxyHost) {
    this.proxyHost = proxyHost;
  }

  public int getProxyPort() {
    return proxyPort;
  }

  public void setProxyPort(int proxyPort) {
    this.proxyPort = proxyPort;
  }

  public @Nullable String getProxyUsername() {
    return proxyUsername;
  }

  public void setProxyUsername(String proxyUsername) {
    this.proxyUsername = proxyUsername;
  }

  public @Nullable String getProxyPassword() {
    return proxyPassword;
  }

  public void setProxyPassword(String proxyPassword) {
    this.proxyPassword = proxyPassword;
  }

  public String getApiUrl() {
    return apiUrl;
  }

  public void setApiUrl(String apiUrl) {
    this.apiUrl = apiUrl;
  }

  public boolean isAllowInsecureHttp() {
    return allowInsecureHttp;
  }

  public void setAllowInsecureHttp(boolean allowInsecureHttp) {
    this.allowInsecureHttp = allowInsecureHttp;
  }

  public long getConnectTimeout() {
    return connectTimeout;
  }

  public void setConnectTimeout(long connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  public long getRequestTimeout() {
    return requestTimeout;
  }

  public void setRequestTimeout(long requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  public int getMaxRetries() {
    return maxRetries;
  }

  public void setMaxRetries(int maxRetries) {
    this.maxRetries = maxRetries;
  }

  public long getRetryBackoff() {
    return retryBackoff;
  }

  public void setRetryBackoff(long retryBackoff) {
    this.retryBackoff = retryBackoff;
  }

  public long getRetryBackoffMax() {
    return retryBackoffMax;
  }

  public void setRetryBackoffMax(long retryBackoffMax) {
    this.retryBackoffMax = retryBackoffMax;
  }

  public long getRetryTimeout() {
    return retryTimeout;
  }

  public void setRetryTimeout(long retryTimeout) {
    this.retryTimeout = retryTimeout;
  }

  public long getCacheTtl() {
    return cacheTtl;
  }

  public void setCacheTtl(long cacheTtl) {
    this.cacheTtl = cacheTtl;
  }

  public Overflow getOverflow() {
    return overflow;
  }

  public void setOverflow(Overflow overflow) {
    this.overflow = overflow;
  }

  public boolean isPartNumbers() {
    return partNumbers;
  }

  public void setPartNumbers(boolean partNumbers) {
    this.partNumbers = partNumbers;
  }

  public @Nullable String getVerifyTopic() {
    return verifyTopic;
  }

  public void setVerifyTopic(@Nullable String verifyTopic) {
    this.verifyTopic = verifyTopic;
  }

  public VerifyOnStartup getVerifyOnStartup() {
    return verifyOnStartup;
  }

  public void setVerifyOnStartup(VerifyOnStartup verifyOnStartup) {
    this.verifyOnStartup = verifyOnStartup;
  }

  public boolean isResendUnknown() {
    return resendUnknown;
  }

  public void setResendUnknown(boolean resendUnknown) {
    this.resendUnknown = resendUnknown;
  }
}
