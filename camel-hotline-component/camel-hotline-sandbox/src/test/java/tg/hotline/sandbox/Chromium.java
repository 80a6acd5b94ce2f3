package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Debian's Chromium, which shows the sandbox's page; skips the tests where there is none.
 *
 * <p>All tests of a JVM share one browser and one tab: a new tab costs a process, and that more
 * than most tests take. Each test fails if something happened that may never happen in a page.
 */
final class Chromium
    implements ExecutionCondition,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback {
  private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

  /** Runs until the last class has ended; JUnit closes it. */
  private static final class Running implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final Page page;

    /** What a page may never do: errors, dialogs, requests to elsewhere. */
    private final List<String> wrongs = new CopyOnWriteArrayList<>();

    private volatile String home = "about:blank";
    private int opened;

    Running() {
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(EXECUTABLE)
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
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setLocale("en-GB")
                  .setPermissions(List.of("clipboard-read", "clipboard-write")));
      context.addInitScript(
          "try { localStorage.setItem('hotline-sandbox-hint', 'seen') } catch {}");
      page = watched(context.newPage());
    }

    Page watched(Page made) {
      made.setDefaultTimeout(10_000);
      made.onConsoleMessage(
          (ConsoleMessage message) -> {
            // What is refused, and a sandbox that is away, the browser notes by itself.
            if (!message.text().startsWith("Failed to load resource")) {
              wrongs.add(message.type() + ": " + message.text());
            }
          });
      made.onPageError((String error) -> wrongs.add("error: " + error));
      made.onDialog(
          (Dialog dialog) -> {
            wrongs.add("dialog: " + dialog.message());
            dialog.dismiss();
          });
      made.onRequest(
          (Request request) -> {
            if (!request.url().startsWith(home + "/")) {
              wrongs.add("request: " + request.url());
            }
          });
      return made;
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  private @Nullable Running running;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Files.isExecutable(EXECUTABLE)
        ? ConditionEvaluationResult.enabled("there is " + EXECUTABLE)
        : ConditionEvaluationResult.disabled(
            "there is no " + EXECUTABLE + " on this machine; Debian's package is chromium");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(Chromium.class))
            .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    running().wrongs.clear();
    page().setViewportSize(1360, 850);
    inColours(ColorScheme.LIGHT);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(running().wrongs).isEmpty();
  }

  /** The sandbox goes now, and the page would look for it. */
  @Override
  public void afterAll(ExtensionContext context) {
    page().navigate("about:blank");
  }

  /** The tab that all tests share: 1360 by 850, light, and without the first visit's hint. */
  Page page() {
    return running().page;
  }

  /** Shows a view in {@link #page()}, loaded anew and connected. */
  void open(HotlineSandbox hotline, String view) {
    open(page(), hotline, view);
  }

  /** Shows a view in a page of {@link #newPage}. */
  void open(Page page, HotlineSandbox hotline, String view) {
    Running it = running();
    it.home = hotline.url().toString();
    // The same address but for its hash would not be loaded anew.
    page.navigate(it.home + "/?" + ++it.opened + "#" + view);
    // Told at once, where an assertion would look again after a while.
    page.locator(".online:text-is('live')").waitFor();
  }

  void inColours(ColorScheme scheme) {
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /** A browser of its own, which has not been here before; the test closes the page. */
  Page newPage(Browser.NewPageOptions options) {
    return running().watched(running().browser.newPage(options));
  }

  static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/" + name + ".png")));
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
