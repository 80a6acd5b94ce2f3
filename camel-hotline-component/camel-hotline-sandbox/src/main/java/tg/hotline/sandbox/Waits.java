package tg.hotline.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A test's waits: they end well, or with an {@link AssertionError} that tells what came instead.
 */
final class Waits {
  private static final int QUOTED = 20;

  private Waits() {}

  /**
   * Waits for an entry, among those before too.
   *
   * @param what it waits for, in words
   * @param instead what came, in words
   */
  static <T> T first(
      Log<T> log, Predicate<T> matching, Duration timeout, String what, Supplier<String> instead) {
    List<T> all = all(log, entries -> entries.stream().anyMatch(matching), timeout, what, instead);
    return all.stream().filter(matching).findFirst().orElseThrow();
  }

  /** Waits until the entries are so, and returns them. */
  static <T> List<T> all(
      Log<T> log,
      Predicate<List<T>> condition,
      Duration timeout,
      String what,
      Supplier<String> instead) {
    Optional<List<T>> found;
    try {
      found = log.await(condition, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + what, e);
    }
    return found.orElseThrow(
        () -> new AssertionError("Waited %s for %s.%n%s".formatted(timeout, what, instead.get())));
  }

  /** The newest of them, a line each. */
  static String quoted(String name, List<?> entries) {
    return entries.stream()
        .skip(Math.max(0, entries.size() - QUOTED))
        .map(entry -> "\n  " + entry)
        .collect(
            Collectors.joining("", entries.size() + " " + name + " came, the newest last:", ""));
  }
}
