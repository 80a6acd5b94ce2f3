package tg.hotline.quarkus.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.eclipse.microprofile.config.Config;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;

/** An app without any setting of Hotline, with health and metrics. */
class DevServiceTest {

  @RegisterExtension
  static final QuarkusUnitTest APP =
      new QuarkusUnitTest()
          .withApplicationRoot(
              app ->
                  app.addClass(Routes.class)
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
          .overrideConfigKey("quarkus.http.test-port", "0");

  public static class Routes extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:java").to("hotline:info");
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
        .get(
            config
                .getValue("camel.component.hotline.api-url", String.class)
                .replace("webhook/topic_action", "console/api/messages"))
        .then()
        .body("text", hasItem("from Quarkus"));
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
}
