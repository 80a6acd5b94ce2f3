package tg.hotline.camel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Credentials;

/**
 * A connection of Hotline's that calls are made in the name of. Set by properties, {@code
 * camel.component.hotline.connections[sales].instance=…}, or made as a bean. Change it before its
 * routes start; for credentials that change later see {@link #setCredentials}. Not thread-safe.
 */
public class HotlineConnection {

  private @Nullable String accessToken;
  private @Nullable String instance;
  private @Nullable String apiKey;
  private @Nullable Supplier<Credentials> credentials;
  private @Nullable Integer maxConcurrentCalls;
  private @Nullable Integer maxQueuedCalls;
  private @Nullable String rateLimit;

  public @Nullable String getAccessToken() {
    return accessToken;
  }

  /** Secret. Access token of the connections' owner; the component's if it is not set here. */
  public void setAccessToken(@Nullable String accessToken) {
    this.accessToken = accessToken;
  }

  public @Nullable String getInstance() {
    return instance;
  }

  /** Number of the connection, from the setup bot. */
  public void setInstance(@Nullable String instance) {
    this.instance = instance;
  }

  public @Nullable String getApiKey() {
    return apiKey;
  }

  /** Secret. API key of the connection, from the setup bot. */
  public void setApiKey(@Nullable String apiKey) {
    this.apiKey = apiKey;
  }

  public @Nullable Supplier<Credentials> getCredentials() {
    return credentials;
  }

  /**
   * Where all three come from instead, so that they can change without a restart. Asked at the
   * start of each call, on the thread that routes the exchange, by many threads at a time: it
   * should answer from memory. What it throws ends the call as NOT_SENT.
   */
  public void setCredentials(@Nullable Supplier<Credentials> credentials) {
    this.credentials = credentials;
  }

  public @Nullable Integer getMaxConcurrentCalls() {
    return maxConcurrentCalls;
  }

  /** Calls under way at a time with this access token; the component's if it is not set here. */
  public void setMaxConcurrentCalls(@Nullable Integer maxConcurrentCalls) {
    this.maxConcurrentCalls = maxConcurrentCalls;
  }

  public @Nullable Integer getMaxQueuedCalls() {
    return maxQueuedCalls;
  }

  /** Calls that wait at a time with this access token; the component's if it is not set here. */
  public void setMaxQueuedCalls(@Nullable Integer maxQueuedCalls) {
    this.maxQueuedCalls = maxQueuedCalls;
  }

  public @Nullable String getRateLimit() {
    return rateLimit;
  }

  /**
   * Calls in a time with this access token, such as {@code 20/1m}, or {@code off}; the component's
   * if it is not set here.
   */
  public void setRateLimit(@Nullable String rateLimit) {
    this.rateLimit = rateLimit;
  }

  /** Whether any of the three is set by itself, not by a supplier. */
  boolean hasSecrets() {
    return accessToken != null || instance != null || apiKey != null;
  }

  /** A copy to change without changing this one. */
  HotlineConnection copy() {
    HotlineConnection copy = new HotlineConnection();
    copy.accessToken = accessToken;
    copy.instance = instance;
    copy.apiKey = apiKey;
    copy.credentials = credentials;
    copy.maxConcurrentCalls = maxConcurrentCalls;
    copy.maxQueuedCalls = maxQueuedCalls;
    copy.rateLimit = rateLimit;
    return copy;
  }

  /** Names the connection and none of the secrets. */
  @Override
  public String toString() {
    return "HotlineConnection[instance=" + instance + "]";
  }
}
