package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

class TopicCacheTest {

  private static final Duration TTL = Duration.ofMinutes(1);
  private static final int MANY = 10_000;
  private static final Credentials OURS = new Credentials("token", "1", "key");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TTL.toNanos() / 2);
  private final List<Runnable> hops = new ArrayList<>();
  private final TopicCache cache = new TopicCache(TTL, hops::add, now::get);

  /** The calls begun, by what is told their result. */
  private final List<Consumer<TopicsResult<TopicInfo>>> calls = new ArrayList<>();

  private final List<TopicsResult<TopicInfo>> told = new ArrayList<>();

  private static TopicCache.Key key(long topic) {
    return new TopicCache.Key(OURS, new TopicRef("2101424779", topic));
  }

  private static TopicInfo info(long topic) {
    return new TopicInfo(
        null, topic, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, Map.of());
  }

  private @Nullable TopicInfo ask(TopicCache.Key key) {
    return cache.ask(key, calls::add, told::add);
  }

  private void end(TopicsResult<TopicInfo> result) {
    calls.remove(0).accept(result);
    runHops();
  }

  private void runHops() {
    List.copyOf(hops).forEach(Runnable::run);
    hops.clear();
  }

  @Test
  void manyAskAndOneCalls() {
    for (int i = 0; i < MANY; i++) {
      assertThat(ask(key(1))).isNull();
    }
    assertThat(calls).hasSize(1);
    TopicInfo info = info(1);

    Success<TopicInfo> success = new Success<>(info);
    calls.remove(0).accept(success);

    assertThat(told).as("the one that called, on its own thread").containsExactly(success);
    assertThat(hops).as("each of the others on a thread of its own").hasSize(MANY - 1);
    runHops();
    assertThat(told).hasSize(MANY).containsOnly(success);
    assertThat(ask(key(1))).isSameAs(info);
    assertThat(calls).isEmpty();
    assertThat(told).as("what is known is not told a second time").hasSize(MANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REJECTED", "NOT_SENT", "UNKNOWN"})
  void aFailureIsToldAndNotKept(Outcome outcome) {
    Failure<TopicInfo> failure = new Failure<>(outcome, 404, "no topic", null);
    ask(key(1));
    ask(key(1));
    end(failure);
    assertThat(told).containsExactly(failure, failure);

    assertThat(ask(key(1))).isNull();
    assertThat(calls).hasSize(1);
    end(new Success<>(info(1)));
    assertThat(ask(key(1))).isNotNull();
  }

  @Test
  void factsAreToldForAsLongAsTheyAreGood() {
    ask(key(1));
    now.addAndGet(TTL.toNanos() * 2); // the call takes its time
    end(new Success<>(info(1)));

    now.addAndGet(TTL.minusMillis(1).toNanos());
    assertThat(ask(key(1))).isNotNull();
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(ask(key(1))).as("that they were asked for makes them no younger").isNull();
    assertThat(ask(key(1))).isNull();
    assertThat(calls).hasSize(1);
    end(new Failure<>(Outcome.UNKNOWN, 0, "no answer", null));
    assertThat(ask(key(1))).as("old facts do not stand in for none").isNull();
  }

  @Test
  void topicsAndConnectionsAreKeptApart() {
    ask(key(1));
    ask(key(2));
    ask(new TopicCache.Key(new Credentials("token", "2", "key"), key(1).topic()));
    ask(new TopicCache.Key(new Credentials("token", "1", "rotated"), key(1).topic()));
    ask(new TopicCache.Key(new Credentials("rotated", "1", "key"), key(1).topic()));
    assertThat(calls).hasSize(5);

    ask(new TopicCache.Key(new Credentials("token", "1", "key"), new TopicRef("2101424779", 1)));
    assertThat(calls).hasSize(5);
  }

  /** Who goes on may ask again, and may break. */
  @Test
  void whoIsToldMayDoAnything() {
    TopicCache direct = new TopicCache(TTL, Runnable::run, now::get);
    List<TopicInfo> known = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      direct.ask(
          key(1), calls::add, result -> known.add(direct.ask(key(1), calls::add, told::add)));
    }
    calls.remove(0).accept(new Success<>(info(1)));
    assertThat(known).hasSize(MANY).doesNotContainNull();

    MarkThreads none =
        new MarkThreads(
            Executors.newSingleThreadExecutor(),
            task -> {
              throw new RejectedExecutionException();
            },
            () -> false);
    TopicCache stopping = new TopicCache(TTL, none::handOver, now::get);
    for (int i = 0; i < 3; i++) {
      stopping.ask(
          key(1),
          calls::add,
          result -> {
            told.add(result);
            if (told.size() < 3) {
              throw new IllegalStateException("its route breaks");
            }
          });
    }
    calls.remove(0).accept(new Success<>(info(1)));
    assertThat(told).as("also without a thread to be had").hasSize(3);
  }

  @Test
  void aCallThatBreaksLeavesNobodyWaiting() {
    TopicCache.Call broken =
        callback -> {
          ask(key(1)); // joins
          throw new IllegalStateException("broken");
        };
    cache.ask(key(1), broken, told::add);
    runHops();
    assertThat(told).hasSize(2).extracting(TopicsResult::outcome).containsOnly(Outcome.UNKNOWN);

    ask(key(1));
    assertThat(calls).hasSize(1);
  }

  @Test
  void aResultIsToldOnce() {
    cache.ask(
        key(1),
        callback -> {
          callback.accept(new Success<>(info(1)));
          throw new IllegalStateException("after it");
        },
        told::add);
    assertThat(told).extracting(TopicsResult::outcome).containsExactly(Outcome.OK);
  }

  @Test
  void keepsSoManyAndNoMore() {
    for (int topic = 1; topic <= TopicCache.LARGEST + 500; topic++) {
      ask(key(topic));
      end(new Success<>(info(topic)));
    }
    int known = 0;
    for (int topic = 1; topic <= TopicCache.LARGEST + 500; topic++) {
      known += ask(key(topic)) == null ? 0 : 1;
    }
    assertThat(known).isBetween(TopicCache.LARGEST / 2, TopicCache.LARGEST);
  }

  /** Facts go at once and calls fail at times, so that all cases meet. */
  @Test
  void eachIsToldOnceWhoeverComesWhen() throws Exception {
    int topics = 3;
    int threads = 4;
    int asks = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads * 2);
    TopicCache racing = new TopicCache(Duration.ofNanos(20_000), pool::execute, System::nanoTime);
    Map<Long, AtomicInteger> underWay = new ConcurrentHashMap<>();
    List<String> faults = Collections.synchronizedList(new ArrayList<>());
    List<AtomicInteger> ends = new ArrayList<>();
    for (int i = 0; i < threads * asks; i++) {
      ends.add(new AtomicInteger());
    }
    for (int t = 0; t < threads; t++) {
      int first = t * asks;
      pool.execute(
          () -> {
            for (int i = first; i < first + asks; i++) {
              long topic = 1 + i % topics;
              AtomicInteger end = ends.get(i);
              boolean fails = i % 7 == 0;
              TopicInfo known =
                  racing.ask(
                      key(topic),
                      callback -> {
                        AtomicInteger calls =
                            underWay.computeIfAbsent(topic, one -> new AtomicInteger());
                        if (calls.incrementAndGet() > 1) {
                          faults.add("two calls at once");
                        }
                        pool.execute(
                            () -> {
                              calls.decrementAndGet();
                              callback.accept(
                                  fails
                                      ? new Failure<>(Outcome.NOT_SENT, 0, "busy", null)
                                      : new Success<>(info(topic)));
                            });
                      },
                      result -> {
                        if (result instanceof Success<TopicInfo> success
                            && !Long.valueOf(topic).equals(success.answer().topicId())) {
                          faults.add("another's topic");
                        }
                        end.incrementAndGet();
                      });
              if (known != null) {
                end.incrementAndGet();
              }
            }
          });
    }
    await().until(() -> ends.stream().allMatch(end -> end.get() > 0));
    pool.shutdown();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ends).allMatch(end -> end.get() == 1);
    assertThat(faults).isEmpty();
  }

  /** Those who come when a call ends make none. One round in three sees it, if they do. */
  @RepeatedTest(20)
  void factsThatHaveJustArrivedAreFound() throws Exception {
    int threads = 4;
    int topics = TopicCache.LARGEST / 2;
    TopicCache racing = new TopicCache(TTL, Runnable::run, System::nanoTime);
    AtomicInteger made = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> askers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      askers.add(
          pool.submit(
              () -> {
                together.await();
                for (int topic = 1; topic <= topics; topic++) {
                  Success<TopicInfo> success = new Success<>(info(topic));
                  racing.ask(
                      key(topic),
                      callback -> {
                        made.incrementAndGet();
                        callback.accept(success);
                      },
                      result -> {});
                }
                return null;
              }));
    }
    for (Future<?> asker : askers) {
      asker.get();
    }
    pool.shutdown();
    assertThat(made).hasValue(topics);
  }

  /** As a web application that is undeployed; docs/decisions/0038. */
  @Test
  void holdsNoClassLoader() throws Exception {
    WeakReference<ClassLoader> loader = loaderOfUsed();
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).isNull();
            });
  }

  private static WeakReference<ClassLoader> loaderOfUsed() throws Exception {
    List<URL> path = new ArrayList<>();
    for (Class<?> one : List.of(Use.class, TopicCache.class, Caffeine.class)) {
      path.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> use = loader.loadClass(Use.class.getName());
      assertThat(use).isNotEqualTo(Use.class);
      ((Runnable) use.getConstructor().newInstance()).run();
      return new WeakReference<>(loader);
    }
  }

  /** All that a cache does. */
  public static final class Use implements Runnable {
    @Override
    public void run() {
      AtomicLong now = new AtomicLong();
      TopicCache cache = new TopicCache(TTL, Runnable::run, now::get);
      for (int round = 0; round < 3; round++) {
        for (int topic = 1; topic <= TopicCache.LARGEST + 1; topic++) {
          Success<TopicInfo> success = new Success<>(info(topic));
          cache.ask(key(topic), callback -> callback.accept(success), result -> {});
        }
        now.addAndGet(TTL.toNanos());
      }
    }
  }
}
