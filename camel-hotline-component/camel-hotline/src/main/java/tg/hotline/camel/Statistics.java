package tg.hotline.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Access;
import tg.hotline.topics.Gate;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.Tally;

/**
 * What can be seen of a connection at one moment. Health, console and JMX all show this. The gate's
 * part, {@code underWay} to {@code limits}, counts all connections with the same access token.
 *
 * @param connection its name, {@code component} for the component's own credentials, {@code
 *     endpoint-} and the instance for an endpoint's own
 * @param paused how long nobody may call any more, since Hotline asked for it
 * @param calls how those of this connection ended, since it is in use
 * @param lastFailure the latest call that did not go well, null if all did
 */
record Statistics(
    String connection,
    String instance,
    int underWay,
    int waiting,
    Duration paused,
    Gate.Limits limits,
    Map<Outcome, Long> calls,
    Tally.@Nullable LastFailure lastFailure) {

  static Statistics of(String connection, Access access) {
    Gate gate = access.gate();
    Map<Outcome, Long> calls = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      calls.put(outcome, access.tally().calls(outcome));
    }
    return new Statistics(
        connection,
        access.credentials().instance(),
        gate.underWay(),
        gate.waiting(),
        Duration.ofNanos(gate.pausedNanos()),
        gate.limits(),
        calls,
        access.tally().lastFailure());
  }

  /** Numbers and texts by name, none of them secret; a new map. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("connection", connection);
    map.put("instance", instance);
    map.put("underWay", underWay);
    map.put("waiting", waiting);
    map.put("pausedMillis", paused.toMillis());
    map.put("maxConcurrentCalls", limits.maxConcurrentCalls());
    map.put("maxQueuedCalls", limits.maxQueuedCalls());
    map.put("rateLimit", RateLimitOption.write(limits.rateLimit()));
    calls.forEach((outcome, count) -> map.put(key(outcome), count));
    if (lastFailure != null) {
      map.put("lastFailure", lastFailure.outcome().name());
      map.put("lastFailureStatus", lastFailure.status());
      map.put("lastFailureReason", lastFailure.reason());
      map.put("lastFailureAt", lastFailure.at().toString());
    }
    return map;
  }

  /** NOT_SENT → callsNotSent. */
  private static String key(Outcome outcome) {
    StringBuilder key = new StringBuilder("calls");
    for (String word : outcome.name().split("_", -1)) {
      key.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return key.toString();
  }

  /** On one line. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    toMap().forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.toString().stripTrailing();
  }
}
