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

  private record Entry(int times, Predicate<Call> matching, Answer answer) {}

  private final List<Entry> next = new ArrayList<>();
  private final Deque<Entry> always = new ArrayDeque<>();
  private final Consumer<Change> watcher;

  Script(Consumer<Change> watcher) {
    this.watcher = watcher;
  }

  synchronized void add(int times, Predicate<Call> matching, Answer answer) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    next.add(new Entry(times, matching, answer));
    watcher.accept(new Change.OfScript());
  }

  synchronized void always(Predicate<Call> matching, Answer answer) {
    always.addFirst(new Entry(1, matching, answer));
    watcher.accept(new Change.OfScript());
  }

  /** Whether nothing is told for any call. */
  synchronized boolean isEmpty() {
    return next.isEmpty() && always.isEmpty();
  }

  /** The answer for a call that has arrived. */
  synchronized Answer next(Call call) {
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).matching().test(call)) {
        return use(i);
      }
    }
    for (Entry entry : always) {
      if (entry.matching().test(call)) {
        return entry.answer();
      }
    }
    return Answer.usual();
  }

  /** What the call whose body is about to be read gets, if that is to be cut there. */
  synchronized Optional<CutRequest> nextWhileReading() {
    if (next.isEmpty()
        || next.get(0).matching() != ANY
        || !(next.get(0).answer() instanceof CutRequest cut)) {
      return Optional.empty();
    }
    use(0);
    return Optional.of(cut);
  }

  private Answer use(int index) {
    Entry entry = next.get(index);
    if (entry.times() > 1) {
      next.set(index, new Entry(entry.times() - 1, entry.matching(), entry.answer()));
    } else {
      next.remove(index);
    }
    watcher.accept(new Change.OfScript());
    return entry.answer();
  }
}
