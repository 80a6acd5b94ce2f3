package tg.hotline.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the next calls are to get. First told, first used. Thread-safe. */
final class Script {
  private record Entry(int times, Answer answer) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(int times, Answer answer) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    entries.addLast(new Entry(times, answer));
  }

  /** The answer for the call that has just arrived. */
  synchronized Answer next() {
    Entry entry = entries.pollFirst();
    if (entry == null) {
      return Answer.usual();
    }
    if (entry.times() > 1) {
      entries.addFirst(new Entry(entry.times() - 1, entry.answer()));
    }
    return entry.answer();
  }
}
