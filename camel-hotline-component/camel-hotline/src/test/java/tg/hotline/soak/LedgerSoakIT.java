package tg.hotline.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConfiguration;
import tg.hotline.sandbox.Fault;
import tg.hotline.sandbox.Seed;
import tg.hotline.soak.Reconciliation.Break;
import tg.hotline.soak.Reconciliation.Report;
import tg.hotline.topics.Outcome;

/**
 * Sends many texts by routes to a sandbox in a process of its own, which plays faults and is killed
 * and started again, then compares what the routes were told with the sandbox's ledger.
 *
 * <p>{@code -Dhotline.sends=100000} says how many, {@code -Dhotline.seed=2} which faults.
 */
class LedgerSoakIT {
  private static final int SENDS = Integer.getInteger("hotline.sends", 2_000);
  private static final int SEED = Integer.getInteger("hotline.seed", 1);
  private static final int KILLS = SENDS >= 50_000 ? 5 : 1;
  private static final int CONCURRENT_CALLS = 64;

  /**
   * Texts at a time: more than the gate lets through, so that its queue is used too. All of them
   * can break at a kill: the system takes connections for a process until it is quite dead.
   */
  private static final int ON_THE_WAY = 256;

  private static final int BATCH = 25;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long NOBODY = 1;
  private static final long[] USERS = {
    Seed.USER_ID, Seed.ANSWERED_USER_ID, Seed.CLOSED_USER_ID,
  };

  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("ROOT");
  private static Level level = Level.INFO;

  /** Stays after the test, for those who want to look. */
  private static final Path FOLDER = Path.of("target", "ledger-soak");

  private final AtomicReferenceArray<Told> told = new AtomicReferenceArray<>(SENDS + 1);
  private final AtomicInteger toldCount = new AtomicInteger();
  private final AtomicInteger toldTwice = new AtomicInteger();
  private final Semaphore free = new Semaphore(ON_THE_WAY);
  private final List<Break> kills = new ArrayList<>();
  private final List<String> heap = new ArrayList<>();

  /** Every pause and many a failure would be told. */
  @BeforeAll
  static void beQuiet() {
    level = ROOT.getLevel();
    ROOT.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ROOT.setLevel(level);
  }

  @Test
  void nothingIsLostInSilenceAndNothingSentTwice() throws Exception {
    Instant begin = Instant.now();
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve("ledger.jsonl"));
    Collection<LedgerCall> calls;
    try (SandboxProcess sandbox = new SandboxProcess(FOLDER, "5%", SEED)) {
      try (DefaultCamelContext context = context(sandbox)) {
        send(context.createProducerTemplate(), sandbox);
      }
      calls = ended(sandbox);
    }
    assertThat(toldTwice).as("told more than once").hasValue(0);
    List<Told> all = IntStream.rangeClosed(1, SENDS).mapToObj(told::get).toList();
    Report report = Reconciliation.of(all, calls, kills);
    Duration took = Duration.between(begin, Instant.now());
    System.out.println(report.line());
    Files.writeString(FOLDER.resolve("report.txt"), details(report, calls, took));

    assertThat(report.lost()).as("lost").isEmpty();
    assertThat(report.silentDuplicates()).as("silent duplicates").isEmpty();
    assertThat(report.knownDuplicates()).as("duplicates told UNKNOWN").isEmpty();
    assertThat(report.denied()).as("told NOT_SENT or REJECTED, but sent").isEmpty();
    assertThat(report.resent()).as("sent again after UNKNOWN").isEmpty();
    assertThat(report.unexplained()).as("told UNKNOWN or REJECTED without a reason").isEmpty();
    assertThat(report.count(Outcome.UNKNOWN) - report.sentInPart())
        .as("unknown")
        .isLessThanOrEqualTo(report.ambiguousFaults());
    assertThat(report.count(Outcome.OK)).as("most are sent").isGreaterThan(SENDS * 4 / 5);
    assertThat(calls.stream().filter(call -> call.fault() != null))
        .as("calls with a fault")
        .hasSizeGreaterThan(calls.size() / 25);
  }

  private DefaultCamelContext context(SandboxProcess sandbox) throws Exception {
    HotlineConfiguration hotline = new HotlineConfiguration();
    hotline.setApiUrl(sandbox.apiUrl());
    hotline.setAccessToken(Seed.ACCESS_TOKEN);
    hotline.setInstance(Seed.INSTANCE);
    hotline.setApiKey(Seed.API_KEY);
    hotline.setRequestTimeout(10_000); // a slow answer takes eleven seconds
    hotline.setMaxRetries(3);
    hotline.setRetryBackoff(50);
    hotline.setRetryBackoffMax(200);
    DefaultCamelContext context = new DefaultCamelContext();
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    component.setConfiguration(hotline);
    component.setMaxConcurrentCalls(CONCURRENT_CALLS);
    context.addRoutes(new SoakRoutes(this::tell));
    context.start();
    return context;
  }

  private void send(ProducerTemplate template, SandboxProcess sandbox) throws Exception {
    Random random = new Random(SEED);
    List<Integer> killAt =
        IntStream.range(0, KILLS)
            .mapToObj(i -> (int) (SENDS * (i + 0.3 + 0.5 * random.nextDouble()) / KILLS))
            .toList();
    CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);
    List<SoakRoutes.Text> batch = new ArrayList<>();
    for (int id = 1; id <= SENDS; id++) {
      assertThat(free.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("some text is told within %s; %s are so far", PATIENCE, toldCount)
          .isTrue();
      if (killAt.contains(id)) {
        restart = restart.thenRunAsync(() -> restart(sandbox));
      }
      if (id == SENDS / 10 || id == SENDS - SENDS / 10) {
        heap.add("%d texts: %d MB".formatted(id, liveHeap() >> 20));
      }
      SoakRoutes.Text text = new SoakRoutes.Text(id, user(id), Part.text(id, parts(id)));
      int way = id % (SoakRoutes.ONE_BY_ONE.size() + 1);
      if (way < SoakRoutes.ONE_BY_ONE.size()) {
        template.sendBody(SoakRoutes.ONE_BY_ONE.get(way), text);
      } else {
        batch.add(text);
      }
      if (batch.size() == BATCH || (id == SENDS && !batch.isEmpty())) {
        template.sendBody(SoakRoutes.BATCH, List.copyOf(batch));
        batch.clear();
      }
    }
    restart.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    await().atMost(PATIENCE).untilAtomic(toldCount, org.hamcrest.Matchers.equalTo(SENDS));
  }

  private void restart(SandboxProcess sandbox) {
    try {
      kills.add(new Break(sandbox.kill(), ON_THE_WAY));
      sandbox.startAgain();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tell(int id, Outcome outcome, String reason) {
    String why = outcome == Outcome.UNKNOWN ? reason : "";
    Told now = new Told(id, parts(id), user(id) == NOBODY, outcome, why, Instant.now());
    if (told.compareAndSet(id, null, now)) {
      toldCount.incrementAndGet();
      free.release();
    } else {
      toldTwice.incrementAndGet();
    }
  }

  /** The ledger, when all calls have ended: late effects come after the routes have. */
  private Collection<LedgerCall> ended(SandboxProcess sandbox) {
    Instant last = kills.get(kills.size() - 1).at();
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> LedgerCall.read(sandbox.ledger()),
            calls -> calls.stream().noneMatch(call -> call.at().isAfter(last) && isPending(call)));
  }

  /** Whether something is still to come, unless the sandbox is killed. */
  private static boolean isPending(LedgerCall call) {
    Part part = call.part();
    boolean effectComes = part != null && user(part.id()) != NOBODY;
    return !call.answered()
        || (call.fault() == Fault.STARTED && call.effects() == 0 && effectComes);
  }

  private static long user(int id) {
    return id % 50 == 7 ? NOBODY : USERS[id % USERS.length];
  }

  private static int parts(int id) {
    return id % 40 == 3 ? 2 + id % 3 : 1;
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** For the page on proofs. */
  private String details(Report report, Collection<LedgerCall> calls, Duration took) {
    Map<Fault, Integer> played = new EnumMap<>(Fault.class);
    calls.stream()
        .filter(call -> call.fault() != null)
        .forEach(call -> played.merge(call.fault(), 1, Integer::sum));
    StringBuilder text = new StringBuilder(report.line()).append('\n');
    text.append(took.toSeconds()).append(" s, ").append(calls.size()).append(" calls, ");
    text.append(calls.stream().filter(call -> !call.answered()).count());
    text.append(" not answered at ").append(kills.size()).append(" kills; ").append(heap);
    played.forEach(
        (fault, count) ->
            text.append(
                "\n|`%s` |%s |%s |%d"
                    .formatted(fault.label(), fault.effect() ? "yes" : "no", fault.told(), count)));
    return text.append('\n').toString();
  }
}
