package tg.hotline.camel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.Gate;
import tg.hotline.topics.Outcome;

/**
 * Meters in a registry of Micrometer. Their tags are few: operations, outcomes, and the names of
 * connections that there are, since a call by an unknown one is refused before it is counted.
 */
final class MicrometerMeters implements Meters {

  static final String CALLS = "hotline.calls";
  static final String ATTEMPTS = "hotline.attempts";
  static final String WAITING = "hotline.calls.waiting";
  static final String UNDER_WAY = "hotline.calls.active";
  static final String PAUSED = "hotline.paused";

  private static final Logger LOG = LoggerFactory.getLogger(MicrometerMeters.class);
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  /** What is counted together. */
  private record Kind(HotlineOperation operation, String connection, Outcome outcome) {

    Tags tags() {
      return Tags.of(
          "operation",
          operation.name().toLowerCase(Locale.ROOT),
          "outcome",
          outcome.name(),
          "connection",
          connection);
    }

    // Written out because of JDK-8078641: what Java 17 makes of a record's own keeps its classes
    // from being unloaded with a web application.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind kind
          && operation == kind.operation
          && connection.equals(kind.connection)
          && outcome == kind.outcome;
    }

    @Override
    public int hashCode() {
      return (connection.hashCode() * 31 + operation.hashCode()) * 31 + outcome.hashCode();
    }
  }

  private final MeterRegistry registry;
  private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private final Set<String> shown = new HashSet<>();
  private final List<Meter> gauges = new ArrayList<>();
  private final AtomicBoolean refused = new AtomicBoolean();

  private MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * As camel-micrometer looks for it: of the name {@code metricRegistry}, else the only one there
   * is; and where several are, as in Spring Boot with more than one, that which stands for all.
   */
  static @Nullable Meters of(CamelContext context) {
    var beans = context.getRegistry();
    MeterRegistry named = beans.lookupByNameAndType("metricRegistry", MeterRegistry.class);
    if (named != null) {
      return new MicrometerMeters(named);
    }
    Set<MeterRegistry> all = beans.findByType(MeterRegistry.class);
    List<MeterRegistry> candidates =
        all.size() == 1
            ? List.copyOf(all)
            : all.stream().filter(CompositeMeterRegistry.class::isInstance).toList();
    if (candidates.size() == 1) {
      return new MicrometerMeters(candidates.get(0));
    }
    if (!all.isEmpty()) {
      LOG.warn(
          "No meters: there are {} beans of type {}; name one of them metricRegistry",
          all.size(),
          MeterRegistry.class.getName());
    }
    return null;
  }

  @Override
  public void tried(HotlineOperation operation, String connection, Outcome outcome) {
    safely(
        () ->
            counters
                .computeIfAbsent(
                    new Kind(operation, connection, outcome),
                    kind ->
                        Counter.builder(ATTEMPTS)
                            .description("Tries to call Hotline, by how they ended")
                            .tags(kind.tags())
                            .register(registry))
                .increment());
  }

  @Override
  public void called(HotlineOperation operation, String connection, Outcome outcome, long nanos) {
    safely(
        () ->
            timers
                .computeIfAbsent(
                    new Kind(operation, connection, outcome),
                    kind ->
                        Timer.builder(CALLS)
                            .description(
                                "Calls of Hotline from their arrival to their end, all tries together")
                            .tags(kind.tags())
                            .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS));
  }

  /** A registry that refuses a meter must not end a call. */
  private void safely(Runnable counting) {
    try {
      counting.run();
    } catch (RuntimeException | Error e) {
      if (refused.compareAndSet(false, true)) { // once is enough
        LOG.warn("Meters are missing: {}", e.toString());
      }
    }
  }

  @Override
  public void show(Gates gates) {
    Set<String> names = gates.names();
    synchronized (shown) {
      for (String name : names) {
        if (shown.add(name)) {
          safely(() -> show(name, gates));
        }
      }
    }
  }

  private void show(String name, Gates gates) {
    show(
        WAITING,
        "Calls that wait, for their turn or for a retry",
        null,
        name,
        gates,
        all -> all.stream().mapToInt(Gate::waiting).sum());
    show(
        UNDER_WAY,
        "Calls under way",
        null,
        name,
        gates,
        all -> all.stream().mapToInt(Gate::underWay).sum());
    show(
        PAUSED,
        "How long Hotline's pause still lasts",
        "seconds",
        name,
        gates,
        all -> all.stream().mapToLong(Gate::pausedNanos).max().orElse(0) / NANOS);
  }

  private void show(
      String meter,
      String description,
      @Nullable String unit,
      String name,
      Gates gates,
      ToDoubleFunction<List<Gate>> value) {
    Tags tags = Tags.of("connection", name);
    if (registry.find(meter).tags(tags).gauge() != null) {
      LOG.warn("No gauge {} of {}: another hotline component has it", meter, name);
      return;
    }
    gauges.add(
        Gauge.builder(meter, gates, all -> value.applyAsDouble(all.named(name)))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry));
  }

  @Override
  public void close() {
    synchronized (shown) {
      gauges.forEach(registry::remove);
      gauges.clear();
    }
  }
}
