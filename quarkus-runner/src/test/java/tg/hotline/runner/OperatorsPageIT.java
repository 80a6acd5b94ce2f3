package tg.hotline.runner;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Seed;

/**
 * What a newcomer sees, in a real browser: the operators' page, and the page to try the REST API
 * on. One runner, one browser.
 */
@EnabledIf(
    value = "isChromiumHere",
    disabledReason = "there is no /usr/bin/chromium on this machine; Debian's package is chromium")
class OperatorsPageIT {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String TOPIC = "/" + Seed.GROUP_ID + "/" + Seed.TOPIC_ID;

  private static @TempDir Path home;
  private static @Nullable RunnerProcess started;
  private static @Nullable Playwright playwright;
  private static @Nullable Browser launched;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final RunnerProcess runner;
  private final Page page;

  OperatorsPageIT() {
    runner = here(started);
    page =
        here(launched)
            .newPage(new Browser.NewPageOptions().setViewportSize(1400, 900).setLocale("en-GB"));
    page.onRequest((Request request) -> requests.add(request.url()));
  }

  static boolean isChromiumHere() {
    return Files.isExecutable(CHROMIUM);
  }

  @BeforeAll
  static void start() throws Exception {
    RunnerProcess process =
        RunnerProcess.in(home).options("-Dhotline.examples=rest-api,parallel-bot").start();
    started = process;
    Playwright driver =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    playwright = driver;
    launched =
        driver
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
                            "--disable-sync")));
    process.awaitReady();
  }

  @AfterAll
  static void stop() {
    try (RunnerProcess process = started;
        Playwright driver = playwright) {
      assertThat(process).isNotNull();
      assertThat(driver).isNotNull();
    }
  }

  @BeforeEach
  void fromTheStart() {
    page.request()
        .post(runner.sandboxUrl("/console/api/reset"), RequestOptions.create().setData(Map.of()));
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void whatARouteSendsIsThereWithinASecond() throws Exception {
    open("topics" + TOPIC);

    assertThat(send("DEAL CONFIRMED: 12 boxes, invoice 2024/117")).isEqualTo(200);

    assertThat(page.locator(".message.api .text"))
        .containsText("DEAL CONFIRMED: 12 boxes", within(1000));
    screenshot("a-route-sends");
    assertThat(requests).allMatch(url -> url.startsWith(runner.sandboxUrl("/")));
  }

  /** The story that the page's hint tells, with the example's bot. */
  @Test
  void aBotsButtonsArePressedAndAnOperatorAnswers() throws Exception {
    open("topics" + TOPIC);
    Locator phone = page.locator(".handset");
    page.getByLabel("Send /start as the customer").click();
    phone.getByText("Opening hours").click();
    assertThat(phone.locator(".message").last()).containsText("We are open");
    assertThat(page.locator(".message.bot").last()).containsText("We are open");
    phone.getByText("Call operator").click();
    assertThat(page.locator(".message.api .text")).containsText("Opening hours");
    assertThat(phone.locator(".message").last()).containsText("One of them will answer you here");
    assertThat(page.locator(".asleep")).isEmpty();
    assertThat(topic()).contains("\"user_answered\"");

    Locator text = page.locator(".composer textarea");
    text.fill("On my way!");
    text.press("Enter");

    assertThat(page.locator(".message.operator .text").last())
        .containsText("On my way!", within(1000));
    assertThat(phone.locator(".message").last()).containsText("On my way!");
    assertThat(topic()).contains("\"support_answered\"").doesNotContain("\"user_answered\"");
    screenshot("an-operator-answers");
  }

  @Test
  void aFaultThatWasClickedHitsTheNextCall() throws Exception {
    open("faults");
    page.locator("[data-fault='empty-after-effect']").click();
    assertThat(page.locator(".queue li")).containsText("empty-after-effect", within(1000));
    screenshot("a-fault-is-clicked");

    assertThat(send("Did that reach you?")).isEqualTo(502);

    assertThat(page.locator(".queue li")).hasCount(0);
    page.locator(".played a").first().click();
    Locator details = page.locator(".details");
    assertThat(details).containsText("empty-after-effect");
    assertThat(details).containsText("Did that reach you?");
    assertThat(details).containsText("posted a message");
    assertThat(details).not().containsText(Seed.API_KEY);
    assertThat(page.locator(".journal tbody tr.selected")).containsText("scripted");
    screenshot("the-call-it-hit");
    assertThat(send("And this?")).isEqualTo(200);
    assertThat(page.locator(".journal tbody tr").first()).containsText("sent", within(1000));
    assertThat(runner.get(runner.sandboxUrl("/console/api/messages")))
        .contains("Did that reach you?", "And this?");
  }

  @Test
  void whatLooksLikeAPageIsShownAsText() throws Exception {
    String hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>";
    open("topics" + TOPIC);

    assertThat(send(hostile)).isEqualTo(200);

    assertThat(page.locator(".message.api .text"))
        .hasText(hostile, new LocatorAssertions.HasTextOptions().setTimeout(1000));
    screenshot("a-hostile-message");
    page.navigate(runner.sandboxUrl("/#calls/1"));
    assertThat(page.locator(".details")).containsText("<script>document.title=");
    assertThat(page.locator("main script, main img")).hasCount(0);
    assertThat(page.title()).doesNotContain("owned");
  }

  @Test
  void theRestApiCanBeTried() throws Exception {
    String address = "http://localhost:" + runner.port;
    page.navigate(address + "/q/swagger-ui");
    assertThat(page.locator(".info .title")).containsText("Hotline for other systems");

    Locator topic = operation("getTopic");
    topic.locator("button.execute").click();
    assertThat(topic.locator(".live-responses-table .response-col_status").nth(1))
        .containsText("200");
    assertThat(topic.locator(".live-responses-table")).containsText("user_answered");
    screenshot("swagger-ui");

    // A page's POST has an Origin, and it is the runner's own.
    Locator message = operation("sendMessage");
    message.locator("button.execute").click();
    assertThat(message.locator(".live-responses-table")).containsText("message_sent");
    assertThat(runner.get(runner.sandboxUrl("/console/api/messages"))).contains("DEAL CONFIRMED");
    assertThat(requests).allMatch(url -> url.startsWith(address + "/") || url.startsWith("data:"));
  }

  @Test
  void thereIsNoneToTryWithoutAContract(@TempDir Path other) throws Exception {
    try (RunnerProcess without =
        RunnerProcess.in(other).options("-Dhotline.examples=csv-file").start().awaitReady()) {
      HttpURLConnection answer =
          (HttpURLConnection) URI.create(without.url("/q/swagger-ui/")).toURL().openConnection();
      assertThat(answer.getResponseCode()).isEqualTo(404);
      assertThat(without.output()).doesNotContain("/q/swagger-ui");
    }
  }

  /** A view of the operators' page, once it is told of changes. */
  private void open(String view) {
    page.navigate(runner.sandboxUrl("/#" + view));
    assertThat(page.locator(".online")).hasText("live");
  }

  /** Has the example's route send to John Doe; the status of what it answers. */
  private int send(String text) throws IOException, InterruptedException {
    return runner.post(
        "/api/messages", "{\"user_id\": " + Seed.USER_ID + ", \"message\": \"" + text + "\"}");
  }

  private String topic() throws IOException, InterruptedException {
    return runner.get(runner.url("/api/topics" + TOPIC));
  }

  private Locator operation(String id) {
    Locator operation = page.locator("[id$=-" + id + "]");
    operation.locator(".opblock-summary-control").click();
    return operation;
  }

  private void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private static LocatorAssertions.ContainsTextOptions within(int millis) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
  }

  private static <T> T here(@Nullable T it) {
    if (it == null) {
      throw new IllegalStateException("It did not start");
    }
    return it;
  }
}
