package tg.hotline.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest changes, numbered from 1, for those who watch. Thread-safe. */
final class Feed {
  static final int KEPT = 10_000;

  private final Deque<Change> changes = new ArrayDeque<>();
  private long last;

  synchronized void changed(Change change) {
    changes.addLast(change);
    if (changes.size() > KEPT) {
      changes.removeFirst();
    }
    last++;
    notifyAll();
  }

  /** The newest change's number, 0 before the first. */
  synchronized long last() {
    return last;
  }

  /**
   * The changes after the one with this number, oldest first; waits for the first of them, and is
   * an empty list when time is up.
   *
   * @return empty if some of them are no longer kept: who asks has to look at everything anew
   */
  synchronized Optional<List<Change>> after(long number, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (last <= number) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.of(List.of());
      }
      wait(left);
    }
    long missed = last - number;
    if (missed > changes.size()) {
      return Optional.empty();
    }
    return Optional.of(changes.stream().skip(changes.size() - missed).toList());
  }
}
