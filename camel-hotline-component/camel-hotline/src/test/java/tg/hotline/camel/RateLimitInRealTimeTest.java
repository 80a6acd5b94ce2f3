package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/** Real callers, real HTTP and real time use up what {@code rateLimit} allows. It mostly waits. */
@Execution(ExecutionMode.CONCURRENT)
class RateLimitInRealTimeTest {

  private static final int CALLERS = 16;

  private static final int CALLS = 50;

  /** 50 at once, then 50 in each of 20 seconds. */
  private static final int ALLOWED = CALLS + 20 * CALLS;

  /** From a call to the 50th after it, if at most 2 % of what is allowed is not used. */
  private static final Duration PERIOD = Duration.ofMillis(1020);

  /** The last 50 may go after 20 s; that they come half a second late is no fault. */
  private static final Duration TIME = Duration.ofMillis(20_500);

  @Test
  void isUsedUp() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    SimpleMain main = new SimpleMain(new DefaultCamelContext());
    try (HotlineSandbox sandbox = HotlineSandbox.start()) {
      Properties properties = new Properties();
      properties.put("camel.component.hotline.api-url", sandbox.apiUrl().toString());
      properties.put("camel.component.hotline.access-token", Seed.ACCESS_TOKEN);
      properties.put("camel.component.hotline.instance", Seed.INSTANCE);
      properties.put("camel.component.hotline.api-key", Seed.API_KEY);
      properties.put("camel.component.hotline.rate-limit", "50/1s");
      properties.put("camel.main.shutdown-timeout", "1");
      main.setOverrideProperties(properties);
      main.start();
      ProducerTemplate template = main.getCamelContext().createProducerTemplate();
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(
            () -> {
              while (!over.get()) {
                template.requestBody(
                    "hotline:info?topicLink=https://t.me/c/2101424779/5343", (Object) null);
              }
            });
      }
      Instant end = sandbox.awaitCall(call -> true, Duration.ofSeconds(30)).at().plus(TIME);
      sandbox.awaitCall(call -> call.at().isAfter(end), TIME.multipliedBy(2));

      List<Call> calls = sandbox.calls().stream().filter(call -> call.at().isBefore(end)).toList();
      assertThat(calls).extracting(Call::outcome).containsOnly(Call.Outcome.TOPIC_INFO);
      assertThat(calls).hasSizeLessThanOrEqualTo(ALLOWED);
      // A machine with other work to do makes some calls late, a limit that is too strict all.
      assertThat(periods(calls).get((calls.size() - CALLS) / 4)).isLessThan(PERIOD);
      over.set(true);
      callers.shutdown();
      assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      callers.shutdownNow();
      main.stop();
    }
  }

  /** From each call to the 50th after it, the shortest first. */
  private static List<Duration> periods(List<Call> calls) {
    return IntStream.range(0, calls.size() - CALLS)
        .mapToObj(i -> Duration.between(calls.get(i).at(), calls.get(i + CALLS).at()))
        .sorted()
        .toList();
  }
}
