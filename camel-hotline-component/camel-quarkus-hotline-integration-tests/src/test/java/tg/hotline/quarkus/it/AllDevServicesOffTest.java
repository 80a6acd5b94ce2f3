package tg.hotline.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without credentials, but told to start no dev service at all. */
class AllDevServicesOffTest {

  @RegisterExtension
  static final QuarkusUnitTest APP =
      new QuarkusUnitTest()
          .withEmptyApplication()
          .overrideConfigKey("quarkus.http.test-port", "0")
          .overrideConfigKey("quarkus.devservices.enabled", "false");

  @Inject Config config;

  @Test
  void noSandboxIsStarted() {
    assertThat(config.getPropertyNames())
        .doesNotContain("hotline.sandbox.url", "camel.component.hotline.api-url");
  }
}
