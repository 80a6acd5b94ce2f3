package tg.hotline.camel;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A repository in memory that breaks or blocks where a test wants it to: {@code add k started}
 * before that has its effect, {@code add k started!} after it, {@code contains k done/2} the second
 * time.
 */
final class MarkRepository implements IdempotentRepository {

  final Set<String> entries = ConcurrentHashMap.newKeySet();

  /** The last thread of each call. */
  final Map<String, String> threads = new ConcurrentHashMap<>();

  volatile String breaksAt = "";
  volatile String blocksAt = "";

  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private volatile CountDownLatch blocked = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(1);

  void reset() {
    release();
    entries.clear();
    threads.clear();
    calls.clear();
    breaksAt = "";
    blocksAt = "";
    blocked = new CountDownLatch(1);
    released = new CountDownLatch(1);
  }

  void awaitBlocked() throws InterruptedException {
    if (!blocked.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody came to " + blocksAt);
    }
  }

  void release() {
    released.countDown();
  }

  private boolean call(String name, String key, Predicate<String> effect) {
    String call = name + " " + key;
    threads.put(call, Thread.currentThread().getName());
    int times = calls.computeIfAbsent(call, c -> new AtomicInteger()).incrementAndGet();
    if (call.equals(blocksAt)) {
      blocked.countDown();
      try {
        if (!released.await(20, TimeUnit.SECONDS)) { // a test's own thread hangs here
          throw new IllegalStateException("not released");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (breaksAt.equals(call) || breaksAt.equals(call + "/" + times)) {
      throw new IllegalStateException("away");
    }
    if (breaksAt.equals("Error " + call)) {
      throw new NoClassDefFoundError("driver");
    }
    boolean result = effect.test(key);
    if (breaksAt.equals(call + "!")) {
      throw new IllegalStateException("away");
    }
    return result;
  }

  @Override
  public boolean add(String key) {
    return call("add", key, entries::add);
  }

  @Override
  public boolean contains(String key) {
    return call("contains", key, entries::contains);
  }

  @Override
  public boolean remove(String key) {
    return call("remove", key, entries::remove);
  }

  @Override
  public boolean confirm(String key) {
    return call("confirm", key, entries::contains);
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}
