package tg.hotline.runner;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class HealthAndBannerTest extends SandboxTest {

  @Inject Banner banner;

  @Test
  void readinessTellsTheMode() {
    // A consumer is not ready before its first poll.
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"))
                    .body(
                        "checks.find { it.name == 'hotline-runner' }.data.mode",
                        equalTo("sandbox")));
  }

  @Test
  void theBannerTellsWhereToLook() {
    Path home = Path.of(config.getValue("hotline.home", String.class));

    assertThat(String.join("\n", banner.lines("http://127.0.0.1:1")))
        .contains(
            "sandbox",
            "Hotline   " + sandbox().url() + "  (the operators' page)",
            "http://127.0.0.1:1",
            home.resolve("inbox").toString(),
            "jdbc:h2:file:" + home.resolve("data/sandbox/hotline"),
            "user sa")
        .doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY, Seed.INSTANCE);
  }
}
