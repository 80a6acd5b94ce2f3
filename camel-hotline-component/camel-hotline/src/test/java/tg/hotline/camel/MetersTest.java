package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicInfo;

/** Calls are counted where the registry has a Micrometer registry, and only there. */
class MetersTest extends HotlineTestSupport {

  private static final String SEND = "hotline:send?userId=" + Seed.USER_ID;

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("anyName", meters);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    HotlineConnection sales = new HotlineConnection();
    sales.setAccessToken("other-access-token");
    sales.setInstance(Seed.SALES_INSTANCE);
    sales.setApiKey(Seed.SALES_API_KEY);
    HotlineComponent hotline = context.getComponent("hotline", HotlineComponent.class);
    hotline.setConnections(Map.of("sales", sales));
    hotline.setMaxConcurrentCalls(1);
    return context;
  }

  private void send(String uri) {
    template.request(uri, exchange -> exchange.getMessage().setBody("hello"));
  }

  private double attempts(String operation, String outcome, String connection) {
    return meters
        .get("hotline.attempts")
        .tags("operation", operation, "outcome", outcome, "connection", connection)
        .counter()
        .count();
  }

  private double gauge(String name, String connection) {
    return meters.get(name).tag("connection", connection).gauge().value();
  }

  @Test
  void countCallsAndTheirTries() {
    sandbox().answerNext(2, Answer.status(429));
    send(SEND);
    sandbox().answerNext(Answer.cut());
    send(SEND);
    send("hotline:info?connection=sales&topicLink=" + LINK); // refused: another owner's token

    var ok = meters.get("hotline.calls").tags("operation", "send", "outcome", "OK").timer();
    assertThat(ok.count()).isEqualTo(1);
    assertThat(ok.totalTime(TimeUnit.MILLISECONDS)).as("two waits of 1 ms at least").isPositive();
    assertThat(attempts("send", "NOT_SENT", "component")).isEqualTo(2);
    assertThat(attempts("send", "OK", "component")).isEqualTo(1);
    assertThat(attempts("send", "UNKNOWN", "component")).isEqualTo(1);
    assertThat(attempts("info", "REJECTED", "sales")).isEqualTo(1);
    assertThat(meters.find("hotline.calls").timers().stream().mapToLong(t -> t.count()).sum())
        .isEqualTo(3);
  }

  @Test
  void showWhatGoesOnAtEachGate() {
    send(SEND); // its endpoint is there
    sandbox().answerNext(Answer.hang()); // until the context stops
    Future<?> unused = template.asyncRequestBody(SEND, "first");
    await().until(() -> gauge("hotline.calls.active", "component") == 1);
    sandbox().awaitCall(call -> call.outcome() == Call.Outcome.PENDING, Duration.ofSeconds(10));
    Future<?> unusedToo = template.asyncRequestBody(SEND, "second");
    await().until(() -> gauge("hotline.calls.waiting", "component") == 1);
    assertThat(gauge("hotline.calls.active", "sales")).as("declared, not used").isZero();
    assertThat(gauge("hotline.paused", "sales")).isZero();

    sandbox().answerNext(Answer.raw(429, "text/plain", "").header("Retry-After", "20"));
    send(SEND + "&connection=sales&maxRetries=0");
    assertThat(gauge("hotline.paused", "sales")).isBetween(1.0, 20.0);
    assertThat(gauge("hotline.paused", "component")).as("another token").isZero();
  }

  @Test
  void areThoseOfThePage() {
    send(SEND);

    Map<String, Set<String>> tags =
        meters.getMeters().stream()
            .map(Meter::getId)
            .collect(
                Collectors.toMap(
                    Meter.Id::getName,
                    id -> id.getTags().stream().map(Tag::getKey).collect(Collectors.toSet()),
                    (one, other) -> one));
    assertThat(tags.keySet()).isEqualTo(AuditPageTest.meters());
    tags.forEach((name, keys) -> assertThat(keys).as(name).isEqualTo(AuditPageTest.tags(name)));
  }

  @Test
  void gaugesVanishWhenTheComponentStopsAndComeBack() throws Exception {
    send(SEND);
    HotlineComponent hotline = context.getComponent("hotline", HotlineComponent.class);
    assertThat(meters.find("hotline.calls.waiting").gauges()).hasSize(2);

    hotline.stop();
    assertThat(meters.getMeters()).noneMatch(meter -> meter.getId().getType() == Meter.Type.GAUGE);
    hotline.start();
    assertThat(meters.find("hotline.calls.waiting").gauges())
        .extracting(g -> g.getId().getTag("connection"))
        .containsExactly("sales");
  }

  /** By toD it may come from anywhere. */
  @Test
  void growNoTagsOfConnectionsThatAreNotThere() throws Exception {
    send(SEND);
    int before = meters.getMeters().size();
    for (int i = 0; i < 50; i++) {
      String nobody = SEND + "&connection=nobody" + i;
      assertThatThrownBy(() -> send(nobody)).isInstanceOf(FailedToCreateProducerException.class);
    }
    assertThat(meters.getMeters()).hasSize(before);

    for (int i = 0; i < 20; i++) {
      send(SEND + "&accessToken=guess" + i);
    }
    assertThat(meters.getMeters())
        .flatExtracting(meter -> meter.getId().getTags())
        .extracting(Tag::getValue)
        .contains("endpoint")
        .noneMatch(value -> value.contains("guess") || value.contains("token"));
    assertThat(meters.getMeters()).hasSizeLessThan(before + 10);
  }

  @Test
  void aRegistryThatRefusesMetersEndsNoCall() {
    meters
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                throw new IllegalArgumentException("no more meters");
              }
            });

    send(SEND);

    assertThat(sandbox().messages()).hasSize(1);
  }

  /** Runs by classes that know no Micrometer. */
  public static final class NoMicrometer {

    private NoMicrometer() {}

    public static @Nullable String lookUp(String apiUrl) throws Exception {
      try (DefaultCamelContext context = new DefaultCamelContext()) {
        HotlineComponent hotline = new HotlineComponent();
        hotline.getConfiguration().setApiUrl(apiUrl);
        hotline.getConfiguration().setAccessToken(Seed.ACCESS_TOKEN);
        hotline.getConfiguration().setInstance(Seed.INSTANCE);
        hotline.getConfiguration().setApiKey(Seed.API_KEY);
        context.addComponent("hotline", hotline);
        context.start();
        return context
            .createProducerTemplate()
            .requestBody("hotline:info", "https://t.me/c/2101424779/5343", TopicInfo.class)
            .userName();
      }
    }
  }

  @Test
  void notNeeded() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("micrometer")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    ClassLoader caller = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader without =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThat(without.getResource("io/micrometer/core/instrument/MeterRegistry.class")).isNull();
      Thread.currentThread().setContextClassLoader(without);
      Object answer =
          without
              .loadClass(NoMicrometer.class.getName())
              .getMethod("lookUp", String.class)
              .invoke(null, sandbox().apiUrl().toString());
      assertThat(answer).isEqualTo("John Doe");
    } finally {
      Thread.currentThread().setContextClassLoader(caller);
    }
  }
}
