package tg.hotline.runner;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page to try the REST API on, in a real browser. */
@EnabledIf(
    value = "isChromiumHere",
    disabledReason = "there is no /usr/bin/chromium on this machine; Debian's package is chromium")
class SwaggerPageIT {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final Path home;

  SwaggerPageIT(@TempDir Path home) {
    this.home = home;
  }

  static boolean isChromiumHere() {
    return Files.isExecutable(CHROMIUM);
  }

  @Test
  void showsTheContractAndTriesItOut() throws Exception {
    try (RunnerProcess runner =
            RunnerProcess.in(home).options("-Dhotline.examples=rest-api").start().awaitReady();
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(
                            List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      String address = "http://localhost:" + runner.port;
      List<String> requests = new CopyOnWriteArrayList<>();
      Page page = browser.newPage();
      page.onRequest((Request request) -> requests.add(request.url()));
      page.navigate(address + "/q/swagger-ui");
      assertThat(page.locator(".info .title")).containsText("Hotline for other systems");

      Locator topic = operation(page, "getTopic");
      topic.locator("button.execute").click();
      assertThat(topic.locator(".live-responses-table .response-col_status").nth(1))
          .containsText("200");
      assertThat(topic.locator(".live-responses-table")).containsText("user_answered");
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target/swagger-ui.png")).setFullPage(true));

      // A page's POST has an Origin, and it is the runner's own.
      Locator message = operation(page, "sendMessage");
      message.locator("button.execute").click();
      assertThat(message.locator(".live-responses-table")).containsText("message_sent");
      assertThat(runner.get(runner.sandboxUrl("/console/api/messages"))).contains("DEAL CONFIRMED");
      assertThat(requests)
          .allMatch(url -> url.startsWith(address + "/") || url.startsWith("data:"));
    }
  }

  @Test
  void isNotThereWithoutAContract() throws Exception {
    try (RunnerProcess runner =
        RunnerProcess.in(home).options("-Dhotline.examples=csv-file").start().awaitReady()) {
      HttpURLConnection page =
          (HttpURLConnection) URI.create(runner.url("/q/swagger-ui/")).toURL().openConnection();
      assertThat(page.getResponseCode()).isEqualTo(404);
      assertThat(runner.output()).doesNotContain("/q/swagger-ui");
    }
  }

  private static Locator operation(Page page, String id) {
    Locator operation = page.locator("[id$=-" + id + "]");
    operation.locator(".opblock-summary-control").click();
    return operation;
  }
}
