package tg.hotline.examples.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** What docs/camel-main.adoc shows. */
class CamelMainPageTest {

  private static final Page PAGE = Page.of("docs/camel-main.adoc");

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void readsCredentialsFromTheEnvironment(HotlineSandbox sandbox) throws Exception {
    Properties settings = snippet("{{env:HOTLINE_ACCESS_TOKEN}}");
    settings.putAll(snippet("rate-limit"));

    sends(sandbox, settings, "");
  }

  @Test
  void readsCredentialsFromAFile(HotlineSandbox sandbox, @TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("secrets.properties"),
            "hotline.token=%s%nhotline.instance=%s%nhotline.key=%s%n"
                .formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY));
    String command = PAGE.snippet("sh", "property-placeholder-location").text();
    String locations =
        command
            .replaceAll("(?s).*-Dcamel.main.property-placeholder-location=(\\S+).*", "$1")
            .replace("/etc/hotline/secrets.properties", file.toString());

    sends(sandbox, snippet("{{hotline.token}}"), locations);
  }

  @Test
  void readsCredentialsFromAVault(HotlineSandbox sandbox) throws Exception {
    HttpServer vault =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vault.createContext(
        "/v1/secret/data/hotline",
        call -> {
          boolean known =
              "a-vault-token".equals(call.getRequestHeaders().getFirst("X-Vault-Token"));
          byte[] answer =
              """
              {"data": {"data": {"accessToken": "%s", "instance": "%s", "apiKey": "%s"}, "metadata": {"version": 1}}}
              """
                  .formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY)
                  .getBytes(UTF_8);
          call.getResponseHeaders().add("Content-Type", "application/json");
          call.sendResponseHeaders(known ? 200 : 403, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    vault.start();
    try {
      Properties settings = snippet("{{hashicorp:");
      settings.put("camel.vault.hashicorp.scheme", "http");
      settings.put("camel.vault.hashicorp.host", "127.0.0.1");
      settings.put("camel.vault.hashicorp.port", "" + vault.getAddress().getPort());

      sends(sandbox, settings, "");
    } finally {
      vault.stop(0);
    }
  }

  @Test
  void showsTheExamplesRoute() throws IOException {
    assertThat(PAGE.snippet("yaml", "inbox").text())
        .isEqualTo(Files.readString(Path.of("src/main/resources/camel/inbox.camel.yaml")));
  }

  private static void sends(HotlineSandbox sandbox, Properties settings, String locations)
      throws Exception {
    Main main = new Main();
    main.setPropertyPlaceholderLocations(
        locations.isEmpty() ? "false" : locations.replace("classpath:application.properties,", ""));
    settings.put("camel.component.hotline.api-url", sandbox.apiUrl().toString());
    settings.put("camel.main.routes-include-pattern", "false");
    main.setOverrideProperties(settings);
    main.configure()
        .addRoutesBuilder(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:text").to("hotline:send?userId=" + Seed.USER_ID);
              }
            });
    main.start();
    try {
      main.getCamelTemplate().sendBody("direct:text", "hello");
      sandbox.awaitMessage(message -> message.text().equals("hello"), Duration.ofSeconds(10));
    } finally {
      main.stop();
    }
  }

  private static Properties snippet(String words) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(PAGE.snippet("properties", words).text()));
    return properties;
  }
}
