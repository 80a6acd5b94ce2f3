package tg.hotline.sandbox;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** So many calls at a time; the others queue, without limit, as n8n lets them. Thread-safe. */
final class Slots {
  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Slots(int count, Executor executor) {
    this.free = count;
    this.executor = executor;
  }

  /** Whether there is one at once; if not, runs the call when it has one. */
  synchronized boolean take(Runnable call) {
    if (free > 0) {
      free--;
      return true;
    }
    waiting.add(call);
    return false;
  }

  /** Gives one back. */
  synchronized void release() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      executor.execute(next);
    }
  }
}
