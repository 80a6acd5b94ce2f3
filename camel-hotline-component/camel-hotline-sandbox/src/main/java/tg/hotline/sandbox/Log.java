package tg.hotline.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Numbered entries in order, and waits for them. Keeps the newest {@code capacity}. Thread-safe.
 */
final class Log<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<T> entries = new ArrayList<>();
  private long last;
  private long changes;

  Log(int capacity) {
    this.capacity = capacity;
  }

  /** Gives the entry its number, from 1. */
  T append(LongFunction<T> entry) {
    lock.lock();
    try {
      T added = entry.apply(++last);
      entries.add(added);
      if (entries.size() > capacity) {
        entries.remove(0);
      }
      signal();
      return added;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the entry with this number, if it is still kept. */
  void replace(long number, UnaryOperator<T> change) {
    lock.lock();
    try {
      int index = Math.toIntExact(number - last + entries.size() - 1);
      if (index >= 0) {
        entries.set(index, change.apply(entries.get(index)));
        signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The entry with this number, if it is still kept. */
  Optional<T> get(long number) {
    lock.lock();
    try {
      long index = number - last + entries.size() - 1;
      return index >= 0 && index < entries.size()
          ? Optional.of(entries.get((int) index))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The entries with greater numbers, as far as they are kept. */
  List<T> after(long number) {
    lock.lock();
    try {
      long first = last - entries.size();
      int from = Math.toIntExact(Math.max(0, Math.min(number - first, entries.size())));
      return List.copyOf(entries.subList(from, entries.size()));
    } finally {
      lock.unlock();
    }
  }

  /** The newest, at most so many. */
  List<T> newest(int count) {
    lock.lock();
    try {
      return List.copyOf(entries.subList(Math.max(0, entries.size() - count), entries.size()));
    } finally {
      lock.unlock();
    }
  }

  List<T> all() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /** The newest number given, 0 before the first. */
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the entries satisfy the condition, and returns them; empty when time is up. The
   * condition runs outside the lock, as it is a caller's code that may ask the sandbox again.
   */
  Optional<List<T>> await(Predicate<List<T>> condition, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      List<T> now;
      long seen;
      lock.lock();
      try {
        now = List.copyOf(entries);
        seen = changes;
      } finally {
        lock.unlock();
      }
      if (condition.test(now)) {
        return Optional.of(now);
      }
      if (!awaitChange(seen, deadline)) {
        return Optional.empty();
      }
    }
  }

  private boolean awaitChange(long seen, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (changes == seen) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    changes++;
    changed.signalAll();
  }
}
