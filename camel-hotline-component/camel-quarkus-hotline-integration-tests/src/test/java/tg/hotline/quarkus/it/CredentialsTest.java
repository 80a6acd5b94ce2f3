package tg.hotline.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.docs.Page;

/** With the properties of docs/quarkus.adoc, those of production, no sandbox is started. */
class CredentialsTest {

  private static String properties() {
    return Page.of("docs/quarkus.adoc").snippets("properties").stream()
        .map(snippet -> snippet.text().replace("%prod.", ""))
        .collect(Collectors.joining());
  }

  @RegisterExtension
  static final QuarkusUnitTest APP =
      new QuarkusUnitTest()
          .withApplicationRoot(
              app -> app.addAsResource(new StringAsset(properties()), "application.properties"))
          .overrideConfigKey("quarkus.http.test-port", "0")
          .overrideConfigKey("HOTLINE_ACCESS_TOKEN", "token")
          .overrideConfigKey("HOTLINE_INSTANCE", "1")
          .overrideConfigKey("HOTLINE_API_KEY", "key")
          .overrideConfigKey("SUPPORT_INSTANCE", "2")
          .overrideConfigKey("SUPPORT_API_KEY", "key-2")
          .overrideConfigKey("SALES_INSTANCE", "3")
          .overrideConfigKey("SALES_API_KEY", "key-3");

  @Inject Config config;
  @Inject CamelContext camel;

  @Test
  void noSandboxIsStarted() {
    assertThat(config.getPropertyNames())
        .doesNotContain("hotline.sandbox.url", "camel.component.hotline.api-url");
  }

  @Test
  void theComponentHasThem() {
    HotlineComponent hotline = camel.getComponent("hotline", HotlineComponent.class);

    assertThat(hotline.getConfiguration().getAccessToken()).isEqualTo("token");
    assertThat(hotline.getConfiguration().getConnection()).isEqualTo("support");
    assertThat(hotline.getConnections().keySet()).containsExactlyInAnyOrder("support", "sales");
    assertThat(hotline.getConnections().get("sales"))
        .returns("3", connection -> connection.getInstance())
        .returns("key-3", connection -> connection.getApiKey());
  }
}
