package tg.hotline.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.QuarkusUnitTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.docs.Page;

/** The snippets of docs/quarkus.adoc, in an app that has nothing but them. */
@SuppressWarnings("NullAway.Init") // injected
class QuarkusPageTest {

  private static final Page PAGE = Page.of("docs/quarkus.adoc");

  @RegisterExtension
  static final QuarkusUnitTest APP =
      new QuarkusUnitTest()
          .withApplicationRoot(
              app ->
                  app.addAsResource(
                          new StringAsset(PAGE.snippet("yaml", "platform-http:/tell").text()),
                          "camel/tell.camel.yaml")
                      .addAsResource(new StringAsset(properties()), "application.properties"))
          .overrideConfigKey("quarkus.http.test-port", "0");

  private static String properties() {
    return PAGE.snippets("properties").stream()
        .map(Page.Snippet::text)
        .collect(Collectors.joining("\n"));
  }

  // The page shows from here …
  @Inject ProducerTemplate template;

  @ConfigProperty(name = "hotline.sandbox.url")
  String sandbox;

  @Test
  void operatorsAreTold() {
    template.sendBody("hotline:send?userId=987654321", "Order 17 is late");

    RestAssured.get(sandbox + "/console/api/messages")
        .then()
        .body("text", hasItem("Order 17 is late"));
  }

  // … to here.

  /** Although only production has it. */
  @Test
  void aConnectionByNameGoesToTheSandboxToo() {
    template.sendBody("hotline:send?userId=987654321&connection=sales", "Order 18 is late");

    RestAssured.get(sandbox + "/console/api/messages")
        .then()
        .body("text", hasItem("Order 18 is late"));
  }

  /** As the page's curl posts it; without a type of its own it would be a form. */
  @Test
  void theRouteAnswersWithTheTopic() {
    Matcher curl =
        Pattern.compile("`curl (?:-H 'Content-Type: (.+?)' )?-d '(.+?)' localhost:8080(/.+?)`")
            .matcher(PAGE.text());
    assertThat(curl.find()).isTrue();

    given()
        .contentType(Objects.requireNonNullElse(curl.group(1), "application/x-www-form-urlencoded"))
        .body(curl.group(2))
        .post(curl.group(3))
        .then()
        .statusCode(200)
        .body(equalTo("https://t.me/c/2101424779/5343"));
  }

  @Test
  void theJavaIsThatOfThisTest() throws IOException {
    String source =
        Files.readString(
            Page.root()
                .resolve(
                    "camel-hotline-component/camel-quarkus-hotline-integration-tests/src/test/java")
                .resolve(QuarkusPageTest.class.getName().replace('.', '/') + ".java"));

    assertThat(source.replace("\n  ", "\n"))
        .contains(PAGE.snippet("java", "operatorsAreTold").text());
  }
}
