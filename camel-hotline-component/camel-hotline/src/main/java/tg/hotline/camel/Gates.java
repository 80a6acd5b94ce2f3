package tg.hotline.camel;

import static java.util.stream.Collectors.toSet;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Gate;

/**
 * The gates, one for each access token. A gate that nobody has any more, its token being rotated
 * for one, is forgotten when its rate and its pauses are over. Thread-safe.
 */
final class Gates {

  /** A gate and who asked for it first. Held until it is quiet, and then by who uses it. */
  private static final class Entry {
    final WeakReference<Gate> gate;
    final String owner;
    final String name;
    @Nullable Gate held;

    Entry(Gate gate, Connections.Found found) {
      this.gate = new WeakReference<>(gate);
      this.owner = found.owner();
      this.name = found.name();
    }

    /** Lets go of what can be forgotten. */
    boolean isOver() {
      if (held != null && held.isQuiet()) {
        held = null;
      }
      return gate.get() == null;
    }
  }

  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final Map<String, Entry> byToken = new HashMap<>();
  private final List<Gate> declared = new ArrayList<>();
  private boolean draining;

  /**
   * Opens the gates of the connections that are declared, used or not.
   *
   * @throws IllegalArgumentException if two of them have one token and other limits
   */
  Gates(
      List<Connections.Found> connections, ScheduledExecutorService timer, LongSupplier nanoTime) {
    this.timer = timer;
    this.nanoTime = nanoTime;
    for (Connections.Found found : connections) {
      declared.add(of(found));
    }
  }

  /**
   * The gate of an access token.
   *
   * @throws IllegalArgumentException if somebody else uses the token with other limits
   */
  synchronized Gate of(Connections.Found found) {
    String accessToken = found.credentials().accessToken();
    Gate.Limits limits = found.limits();
    Entry entry = byToken.get(accessToken);
    Gate gate = entry == null ? null : entry.gate.get();
    if (entry == null || gate == null) {
      byToken.values().removeIf(Entry::isOver);
      gate = new Gate(limits, timer, nanoTime);
      if (draining) {
        gate.drain();
      }
      entry = new Entry(gate, found);
      byToken.put(accessToken, entry);
    } else if (!gate.limits().equals(limits)) {
      throw new IllegalArgumentException(
          "%s and %s have the same access token, which has one gate, but ask for maxConcurrentCalls %d and %d, maxQueuedCalls %d and %d, rateLimit %s and %s; set them alike"
              .formatted(
                  entry.owner,
                  found.owner(),
                  gate.limits().maxConcurrentCalls(),
                  limits.maxConcurrentCalls(),
                  gate.limits().maxQueuedCalls(),
                  limits.maxQueuedCalls(),
                  RateLimitOption.write(gate.limits().rateLimit()),
                  RateLimitOption.write(limits.rateLimit())));
    }
    entry.held = gate;
    return gate;
  }

  /** Whose gates there are, by the names of who asked for each first. */
  synchronized Set<String> names() {
    return byToken.values().stream().map(entry -> entry.name).collect(toSet());
  }

  /** The gates that somebody of this name asked for first, more than one if tokens changed. */
  synchronized List<Gate> named(String name) {
    return byToken.values().stream()
        .filter(entry -> entry.name.equals(name))
        .map(entry -> entry.gate.get())
        .filter(Objects::nonNull)
        .toList();
  }

  /** All that are known, each once. */
  synchronized List<Gate> all() {
    return byToken.values().stream()
        .map(entry -> entry.gate.get())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Nobody waits any more, at any of them. */
  synchronized void drain() {
    draining = true;
    all().forEach(Gate::drain);
  }

  synchronized void close() {
    all().forEach(Gate::close);
    byToken.clear();
    declared.clear();
  }
}
