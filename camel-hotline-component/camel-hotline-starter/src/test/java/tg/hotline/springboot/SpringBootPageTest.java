package tg.hotline.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Service;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tg.hotline.camel.HotlineConstants;
import tg.hotline.camel.HotlineRejectedException;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;

/** A web application with what docs/spring-boot.adoc shows. */
@SpringBootTest(
    classes = SpringBootPageTest.Application.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.endpoints.web.exposure.include=*",
      "management.endpoint.env.show-values=always",
      "management.endpoint.configprops.show-values=always"
    })
@ContextConfiguration(initializers = SpringBootPageTest.Snippets.class)
class SpringBootPageTest {

  private static final Page PAGE = Page.of("docs/spring-boot.adoc");

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @DynamicPropertySource
  static void sandbox(DynamicPropertyRegistry properties) {
    properties.add("HOTLINE_ACCESS_TOKEN", () -> Seed.ACCESS_TOKEN);
    properties.add("HOTLINE_INSTANCE", () -> Seed.INSTANCE);
    properties.add("HOTLINE_API_KEY", () -> Seed.API_KEY);
    properties.add("SALES_INSTANCE", () -> Seed.SALES_INSTANCE);
    properties.add("SALES_API_KEY", () -> Seed.SALES_API_KEY);
    properties.add("camel.component.hotline.api-url", () -> HOTLINE.sandbox().apiUrl());
  }

  /** The page's YAML that is no route. */
  static final class Snippets
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      for (Page.Snippet yaml : PAGE.snippets("yaml")) {
        if (!yaml.text().startsWith("- route")) {
          try {
            new YamlPropertySourceLoader()
                .load(yaml.text(), new ByteArrayResource(yaml.text().getBytes(UTF_8)))
                .forEach(context.getEnvironment().getPropertySources()::addLast);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }
  }

  record Rotation(String accessToken, String instance, String apiKey) {}

  @Configuration
  @EnableAutoConfiguration
  @Import(Operators.class)
  static class Application {

    @Bean
    Rotation rotation() {
      return new Rotation(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
    }

    @Bean
    Supplier<Credentials> supportCredentials(Rotation rotation) {
      return () -> new Credentials(rotation.accessToken(), rotation.instance(), rotation.apiKey());
    }

    @Bean
    RoutesBuilder route(CamelContext camel) throws Exception {
      return PluginHelper.getRoutesLoader(camel)
          .findRoutesBuilders(
              ResourceHelper.fromString(
                  "operators.camel.yaml", PAGE.snippet("yaml", "- route").text()))
          .iterator()
          .next();
    }
  }

  @Service
  static class Operators {

    private final ProducerTemplate camel;

    Operators(ProducerTemplate camel) {
      this.camel = camel;
    }

    void tell(long customer, String text) {
      camel.sendBodyAndHeader("direct:tell-operators", text, HotlineConstants.USER_ID, customer);
    }
  }

  @Autowired private TestRestTemplate http;
  @Autowired private Operators operators;
  @Autowired private ProducerTemplate template;

  @Test
  void tellsTheOperators(HotlineSandbox sandbox) {
    operators.tell(Seed.SALES_USER_ID, "Order 17 is paid");
    assertThat(sandbox.messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.text()).isEqualTo("Order 17 is paid");
              assertThat(message.instanceName()).isEqualTo(Seed.SALES_INSTANCE_NAME);
            });

    sandbox.answerNext(1, call -> call.userId() != null, Answers.WRONG_ACCESS_TOKEN);
    assertThatThrownBy(() -> operators.tell(Seed.SALES_USER_ID, "Order 18 is paid"))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(HotlineRejectedException.class);
  }

  @Test
  void aBeanSuppliesCredentials(HotlineSandbox sandbox) {
    template.sendBody("hotline:send?connection=support&userId=" + Seed.USER_ID, "hello");
    assertThat(sandbox.messages()).hasSize(1);
  }

  @Test
  void healthTellsWhetherHotlineAnswers() {
    assertThat(get("health/readiness"))
        .startsWith("{\"status\":\"UP\"")
        .contains("\"hotline-sales\":\"UP\"", "\"verified\":", "\"outcome\":\"OK\"");

    assertThatThrownBy(
            () ->
                template.sendBody(
                    "hotline:send?accessToken=wrong&instance=1&apiKey=wrong&userId=" + Seed.USER_ID,
                    "hello"))
        .hasCauseInstanceOf(HotlineRejectedException.class);
    assertThat(get("health/readiness"))
        .startsWith("{\"status\":\"DOWN\"")
        .contains("\"hotline-endpoint-1\":\"DOWN\"", "\"hotline-sales\":\"UP\"");
    assertThat(get("health/liveness")).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void metersAreInBootsRegistry(@Autowired MeterRegistry registry) {
    operators.tell(Seed.SALES_USER_ID, "Order 17 is paid");
    assertThat(get("metrics/hotline.calls?tag=connection:sales")).contains("\"outcome\"", "\"OK\"");
    assertThat(registry.get("hotline.calls.active").tag("connection", "sales").gauge().value())
        .isZero();
  }

  @Test
  void actuatorShowsNoSecret() {
    String env = get("env");
    assertThat(env)
        .contains("camel.component.hotline.api-key", "HOTLINE_API_KEY", "SALES_API_KEY")
        .contains(Seed.SALES_INSTANCE, "******");
    for (String path :
        List.of(
            "env",
            "env/camel.component.hotline.connections.sales.api-key",
            "env/SALES_API_KEY",
            "configprops",
            "beans",
            "health",
            "info",
            "metrics",
            "camelroutes",
            "camelroutes/tell-operators/detail")) {
      assertThat(get(path))
          .as(path)
          .isNotEmpty()
          .doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY, Seed.SALES_API_KEY);
    }
  }

  @Test
  void credentialsComeFromFiles(@TempDir Path secrets, HotlineSandbox sandbox) throws Exception {
    Map<String, String> files =
        Map.of(
            "HOTLINE_ACCESS_TOKEN", Seed.ACCESS_TOKEN,
            "HOTLINE_INSTANCE", Seed.INSTANCE,
            "HOTLINE_API_KEY", Seed.API_KEY);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(secrets.resolve(file.getKey()), file.getValue());
    }
    Path yaml = secrets.resolve("application.yaml");
    Files.writeString(
        yaml,
        PAGE.snippet("yaml", "configtree").text().replace("/run/secrets/", secrets + "/")
            + "\n---\n"
            + PAGE.snippet("yaml", "access-token").text());
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            Bare.class,
            "--spring.config.location=" + yaml,
            "--spring.main.web-application-type=none",
            "--camel.component.hotline.api-url=" + sandbox.apiUrl())) {
      context
          .getBean(ProducerTemplate.class)
          .sendBody("hotline:send?userId=" + Seed.USER_ID, "hello");
    }
    assertThat(sandbox.messages()).hasSize(1);
  }

  @Configuration
  @EnableAutoConfiguration
  static class Bare {}

  @Test
  void thePagesJavaIsWhatRunsHere() throws IOException {
    String test =
        Files.readString(
            Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
    assertThat(PAGE.snippets("java"))
        .allSatisfy(
            java ->
                assertThat(test.replace("static class Operators", "class Operators"))
                    .containsIgnoringWhitespaces(java.text()));
  }

  private String get(String path) {
    return requireNonNull(http.getForObject("/actuator/" + path, String.class));
  }
}
