package tg.hotline.compatibility;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.camel.HotlineConfiguration;
import tg.hotline.compatibility.Catalog.Option;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/**
 * Every option of the catalog: the component's by properties, the endpoint's by the URI. A new one
 * whose value does not follow from its type needs a case here.
 */
class OptionsTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final SSLContextParameters SSL = new SSLContextParameters();
  private static final HotlineConfiguration CONFIGURATION = new HotlineConfiguration();
  private static final MemoryIdempotentRepository SENT = new MemoryIdempotentRepository();

  private static final DefaultPollingConsumerPollStrategy POLLING =
      new DefaultPollingConsumerPollStrategy();
  private static final DefaultScheduledPollConsumerScheduler SCHEDULER =
      new DefaultScheduledPollConsumerScheduler();
  private static final ScheduledExecutorService THREADS = new ScheduledThreadPoolExecutor(1);
  private static final ExceptionHandler HANDLER =
      new LoggingExceptionHandler(new DefaultCamelContext(), OptionsTest.class);

  private static final Map<String, Object> BEANS =
      Map.of(
          "ssl", SSL,
          "configuration", CONFIGURATION,
          "sent", SENT,
          "polling", POLLING,
          "threads", THREADS,
          "scheduler", SCHEDULER,
          "handler", HANDLER);

  /** By name, what to set. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          entry("accessToken", "other-token"),
          entry("apiKey", "otherKey"),
          entry("apiUrl", "http://localhost:1/other"),
          entry("configuration", "#bean:configuration"),
          entry("connection", "sales"),
          entry("exceptionHandler", "#bean:handler"),
          entry("groupId", "77"),
          entry("idempotentKey", "order-1"),
          entry("idempotentRepository", "#bean:sent"),
          entry("instance", "12"),
          entry("pollStrategy", "#bean:polling"),
          entry("proxyHost", "localhost"),
          entry("proxyPassword", "otherPassword"),
          entry("proxyUsername", "otherUser"),
          entry("rateLimit", "20/1m"),
          entry("scheduledExecutorService", "#bean:threads"),
          entry("scheduler", "#scheduler"),
          entry("schedulerProperties", "value"),
          entry("sslContextParameters", "#bean:ssl"),
          entry("timeZone", "Europe/Paris"),
          entry("topicId", "78"),
          entry("topicLink", App.LINK),
          entry("topicLinks", App.LINK),
          entry("userId", "79"),
          entry("verifyTopic", App.LINK));

  /** Options that an endpoint takes only together, or only for sending. */
  private static final Map<String, String> BESIDE =
      Map.of(
          "idempotentKey", "&idempotentRepository=#bean:sent",
          "idempotentRepository", "&idempotentKey=order-1",
          "verifyOnStartup", "&verifyTopic=" + App.LINK);

  private static final Set<String> OF_SEND =
      Set.of("userId", "idempotentKey", "idempotentRepository");

  @TestFactory
  Stream<DynamicTest> ofTheComponentByProperties() throws Exception {
    App app = new App(sandbox());
    BEANS.forEach(app::bean);
    for (Option option : Catalog.component()) {
      // One that replaces all others has its own test.
      if (!option.name().equals("connections") && !option.name().equals("configuration")) {
        app.with(App.OPTION + dashed(option.name()), value(option));
      }
    }
    app.start();
    Object component = app.context().getComponent("hotline");
    return Catalog.component().stream()
        .filter(option -> !Set.of("connections", "configuration").contains(option.name()))
        .map(
            option ->
                DynamicTest.dynamicTest(
                    option.name(), () -> isSet(app.context(), "component", component, option)))
        .onClose(app::close);
  }

  @Test
  void theConfigurationByABean() throws Exception {
    try (App app = new App(sandbox())) {
      BEANS.forEach(app::bean);
      app.with(App.OPTION + "configuration", "#bean:configuration").start();
      Option option =
          Catalog.component().stream()
              .filter(o -> o.name().equals("configuration"))
              .findAny()
              .orElseThrow();

      isSet(app.context(), "component", app.context().getComponent("hotline"), option);
    }
  }

  @Test
  void namedConnectionsByProperties() throws Exception {
    try (App app =
        new App(sandbox())
            .with(App.OPTION + "connections[sales].access-token", Seed.ACCESS_TOKEN)
            .with(App.OPTION + "connections[sales].instance", Seed.SALES_INSTANCE)
            .with(App.OPTION + "connections[sales].apiKey", Seed.SALES_API_KEY)
            .start()) {
      app.ask("hotline:info?connection=sales", App.LINK, Map.of(), String.class);
      app.ask("hotline:info", App.LINK, Map.of(), String.class);

      assertThat(sandbox().calls())
          .extracting("instance")
          .containsExactly(Seed.SALES_INSTANCE, Seed.INSTANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("tg.hotline.compatibility.Catalog#endpoint")
  void ofTheEndpointByTheUri(Option option) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      BEANS.forEach(context.getRegistry()::bind);
      String uri =
          "hotline:%s?%s%s=%s%s"
              .formatted(
                  OF_SEND.contains(option.name()) ? "send" : "info",
                  option.prefix(),
                  option.prefix().isEmpty() ? option.name() : "key",
                  value(option),
                  BESIDE.getOrDefault(option.name(), ""));

      isSet(context, "endpoint", context.getEndpoint(uri), option);
    }
  }

  /** Reads it as Camel does, by the configurer in the jar. */
  private static void isSet(DefaultCamelContext context, String of, Object target, Option option) {
    PropertyConfigurerGetter configurer =
        (PropertyConfigurerGetter)
            PluginHelper.getConfigurerResolver(context)
                .resolvePropertyConfigurer("hotline-" + of, context);
    Object set = Objects.requireNonNull(configurer).getOptionValue(target, option.name(), true);

    String value = value(option);
    if (value.startsWith("#")) {
      assertThat(set).isSameAs(BEANS.get(value.replaceFirst("#(bean:)?", "")));
    } else if (!option.prefix().isEmpty()) {
      assertThat(set).isEqualTo(Map.of("key", value));
    } else if (option.type().equals("duration")) {
      assertThat(set).hasToString("45000");
    } else {
      assertThat(String.valueOf(set)).isEqualToIgnoringCase(value);
    }
  }

  /** Another than its default. */
  private static String value(Option option) {
    String value = VALUES.get(option.name());
    if (value != null) {
      return value;
    }
    return switch (option.type()) {
      case "boolean" -> String.valueOf(!Boolean.parseBoolean(option.defaultValue()));
      case "integer" -> option.defaultValue().equals("3") ? "4" : "3";
      case "duration" -> "45s";
      case "enum" ->
          option.values().stream()
              .filter(one -> !one.equalsIgnoreCase(option.defaultValue()))
              .findFirst()
              .orElseThrow();
      default ->
          throw new AssertionError(
              "a new option: add a value of %s to this test".formatted(option));
    };
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
