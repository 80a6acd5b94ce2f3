package tg.hotline.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.microprofile.config.Config;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.camel.AuditEvent;
import tg.hotline.camel.HotlineAuditor;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;

/** An app without any setting of Hotline, with health and metrics. */
class DevServiceTest {

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @RegisterExtension
  static final QuarkusUnitTest APP =
      new QuarkusUnitTest()
          .withApplicationRoot(
              app ->
                  app.addClasses(Routes.class, Auditor.class)
                      .addAsResource(
                          new StringAsset(
                              """
                              - route:
                                  from:
                                    uri: direct:yaml
                                    steps:
                                      - to: hotline:send?userId=987654321
                              """),
                          "camel/send.camel.yaml"))
          .overrideConfigKey("quarkus.http.test-port", "0")
          .overrideConfigKey("quarkus.hotline.devservices.port", freePort())
          .addBuildChainCustomizer(DevServiceTest::writeDownWhatANativeAppGets);

  private static final String NATIVE = "native.txt";

  private static void writeDownWhatANativeAppGets(BuildChainBuilder build) {
    build
        .addBuildStep(
            context -> {
              Stream<String> classes =
                  context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                      .filter(item -> item.isMethods() && item.isConstructors())
                      .flatMap(item -> item.getClassNames().stream());
              Stream<String> resources =
                  context.consumeMulti(NativeImageResourcePatternsBuildItem.class).stream()
                      .flatMap(item -> item.getIncludePatterns().stream());
              byte[] all =
                  Stream.concat(classes, resources)
                      .collect(Collectors.joining("\n"))
                      .getBytes(StandardCharsets.UTF_8);
              context.produce(new GeneratedResourceBuildItem(NATIVE, all));
            })
        .consumes(ReflectiveClassBuildItem.class)
        .consumes(NativeImageResourcePatternsBuildItem.class)
        .produces(GeneratedResourceBuildItem.class)
        .build();
  }

  public static class Routes extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:java").to("hotline:info");
    }
  }

  /** No other bean asks for it. */
  @Singleton
  public static class Auditor implements HotlineAuditor {

    static final Queue<String> OPERATIONS = new ConcurrentLinkedQueue<>();

    @Override
    public void audit(AuditEvent event) {
      OPERATIONS.add(event.operation().name());
    }
  }

  @Inject ProducerTemplate template;
  @Inject CamelContext camel;

  @Inject Config config;

  @Test
  void infoAndSendWork() {
    TopicInfo topic =
        template.requestBody("direct:java", "https://t.me/c/2101424779/5343", TopicInfo.class);
    assertThat(topic.userId()).isEqualTo(987654321L);

    SentMessage sent = template.requestBody("direct:yaml", "from Quarkus", SentMessage.class);

    assertThat(sent.topicLink()).isEqualTo("https://t.me/c/2101424779/5343");
    given()
        .get(config.getValue("hotline.sandbox.url", String.class) + "/console/api/messages")
        .then()
        .body("text", hasItem("from Quarkus"));
  }

  @Test
  void theSandboxHasThePortThatIsSet() {
    assertThat(config.getValue("hotline.sandbox.url", String.class))
        .endsWith(":" + config.getValue("quarkus.hotline.devservices.port", String.class));
  }

  @Test
  void aBeanIsToldOfTheCalls() {
    template.sendBody("direct:yaml", "to be audited");

    assertThat(Auditor.OPERATIONS).contains("SEND");
  }

  @Test
  void theComponentIsTheOneOfTheCatalogAndRunsOnTheCamelOfQuarkus() {
    assertThat(camel.hasComponent("hotline")).isInstanceOf(HotlineComponent.class);
    assertThat(camel.getVersion()).startsWith("4.14.");
  }

  @Test
  void readinessShowsTheConnection() {
    template.sendBody("direct:yaml", "to be ready");

    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("hotline-component"))
        .body("checks.find { it.name == 'hotline-component' }.status", equalTo("UP"));
  }

  @Test
  void metersShowTheCalls() {
    template.sendBody("direct:yaml", "to be counted");

    String metrics = given().get("/q/metrics").asString();

    assertThat(metrics.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("hotline_calls_seconds_count{")
                    .contains("operation=\"send\"", "outcome=\"OK\"", "connection=\"component\""))
        .anySatisfy(line -> assertThat(line).startsWith("hotline_attempts_total{"));
  }

  /** No native app is built here, so this is what there is to show for it. */
  @Test
  void aNativeAppGetsWhatIsLookedUpByName() throws IOException {
    List<String> all;
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(NATIVE)) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    assertThat(all)
        .contains(
            "tg.hotline.camel.HotlineComponent",
            "tg.hotline.camel.HotlineEndpoint",
            "tg.hotline.camel.HotlineConnection",
            "tg.hotline.camel.HotlineConfiguration",
            "tg.hotline.camel.HotlineComponentConfigurer",
            "tg.hotline.camel.HotlineEndpointConfigurer",
            "tg.hotline.camel.HotlineEndpointUriFactory",
            "tg.hotline.topics.TopicInfo",
            "tg.hotline.topics.SentMessage",
            "tg.hotline.topics.Outcome")
        .anySatisfy(it -> assertThat("kamelets/hotline-send-sink.kamelet.yaml").matches(it))
        .anySatisfy(it -> assertThat("META-INF/tg/hotline/camel/hotline.json").matches(it));
  }
}
