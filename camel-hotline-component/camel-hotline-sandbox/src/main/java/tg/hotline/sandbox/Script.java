package tg.hotline.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tg.hotline.sandbox.Answer.CutRequest;

/**
 * What calls are to get. First told, first used, by the first call that matches; what holds for all
 * calls that match comes after that, last told first. Thread-safe.
 */
final class Script {
  static final Predicate<Call> ANY = call -> true;

  /** The label of what has none: a program scripted it. */
  static final String BY_PROGRAM = "scripted by the program";

  /**
   * What is scripted.
   *
   * @param times for how many calls more; means nothing for what holds for all
   */
  record Entry(int times, Predicate<Call> matching, Answer answer, String label) {
    boolean matchesAny() {
      return matching == ANY;
    }
  }

  private final List<Entry> next = new ArrayList<>();
  private final Deque<Entry> always = new ArrayDeque<>();
  private final Consumer<Change> watcher;

  Script(Consumer<Change> watcher) {
    this.watcher = watcher;
  }

  /**
   * Tells what the next calls that match get.
   *
   * @param label what people call it
   */
  synchronized void add(int times, Predicate<Call> matching, Answer answer, String label) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    next.add(new Entry(times, matching, answer, label));
    watcher.accept(new Change.OfScript());
  }

  synchronized void always(Predicate<Call> matching, Answer answer) {
    always.addFirst(new Entry(1, matching, answer, BY_PROGRAM));
    watcher.accept(new Change.OfScript());
  }

  /** Forgets what is told for the next calls, whoever told it. */
  synchronized void clearNext() {
    next.clear();
    watcher.accept(new Change.OfScript());
  }

  /** What is told for the next calls, in the order it is used. */
  synchronized List<Entry> queue() {
    return List.copyOf(next);
  }

  /** What holds for all calls that match, in the order it is looked at. */
  synchronized List<Entry> standing() {
    return List.copyOf(always);
  }

  /** Whether nothing is told for any call. */
  synchronized boolean isEmpty() {
    return next.isEmpty() && always.isEmpty();
  }

  /** What a call that has arrived gets; empty for the usual. */
  synchronized Optional<Entry> next(Call call) {
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).matching().test(call)) {
        return Optional.of(use(i));
      }
    }
    for (Entry entry : always) {
      if (entry.matching().test(call)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** What the call whose body is about to be read gets, if that is to be cut there. */
  synchronized Optional<Entry> nextWhileReading() {
    return !next.isEmpty() && next.get(0).matchesAny() && next.get(0).answer() instanceof CutRequest
        ? Optional.of(use(0))
        : Optional.empty();
  }

  private Entry use(int index) {
    Entry entry = next.get(index);
    if (entry.times() > 1) {
      next.set(
          index, new Entry(entry.times() - 1, entry.matching(), entry.answer(), entry.label()));
    } else {
      next.remove(index);
    }
    watcher.accept(new Change.OfScript());
    return entry;
  }
}
