package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.ContextReloadStrategy;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.DefaultContextReloadStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;

/** Whose credentials a call is made with, set as users set them: by properties and beans. */
class ConnectionsTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LINK = "?topicLink=https://t.me/c/2101424779/5343";
  private static final String SALES =
      "hotline:info?connection=sales&topicLink=https://t.me/c/2101424779/5343";

  private static final Map<String, String> BOTH =
      Map.of(
          "access-token", Seed.ACCESS_TOKEN,
          "connections[support].instance", Seed.INSTANCE,
          "connections[support].apiKey", Seed.API_KEY,
          "connections[sales].instance", Seed.SALES_INSTANCE,
          "connections[sales].api-key", Seed.SALES_API_KEY);

  private final Map<String, Object> beans = new HashMap<>();
  private final SimpleMain main = new SimpleMain(new DefaultCamelContext());

  @AfterEach
  void stop() {
    main.stop();
  }

  /** Starts with properties of the component, and routes that lead to the endpoints. */
  private CamelContext start(Map<String, String> properties, String... endpoints) {
    Properties all = new Properties();
    all.put("camel.component.hotline.api-url", HOTLINE.sandbox().apiUrl().toString());
    all.put("camel.component.hotline.retry-backoff", "2");
    all.put("camel.main.shutdown-timeout", "1");
    properties.forEach(
        (name, value) ->
            all.put(name.startsWith("camel.") ? name : "camel.component.hotline." + name, value));
    main.setOverrideProperties(all);
    beans.forEach(main.getCamelContext().getRegistry()::bind);
    main.configure()
        .addRoutesBuilder(
            new RouteBuilder() {
              @Override
              public void configure() {
                for (String endpoint : endpoints) {
                  from("direct:" + endpoint.hashCode()).to(endpoint);
                }
              }
            });
    main.start();
    return main.getCamelContext();
  }

  private void keepInVault(Map<String, String> secrets) {
    main.getCamelContext().getPropertiesComponent().addPropertiesFunction(new Vault(secrets));
  }

  private static Map<String, String> with(Map<String, String> some, String... more) {
    Map<String, String> all = new HashMap<>(some);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static Map<String, String> without(Map<String, String> some, String name) {
    Map<String, String> all = new HashMap<>(some);
    assertThat(all.remove(name)).isNotNull();
    return all;
  }

  private static void call(CamelContext context, String endpoint) {
    context.createProducerTemplate().requestBody("direct:" + endpoint.hashCode(), (Object) null);
  }

  private static List<String> instances(HotlineSandbox sandbox) {
    return sandbox.calls().stream().map(Call::instance).toList();
  }

  @Test
  void areNamedInPropertiesAlone(HotlineSandbox sandbox) {
    String support = "hotline:info" + LINK + "&connection=support";
    CamelContext context = start(BOTH, SALES, support);

    call(context, SALES);
    call(context, support);

    assertThat(instances(sandbox)).containsExactly(Seed.SALES_INSTANCE, Seed.INSTANCE);
    assertThat(sandbox.calls()).extracting(Call::status).containsOnly(200);
  }

  @Test
  void useTheirOwnTokenRatherThanTheComponents(HotlineSandbox sandbox) {
    sandbox.accessToken("token-of-sales");
    CamelContext context =
        start(
            with(
                BOTH,
                "access-token",
                "another",
                "connections[sales].accessToken",
                "token-of-sales"),
            SALES);

    call(context, SALES);

    assertThat(sandbox.calls()).extracting(Call::status).containsExactly(200);
  }

  @Test
  void canBeTheComponentsDefault(HotlineSandbox sandbox) {
    String plain = "hotline:info" + LINK;
    CamelContext context = start(with(BOTH, "connection", "sales"), plain);

    call(context, plain);

    assertThat(instances(sandbox)).containsExactly(Seed.SALES_INSTANCE);
  }

  @Test
  void canBeBeans(HotlineSandbox sandbox) {
    HotlineConnection bean = new HotlineConnection();
    bean.setAccessToken(Seed.ACCESS_TOKEN);
    bean.setInstance(Seed.SALES_INSTANCE);
    bean.setApiKey(Seed.SALES_API_KEY);
    beans.put("fromRegistry", bean);
    List<String> endpoints =
        List.of(
            "hotline:info" + LINK + "&connection=#bean:fromRegistry",
            "hotline:info" + LINK + "&connection=#fromRegistry",
            "hotline:info" + LINK + "&connection=fromRegistry",
            "hotline:info" + LINK + "&connection=mapped");
    CamelContext context =
        start(
            Map.of("connections[mapped]", "#bean:fromRegistry"), endpoints.toArray(String[]::new));

    endpoints.forEach(endpoint -> call(context, endpoint));

    assertThat(instances(sandbox)).hasSize(4).containsOnly(Seed.SALES_INSTANCE);
  }

  static List<Arguments> mistakes() {
    String plain = "hotline:info" + LINK;
    return List.of(
        Arguments.of(Map.of(), plain, "set camel.component.hotline.accessToken, "),
        Arguments.of(Map.of(), plain, "camel.component.hotline.instance, "),
        Arguments.of(
            without(BOTH, "connections[sales].api-key"),
            SALES,
            "incomplete: set camel.component.hotline.connections[sales].apiKey"),
        Arguments.of(
            without(BOTH, "connections[sales].instance"),
            "log:unused",
            "incomplete: set camel.component.hotline.connections[sales].instance"),
        Arguments.of(
            without(BOTH, "access-token"),
            SALES,
            "set camel.component.hotline.connections[sales].accessToken"),
        Arguments.of(
            BOTH, plain + "&connection=sale", "connection=sale: there is only [sales, support]"),
        Arguments.of(Map.of(), plain + "&connection=sale", "connection=sale: there is none"),
        Arguments.of(
            BOTH,
            SALES + "&instance=1",
            "connection=sales and accessToken, instance, apiKey exclude each other"),
        Arguments.of(
            with(BOTH, "connection", "sales", "instance", "1"), plain, "exclude each other"),
        Arguments.of(
            with(BOTH, "apiKey", "k", "instance", "1"),
            plain + "&instance=2",
            "incomplete: set the endpoint's apiKey"),
        Arguments.of(
            with(BOTH, "connections[sales].credentials", "#bean:rotating"),
            SALES,
            "connections[sales].credentials and accessToken, instance, apiKey exclude each other"),
        Arguments.of(
            Map.of("connection", "rotating", "connections[rotating].credentials", "#bean:rotating"),
            plain + "&accessToken=other",
            "exclude each other"),
        Arguments.of(
            with(BOTH, "connections[sales].max-concurrent-calls", "2"),
            SALES,
            "have the same access token, which has one gate"),
        Arguments.of(
            with(BOTH, "connections[sales].maxQueuedCalls", "-1"), SALES, "maxQueuedCalls must be"),
        Arguments.of(
            with(BOTH, "connections[sales].rate-limit", "20/1m"), SALES, "rateLimit 20/1m and off"),
        Arguments.of(
            with(BOTH, "rate-limit", "20"),
            SALES,
            "camel.component.hotline.rateLimit=20 is not a number of calls per duration, such as 20/1m"),
        Arguments.of(
            with(BOTH, "connections[sales].rateLimit", "often"),
            "log:unused",
            "camel.component.hotline.connections[sales].rateLimit=often is not a number of calls"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("mistakes")
  void nameTheMistakeAtTheStart(Map<String, String> properties, String endpoint, String text) {
    beans.put("rotating", new Rotating());
    assertThatThrownBy(() -> start(properties, endpoint)).hasStackTraceContaining(text);
    assertThat(HOTLINE.sandbox().calls()).isEmpty();
  }

  @Test
  void paceTheirOwnToken(HotlineSandbox sandbox) {
    sandbox.accessToken("token-of-sales");
    CamelContext context =
        start(
            with(
                BOTH,
                "connections[sales].accessToken",
                "token-of-sales",
                "connections[sales].maxConcurrentCalls",
                "1",
                "connections[sales].maxQueuedCalls",
                "0"),
            SALES);
    sandbox.answerNext(Answer.delayed(Duration.ofSeconds(30)));
    ProducerTemplate template = context.createProducerTemplate();
    String direct = "direct:" + SALES.hashCode();

    CompletableFuture<Object> first = template.asyncRequestBody(direct, null);
    sandbox.awaitCall(call -> true, SOON);

    assertThatThrownBy(() -> template.requestBody(direct, (Object) null))
        .hasStackTraceContaining("0 calls wait already, as many as maxQueuedCalls allows");
    assertThat(first).isNotDone();
  }

  @Test
  void haveARateOfTheirOwn(HotlineSandbox sandbox) {
    sandbox.accessToken("token-of-sales");
    CamelContext context =
        start(
            with(
                BOTH,
                "rate-limit",
                "50/1s",
                "retry-timeout",
                "100",
                "connections[sales].accessToken",
                "token-of-sales",
                "connections[sales].rate-limit",
                "2/1h"),
            SALES);
    call(context, SALES);
    call(context, SALES);

    assertThatThrownBy(() -> call(context, SALES))
        .hasCauseInstanceOf(HotlineNotSentException.class)
        .hasStackTraceContaining("as many calls as rateLimit allows (2/1h) were made");
    assertThat(sandbox.calls()).hasSize(2);
  }

  /** The same limit, written in another way, is no other limit. */
  @Test
  void areOfOneTokenWithOneRate(HotlineSandbox sandbox) {
    CamelContext context =
        start(with(BOTH, "rateLimit", "20/1m", "connections[sales].rateLimit", "20/60s"), SALES);

    call(context, SALES);

    assertThat(sandbox.calls()).hasSize(1);
  }

  @Test
  void readSecretsFromPlaceholders(@TempDir Path folder, HotlineSandbox sandbox) throws Exception {
    Path file = Files.writeString(folder.resolve("hotline.properties"), "key=" + Seed.API_KEY);
    keepInVault(Map.of("token", Seed.ACCESS_TOKEN));
    String plain = "hotline:info" + LINK;
    CamelContext context =
        start(
            Map.of(
                "camel.component.properties.location", "file:" + file,
                "accessToken", "{{vault:token}}",
                "instance", "{{env:HOTLINE_INSTANCE}}",
                "apiKey", "{{key}}"),
            plain);

    call(context, plain);

    assertThat(sandbox.calls()).extracting(Call::status).containsExactly(200);
    assertThat(instances(sandbox)).containsExactly(Seed.INSTANCE);
  }

  /** A call in flight keeps its credentials; the next one has the new ones. */
  @Test
  void changeWithTheirSupplier(HotlineSandbox sandbox) throws Exception {
    Rotating rotating = new Rotating();
    beans.put("rotating", rotating);
    CamelContext context = start(Map.of("connections[sales].credentials", "#bean:rotating"), SALES);
    ProducerTemplate template = context.createProducerTemplate();
    String direct = "direct:" + SALES.hashCode();
    sandbox.answerNext(Answer.delayed(Duration.ofMillis(500), Answer.status(429)));
    CompletableFuture<Exchange> inFlight = template.asyncSend(direct, exchange -> {});
    sandbox.awaitCall(call -> call.outcome() == Call.Outcome.PENDING, SOON);

    rotating.now = new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
    template.requestBody(direct, (Object) null);

    assertThat(inFlight.get(10, TimeUnit.SECONDS).getException()).isNull();
    assertThat(sandbox.calls())
        .extracting(Call::instance, Call::status)
        .containsExactlyInAnyOrder(
            tuple(Seed.SALES_INSTANCE, 429),
            tuple(Seed.SALES_INSTANCE, 200),
            tuple(Seed.INSTANCE, 200));
  }

  @Test
  void tellWhatTheirSupplierThrew(HotlineSandbox sandbox) {
    Rotating rotating = new Rotating();
    beans.put("rotating", rotating);
    CamelContext context = start(Map.of("connections[sales].credentials", "#bean:rotating"), SALES);
    rotating.now = null;

    assertThatThrownBy(() -> call(context, SALES))
        .hasStackTraceContaining("the supplier of connection sales gave no credentials");
    assertThat(sandbox.calls()).isEmpty();
  }

  @Test
  void changeWithCamelsVault(HotlineSandbox sandbox) throws Exception {
    Map<String, String> secrets = new HashMap<>(Map.of("token", "old", "key", "old"));
    keepInVault(secrets);
    String plain = "hotline:info" + LINK;
    CamelContext context =
        start(
            with(
                BOTH,
                "camel.main.context-reload-enabled",
                "true",
                "access-token",
                "{{vault:token}}",
                "instance",
                Seed.INSTANCE,
                "apiKey",
                Seed.API_KEY,
                "connections[sales].api-key",
                "{{vault:key}}"),
            SALES,
            plain);
    assertThatThrownBy(() -> call(context, SALES)).hasStackTraceContaining("HTTP 403");

    secrets.put("token", Seed.ACCESS_TOKEN);
    secrets.put("key", Seed.SALES_API_KEY);
    ContextReloadStrategy reload = context.hasService(ContextReloadStrategy.class);
    assertThat(reload).isInstanceOf(DefaultContextReloadStrategy.class);
    reload.onReload("a secret changed");
    call(context, SALES);
    call(context, plain);

    assertThat(sandbox.calls()).extracting(Call::status).containsExactly(403, 200, 200);
    assertThat(instances(sandbox).subList(1, 3))
        .containsExactly(Seed.SALES_INSTANCE, Seed.INSTANCE);

    secrets.remove("key"); // the vault is away: what was known holds on
    reload.onReload("another secret changed");
    secrets.put("key", " "); // or says nothing
    reload.onReload("another secret changed");
    call(context, SALES);
    assertThat(sandbox.calls()).extracting(Call::status).endsWith(200);
  }

  /** Camel takes system properties rather than others; a reload must not bring those back. */
  @Test
  void aReloadLeavesAloneWhatWasSetOtherwise(HotlineSandbox sandbox) throws Exception {
    Map<String, String> secrets = new HashMap<>(Map.of("token", "from-the-vault"));
    keepInVault(secrets);
    String plain = "hotline:info" + LINK;
    CamelContext context =
        start(
            Map.of(
                "camel.main.context-reload-enabled",
                "true",
                "access-token",
                "{{vault:token}}",
                "instance",
                Seed.INSTANCE,
                "api-key",
                Seed.API_KEY),
            plain);
    context
        .getComponent("hotline", HotlineComponent.class)
        .getConfiguration()
        .setAccessToken(Seed.ACCESS_TOKEN);

    secrets.put("token", "another-from-the-vault");
    context.hasService(ContextReloadStrategy.class).onReload("a secret changed");
    call(context, plain);

    assertThat(sandbox.calls()).extracting(Call::status).containsExactly(200);
  }

  @Test
  void lookAtNoExchangeOfOtherRoutes() {
    CamelContext context = start(BOTH);

    assertThat(context.getCamelContextExtension().isEventNotificationApplicable()).isFalse();
  }

  /** As Camel's vaults are: a function of placeholders. */
  private record Vault(Map<String, String> secrets) implements PropertiesFunction {
    @Override
    public String getName() {
      return "vault";
    }

    @Override
    public String apply(String name) {
      String secret = secrets.get(name);
      if (secret == null) {
        throw new IllegalArgumentException("no secret " + name);
      }
      return secret;
    }
  }

  private static final class Rotating implements Supplier<Credentials> {
    volatile @Nullable Credentials now =
        new Credentials(Seed.ACCESS_TOKEN, Seed.SALES_INSTANCE, Seed.SALES_API_KEY);

    @Override
    public @Nullable Credentials get() {
      return now;
    }
  }
}
