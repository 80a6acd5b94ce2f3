package tg.hotline.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConfiguration;
import tg.hotline.camel.HotlineConnection;
import tg.hotline.topics.Credentials;

/** Options by {@code camel.component.hotline.*}, right and wrong, without a call. */
class HotlineAutoConfigurationTest {

  private static final String SECRET = "hunter2-very-secret";

  private final ApplicationContextRunner boot =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(CamelAutoConfiguration.class, HotlineAutoConfiguration.class));

  @Test
  void everyOptionCanBeSet() {
    HotlineComponent untouched = new HotlineComponent();
    Map<String, Object> expected = new LinkedHashMap<>();
    boot.run(
        first -> {
          untouched.setCamelContext(first.getBean(CamelContext.class));
          untouched.build();
          PropertyConfigurerGetter options = getter(untouched);
          for (String name : HotlineOptions.names()) {
            if (!List.of("configuration", "connections").contains(name)) {
              expected.put(
                  name,
                  another(
                      options.getOptionType(name, false),
                      options.getOptionValue(untouched, name, false)));
            }
          }
        });
    SSLContextParameters tls = new SSLContextParameters();
    boot.withBean("other", SSLContextParameters.class, () -> tls)
        .withPropertyValues(
            expected.entrySet().stream()
                .map(
                    option ->
                        HotlineOptions.PREFIX
                            + StringHelper.camelCaseToDash(option.getKey())
                            + "="
                            + option.getValue())
                .toArray(String[]::new))
        .run(
            context -> {
              HotlineComponent component = component(context.getBean(CamelContext.class));
              PropertyConfigurerGetter options = getter(component);
              expected.forEach(
                  (name, value) -> {
                    Object set = options.getOptionValue(component, name, false);
                    if (name.equals("sslContextParameters")) {
                      assertThat(set).as(name).isSameAs(tls);
                    } else {
                      assertThat(String.valueOf(set)).as(name).isEqualToIgnoringCase(plain(value));
                    }
                  });
            });
  }

  /** A value that is not the default, as a property has it. */
  private static Object another(Class<?> type, Object value) {
    if (type == boolean.class) {
      return !(Boolean) value;
    } else if (type == int.class) {
      return (Integer) value + 1;
    } else if (type == long.class) {
      return (Long) value / 1000 + 1 + "s";
    } else if (type.isEnum()) {
      List<?> values = List.of(type.getEnumConstants());
      return values.get(values.size() - 1 - values.indexOf(value));
    }
    return type == String.class ? "other" : "#bean:other";
  }

  /** As the option's getter has it: durations in milliseconds. */
  private static String plain(Object value) {
    return value.toString().replaceFirst("^(\\d+)s$", "$1000");
  }

  @Test
  void namesConnections() {
    Supplier<Credentials> vault = () -> new Credentials("t", "i", "k");
    HotlineConnection bean = new HotlineConnection();
    boot.withBean("vault", Supplier.class, () -> vault)
        .withBean("ready", HotlineConnection.class, () -> bean)
        .withSystemProperties("SALES_API_KEY=" + SECRET)
        .withPropertyValues(
            "camel.component.hotline.connections.sales.instance=17",
            "camel.component.hotline.connections.sales.api-key=${SALES_API_KEY}",
            "camel.component.hotline.connections.sales.access-token={{sys:SALES_API_KEY}}",
            "camel.component.hotline.connections.sales.max-concurrent-calls=3",
            "camel.component.hotline.connections.sales.max-queued-calls=4",
            "camel.component.hotline.connections.sales.rate-limit=20/1m",
            "camel.component.hotline.connections[support.eu].credentials=#bean:vault",
            "camel.component.hotline.connections.made=#bean:ready")
        .run(
            context -> {
              var connections = component(context.getBean(CamelContext.class)).getConnections();
              assertThat(connections).containsOnlyKeys("sales", "support.eu", "made");
              assertThat(connections.get("sales")).usingRecursiveComparison().isEqualTo(sales());
              assertThat(connections.get("support.eu"))
                  .extracting(HotlineConnection::getCredentials)
                  .isSameAs(vault);
              assertThat(connections.get("made")).isSameAs(bean);
            });
  }

  private static HotlineConnection sales() {
    HotlineConnection sales = new HotlineConnection();
    sales.setInstance("17");
    sales.setApiKey(SECRET);
    sales.setAccessToken(SECRET);
    sales.setMaxConcurrentCalls(3);
    sales.setMaxQueuedCalls(4);
    sales.setRateLimit("20/1m");
    return sales;
  }

  @Test
  void variablesOfTheEnvironmentNeedNoYaml() {
    Map<String, Object> variables =
        Map.of(
            "CAMEL_COMPONENT_HOTLINE_API_KEY",
            SECRET,
            "CAMEL_COMPONENT_HOTLINE_INSTANCE",
            "17",
            "CAMEL_COMPONENT_HOTLINE_REQUESTTIMEOUT",
            "20s",
            "CAMEL_COMPONENT_HOTLINE_CONNECTIONS_SALES_API_KEY",
            SECRET);
    boot.withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
        .run(
            context -> {
              HotlineComponent component = component(context.getBean(CamelContext.class));
              HotlineConfiguration options = component.getConfiguration();
              assertThat(options.getApiKey()).isEqualTo(SECRET);
              assertThat(options.getInstance()).isEqualTo("17");
              assertThat(options.getRequestTimeout()).isEqualTo(20_000);
              assertThat(component.getConnections().get("sales"))
                  .extracting(HotlineConnection::getApiKey)
                  .isEqualTo(SECRET);
            });
  }

  @Test
  void optionsStandBesideAConfiguration() {
    HotlineConfiguration configuration = new HotlineConfiguration();
    configuration.setMaxRetries(2);
    boot.withBean("shared", HotlineConfiguration.class, () -> configuration)
        .withPropertyValues(
            "camel.component.hotline.api-url=https://elsewhere.example/",
            "camel.component.hotline.configuration=#bean:shared")
        .run(
            context -> {
              var options = component(context.getBean(CamelContext.class)).getConfiguration();
              assertThat(options.getMaxRetries()).isEqualTo(2);
              assertThat(options.getApiUrl()).isEqualTo("https://elsewhere.example/");
            });
  }

  @Test
  void canBeSwitchedOff() {
    for (String off :
        List.of(
            "camel.component.hotline.enabled",
            "camel.component.enabled",
            "camel.component.hotline.customizer.enabled")) {
      boot.withPropertyValues(off + "=false", "camel.component.hotline.max-retries=2")
          .run(
              context ->
                  assertThat(
                          component(context.getBean(CamelContext.class))
                              .getConfiguration()
                              .getMaxRetries())
                      .as(off)
                      .isEqualTo(5));
    }
  }

  @Test
  void anApplicationStartsWithoutCredentialsThatItDoesNotUse() {
    boot.withPropertyValues(
            "camel.component.hotline.access-token=${NOT_SET_ANYWHERE}",
            "camel.component.hotline.api-key={{env:NOT_SET_ANYWHERE}}")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              CamelContext camel = context.getBean(CamelContext.class);
              assertThat(camel.getStatus().isStarted()).isTrue();
              assertThat(camel.getComponentNames()).doesNotContain("hotline");
              assertThatThrownBy(() -> component(camel))
                  .rootCause()
                  .hasMessageContaining("NOT_SET");
            });
  }

  @Test
  void whatIsMissingIsTold() {
    boot.withBean(Route.class)
        .withPropertyValues("camel.component.hotline.access-token=" + SECRET)
        .run(
            context ->
                assertThat(trace(context.getStartupFailure()))
                    .contains("camel.component.hotline.instance")
                    .doesNotContain(SECRET));
  }

  @Test
  void whatIsWrongIsToldWithoutSecrets() {
    for (String wrong :
        List.of(
            "max-retries=many",
            "request-timeout=soon",
            "overflow=spill",
            "ssl-context-parameters=#bean:nowhere",
            "connections.sales.max-queued-calls=many",
            "connections.sales.credentials=#bean:nowhere")) {
      boot.withBean(Route.class)
          .withPropertyValues(
              "camel.component.hotline." + wrong,
              "camel.component.hotline.access-token=" + SECRET,
              "camel.component.hotline.api-key=#" + SECRET,
              "camel.component.hotline.instance=17",
              "camel.component.hotline.connections.sales.api-key=#" + SECRET)
          .run(
              context ->
                  assertThat(trace(context.getStartupFailure()))
                      .contains("camel.component.hotline." + wrong.replaceFirst("=.*", ""))
                      .doesNotContain(SECRET));
    }
  }

  /** What is wrong only together, or only for Hotline, is told by the component. */
  @Test
  void whatDoesNotFitIsToldWithoutSecrets() {
    Map<String, String> wrong =
        Map.of(
            "api-url=http://elsewhere.example", "apiUrl",
            "rate-limit=fast", "camel.component.hotline.rateLimit",
            "connections.sales.instance=17", "camel.component.hotline.connections[sales].apiKey",
            "connection=sales", "camel.component.hotline.connection");
    wrong.forEach(
        (property, told) ->
            boot.withBean(Route.class)
                .withPropertyValues(
                    "camel.component.hotline." + property,
                    "camel.component.hotline.access-token=" + SECRET,
                    "camel.component.hotline.api-key=" + SECRET,
                    "camel.component.hotline.instance=17")
                .run(
                    context ->
                        assertThat(trace(context.getStartupFailure()))
                            .contains(told)
                            .doesNotContain(SECRET)));
  }

  /** Also a secret that begins as the name of a bean does is a secret. */
  @Test
  void aSecretIsTakenAsItIs() {
    boot.withPropertyValues(
            "camel.component.hotline.api-key=#" + SECRET,
            "camel.component.hotline.connections.sales.api-key=#bean:" + SECRET)
        .run(
            context -> {
              HotlineComponent component = component(context.getBean(CamelContext.class));
              assertThat(component.getConfiguration().getApiKey()).isEqualTo("#" + SECRET);
              assertThat(component.getConnections().get("sales"))
                  .extracting(HotlineConnection::getApiKey)
                  .isEqualTo("#bean:" + SECRET);
              assertThat(component + " " + component.getConfiguration()).doesNotContain(SECRET);
              assertThat(component.getConnections().toString()).doesNotContain(SECRET);
            });
  }

  static final class Route extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:send").to("hotline:send");
    }
  }

  /** Made and set, not started. */
  private static HotlineComponent component(CamelContext camel) {
    return (HotlineComponent) camel.getComponent("hotline", true, false);
  }

  private static PropertyConfigurerGetter getter(HotlineComponent component) {
    return (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
