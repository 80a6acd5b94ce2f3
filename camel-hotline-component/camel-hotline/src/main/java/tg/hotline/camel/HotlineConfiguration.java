package tg.hotline.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.ApiUrl;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.RetryPolicy;
import tg.hotline.topics.TopicsClient;

/**
 * What can be set on the component, for all its endpoints, and on each of them. Durations are
 * milliseconds here and written as {@code 30s} in URIs and properties. Not thread-safe.
 */
@UriParams
public class HotlineConfiguration implements Cloneable {

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "Access token of the connections' owner, issued by Hotline's support. Required, here or"
              + " on the component.")
  private @Nullable String accessToken;

  @UriParam(label = "security")
  @Metadata(
      description =
          "Number of the connection, from the setup bot. Required, here or on the component.")
  private @Nullable String instance;

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "API key of the connection, from the setup bot. Required, here or on the component.")
  private @Nullable String apiKey;

  @UriParam(label = "common", defaultValue = ApiUrl.PRODUCTION)
  @Metadata(
      description =
          "Address of the Topics API. https, or plain http to localhost, 127.0.0.0/8 and ::1.")
  private String apiUrl = ApiUrl.PRODUCTION;

  @UriParam(label = "security")
  @Metadata(
      description = "Lets plain http leave this machine. Secrets can then be read on the way.")
  private boolean allowInsecureHttp;

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
  @Metadata(description = "Longest wait between two tries.")
  private long retryBackoffMax = 30_000;

  @UriParam(label = "common", javaType = "java.time.Duration", defaultValue = "5m")
  @Metadata(
      description =
          "For all tries together, from the exchange's arrival; waiting for a turn is included.")
  private long retryTimeout = 300_000;

  /** A copy to change without changing this one. */
  public HotlineConfiguration copy() {
    try {
      return (HotlineConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  Credentials credentials() {
    List<String> missing = new ArrayList<>();
    String token = required("accessToken", accessToken, missing);
    String number = required("instance", instance, missing);
    String key = required("apiKey", apiKey, missing);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "Hotline's credentials are incomplete: set "
              + String.join(
                  ", ", missing.stream().map(n -> "camel.component.hotline." + n).toList())
              + " (or the endpoint's option of the same name)");
    }
    return new Credentials(token, number, key);
  }

  private static String required(String name, @Nullable String value, List<String> missing) {
    if (value == null || value.isBlank()) {
      missing.add(name);
      return "";
    }
    return value.strip();
  }

  TopicsClient.Settings settings() {
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("requestTimeout", requestTimeout);
    return new TopicsClient.Settings(
        ApiUrl.parse(apiUrl, allowInsecureHttp),
        Duration.ofMillis(requestTimeout),
        new RetryPolicy(
            maxRetries,
            Duration.ofMillis(retryBackoff),
            Duration.ofMillis(retryBackoffMax),
            Duration.ofMillis(retryTimeout)));
  }

  private static void requirePositive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " must be longer than 0, not " + millis + " ms");
    }
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
}
