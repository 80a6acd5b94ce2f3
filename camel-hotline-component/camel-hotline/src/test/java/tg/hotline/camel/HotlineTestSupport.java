package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** A Camel context whose hotline component speaks to a sandbox. */
abstract class HotlineTestSupport extends CamelTestSupport {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  static final String LINK = "https://t.me/c/" + Seed.GROUP_ID + "/" + Seed.TOPIC_ID;

  /** The exchange fails for its input, before Hotline is called. */
  void assertRefused(String uri, @Nullable Object body, Map<String, Object> headers, String text) {
    assertThatThrownBy(() -> template.requestBodyAndHeaders(uri, body, headers))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
    assertThat(sandbox().calls()).isEmpty();
  }

  static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }

  /** Some leave calls behind that take longer than anybody wants to wait. */
  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    configuration.withShutdownTimeout(1);
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    HotlineConfiguration configuration = new HotlineConfiguration();
    configuration.setApiUrl(sandbox().apiUrl().toString());
    configuration.setAccessToken(Seed.ACCESS_TOKEN);
    configuration.setInstance(Seed.INSTANCE);
    configuration.setApiKey(Seed.API_KEY);
    configuration.setRetryBackoff(2);
    context.getComponent("hotline", HotlineComponent.class).setConfiguration(configuration);
    return context;
  }
}
