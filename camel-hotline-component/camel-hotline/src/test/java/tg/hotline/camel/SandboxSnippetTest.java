package tg.hotline.camel;

import java.time.Duration;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** The test that docs/sandbox.adoc shows; see {@link SnippetsTest}. */
class SandboxSnippetTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void sendsAgainWhatWasNotSent(HotlineSandbox sandbox) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      HotlineConfiguration hotline =
          context.getComponent("hotline", HotlineComponent.class).getConfiguration();
      hotline.setApiUrl(sandbox.apiUrl().toString());
      hotline.setAccessToken(Seed.ACCESS_TOKEN);
      hotline.setInstance(Seed.INSTANCE);
      hotline.setApiKey(Seed.API_KEY);
      context.start();
      ProducerTemplate template = context.createProducerTemplate();

      sandbox.answerNext(Answer.status(429));
      template.sendBody("hotline:send?retryBackoff=5&userId=" + Seed.USER_ID, "hello");

      sandbox.awaitMessage(message -> message.text().equals("hello"), Duration.ofSeconds(10));
    }
  }
}
