package tg.hotline.sandbox;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import tg.hotline.sandbox.Answer.Raw;

/** What the next {@code sendMessage} of any bot are to get, first told, first used. Thread-safe. */
final class BotScript {
  private final Deque<Raw> next = new ArrayDeque<>();

  synchronized void add(int times, Raw answer) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    next.addAll(Collections.nCopies(times, answer));
  }

  synchronized Optional<Raw> next() {
    return Optional.ofNullable(next.pollFirst());
  }
}
