package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files as a browser gets them. */
class PageFilesTest {
  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/console/index.html, text/html; charset=utf-8",
    "/console/main.js, text/javascript; charset=utf-8",
    "/console/page.css, text/css; charset=utf-8",
    "/console/icon.svg, image/svg+xml",
    "/favicon.ico, image/svg+xml",
  })
  void filesSayWhatTheyAreAndWhatTheyMayDo(String path, String type) throws Exception {
    HttpResponse<String> answer = caller.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/",
        "/console/nothing.js",
        "/console/page",
        "/console/../Page.class",
        "/console/%2e%2e/Page.class",
        "/console/..%2fSeed.class",
        "/console/Page.class",
        "/console/index.html/"
      })
  void nothingElseIsServed(String path) throws Exception {
    assertThat(
            caller.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .endsWith("{\"error\":\"The console has no such path\"}");
  }

  @ParameterizedTest
  @EnumSource(value = Phase.class, names = "STOPPED", mode = EnumSource.Mode.EXCLUDE)
  void thePageIsThereInEveryPhase(Phase phase) throws Exception {
    hotline.phase(phase);

    assertThat(caller.get("/").body()).contains("nobody real is reached");
    assertThat(caller.get("/console/api/calls").statusCode()).isEqualTo(200);
  }

  @Test
  void aHeadOfThePageHasNoBody() throws Exception {
    assertThat(caller.raw("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .contains("Content-Security-Policy")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aCallToTheRootGetsWhatItWouldFromN8n() throws Exception {
    HttpResponse<String> answer = caller.exchange(caller.post("/", "{}").build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("Cannot POST /");
  }

  @Test
  void anyOtherPathIsStillTheEditors() throws Exception {
    assertThat(caller.get("/home/workflows").body()).contains("n8n.io - Workflow Automation");
  }
}
