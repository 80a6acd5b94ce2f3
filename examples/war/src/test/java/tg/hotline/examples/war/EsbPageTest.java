package tg.hotline.examples.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** What docs/esb.adoc shows; the files it shows are run by the examples' own tests. */
class EsbPageTest {

  private static final Page PAGE = Page.of("docs/esb.adoc");

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void runsXmlRoutesWithoutSpring(HotlineSandbox sandbox, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("routes.xml"), PAGE.snippet("xml", "<routes>").text());
    Main main = new Main();
    main.configure().setRoutesIncludePattern(folder.toUri() + "*.xml");
    main.addInitialProperty("camel.component.hotline.api-url", sandbox.apiUrl().toString());
    main.addInitialProperty("camel.component.hotline.access-token", Seed.ACCESS_TOKEN);
    main.addInitialProperty("camel.component.hotline.instance", Seed.INSTANCE);
    main.addInitialProperty("camel.component.hotline.api-key", Seed.API_KEY);
    main.start();
    try {
      main.getCamelTemplate().sendBody("direct:confirm", "hello");
      sandbox.awaitMessage(message -> message.text().equals("hello"), Duration.ofSeconds(10));
    } finally {
      main.stop();
    }
  }

  @Test
  void showsTheExamplesFiles() throws IOException {
    assertShown("xml", "<camelContext", "examples/war/src/main/webapp/WEB-INF/camel-context.xml");
    assertShown("xml", "<web-app", "examples/war/src/main/webapp/WEB-INF/web.xml");
    assertShown(
        "yaml",
        "hotline.ask-a-person",
        "examples/jms-queue/src/main/resources/camel/queue.camel.yaml");
  }

  private static void assertShown(String language, String words, String file) throws IOException {
    assertThat(PAGE.snippet(language, words).text())
        .isEqualTo(Files.readString(Page.root().resolve(file)));
  }
}
