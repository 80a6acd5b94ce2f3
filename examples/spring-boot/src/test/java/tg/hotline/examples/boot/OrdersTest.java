package tg.hotline.examples.boot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** The service as it is started, against a sandbox on another port. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("sandbox")
class OrdersTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @DynamicPropertySource
  static void sandbox(DynamicPropertyRegistry properties) {
    properties.add("camel.component.hotline.api-url", () -> HOTLINE.sandbox().apiUrl());
  }

  @Autowired private TestRestTemplate http;

  @Test
  void operatorsAreToldOnceThatAnOrderIsPaid(HotlineSandbox sandbox) {
    sandbox.answerNext(Answers.tooManyRequests(1));
    Order order = place();
    assertThat(order.paid()).isFalse();
    assertThat(pay(order)).isEqualTo(order.pay());
    assertThat(pay(order)).isEqualTo(order.pay());
    pay(place());

    sandbox.awaitMessages(2, SOON);
    assertThat(sandbox.messages())
        .extracting(message -> message.userId() + ": " + message.text())
        .containsOnlyOnce(Seed.USER_ID + ": Order " + order.id() + ", a chair, is paid")
        .hasSize(2);
  }

  @Test
  void anOrderIsPaidWhateverBecomesOfTheMessage(HotlineSandbox sandbox) {
    sandbox.answerNext(Answers.WRONG_ACCESS_TOKEN);
    Order order = place();
    assertThat(pay(order).paid()).isTrue();
    sandbox.awaitCall(call -> call.status() == 403, SOON);
  }

  @Test
  void noSuchOrder() {
    assertThat(http.postForEntity("/orders/0/payment", null, String.class).getStatusCode())
        .isEqualTo(HttpStatus.NOT_FOUND);
  }

  @Test
  void isReadyAsHotlineAnswers() {
    assertThat(http.getForEntity("/actuator/health/readiness", String.class).getStatusCode())
        .isEqualTo(HttpStatus.OK);
  }

  /** docs/spring-boot.adoc shows what is in the POM here. */
  @Test
  void thePagesDependenciesAreTheseOnes() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertThat(Page.of("docs/spring-boot.adoc").snippets("xml"))
        .allSatisfy(xml -> assertThat(pom).containsIgnoringWhitespaces(xml.text()));
  }

  private Order place() {
    return requireNonNull(
        http.postForObject(
            "/orders", Map.of("customer", Seed.USER_ID, "article", "a chair"), Order.class));
  }

  private Order pay(Order order) {
    return requireNonNull(
        http.postForObject("/orders/" + order.id() + "/payment", null, Order.class));
  }
}
