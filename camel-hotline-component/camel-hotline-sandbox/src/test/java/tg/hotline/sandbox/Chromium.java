package tg.hotline.sandbox;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Debian's Chromium, one for a whole test class; skips the class where there is none. */
final class Chromium implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
  private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

  private Playwright playwright;
  private Browser browser;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Files.isExecutable(EXECUTABLE)
        ? ConditionEvaluationResult.enabled("there is " + EXECUTABLE)
        : ConditionEvaluationResult.disabled(
            "there is no " + EXECUTABLE + " on this machine; Debian's package is chromium");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
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
  }

  @Override
  public void afterAll(ExtensionContext context) {
    playwright.close();
  }

  Browser browser() {
    return browser;
  }
}
