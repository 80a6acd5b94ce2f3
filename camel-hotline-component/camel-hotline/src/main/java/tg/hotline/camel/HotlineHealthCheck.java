package tg.hotline.camel;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsResult;

/**
 * Whether a connection is ready: with {@code verifyTopic}, whether Hotline answered when it was
 * last asked for that topic; without it, always. Thread-safe.
 */
final class HotlineHealthCheck implements HealthCheck {

  private final String id;
  private final ConnectionInUse connection;
  private volatile boolean enabled = true;

  HotlineHealthCheck(String id, ConnectionInUse connection) {
    this.id = id;
    this.connection = connection;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String getGroup() {
    return "camel";
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** What is down is Hotline: to restart this side would not help. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public Result call() {
    return call(Map.of());
  }

  @Override
  public Result call(Map<String, Object> options) {
    HealthCheckResultBuilder builder = HealthCheckResultBuilder.on(this);
    builder.detail(CHECK_ID, id).detail(CHECK_GROUP, getGroup()).detail(CHECK_KIND, "READINESS");
    Verification verification = connection.verification();
    if (!enabled) {
      return builder.unknown().detail(CHECK_ENABLED, false).build();
    }
    if (verification == null) {
      builder.up().detail("verified", "no: verifyTopic is not set");
    } else {
      tell(verification.newest(), builder);
    }
    Statistics statistics = connection.statistics();
    if (statistics != null) {
      statistics.toMap().forEach(builder::detail);
    }
    return builder.build();
  }

  private static void tell(Verification.Known known, HealthCheckResultBuilder builder) {
    TopicsResult<?> result = known.result();
    boolean ok = result.outcome() == Outcome.OK;
    builder
        .state(ok ? State.UP : State.DOWN) // of UNKNOWN, MicroProfile Health makes UP
        .detail("verified", known.at().toString())
        .detail("outcome", result.outcome().name())
        .detail("since", known.since().toString());
    if (result instanceof TopicsResult.Failure<?> failure) {
      builder.message(failure.reason());
      builder.detail("reason", failure.reason()); // not everybody shows the message
      builder.detail("status", failure.status());
    }
  }
}
