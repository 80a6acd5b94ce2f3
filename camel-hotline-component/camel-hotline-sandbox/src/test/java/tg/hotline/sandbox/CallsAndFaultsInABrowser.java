package tg.hotline.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The views "Calls" and "Faults". */
abstract class CallsAndFaultsInABrowser {
  private static final String SEND = Caller.send(Seed.USER_ID, "hi");

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);
  private final Page page = CHROMIUM.page();

  @Test
  void callsAreThereAsTheyComeTheNewestFirst() throws Exception {
    CHROMIUM.open(hotline, "calls");
    assertThat(page.locator(".journal .none")).containsText("No calls yet");
    hotline.answerNext(2, call -> call.userId() == null, Answer.delayed(Duration.ofSeconds(60)));

    caller.call(SEND);
    try (Line waiting = new Line(hotline)) {
      waiting.call(Caller.INFO);
      Locator rows = page.locator(".journal tbody tr");
      assertThat(rows).hasCount(2);
      assertThat(rows.first()).containsText("pending");
      assertThat(rows.first()).containsText("topic 5343");
      assertThat(rows.last()).containsText("incoming_in_topic");
      assertThat(rows.last()).containsText("user 987654321");
      assertThat(rows.last()).containsText("200");
      assertThat(rows.last()).containsText("posted");
    }
    CountDownLatch goOn = new CountDownLatch(1);
    hotline.answerNext(onceToldTo(goOn));
    CompletableFuture<HttpResponse<String>> answer = caller.callAsync(SEND);
    Locator third = page.locator("[data-call='3'] .outcome");
    assertThat(third).hasText("pending");
    goOn.countDown();
    assertThat(third).hasText("scripted");
    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void eachOutcomeIsToldApartOnAPhoneInTheDarkToo() throws Exception {
    everyOutcome();
    CHROMIUM.open(hotline, "calls");

    assertThat(page.locator(".journal .outcome"))
        .hasText(
            new String[] {
              "pending", "client gone", "cut", "scripted", "HTTP error", "error", "info", "sent"
            });

    page.getByLabel("Outcome", new Page.GetByLabelOptions().setExact(true))
        .selectOption("http_error");
    assertThat(page.locator(".journal tbody tr")).hasCount(1);
    assertThat(page.locator(".journal .count")).hasText("1 of the newest 8");
    page.getByLabel("Outcome", new Page.GetByLabelOptions().setExact(true)).selectOption("");
    page.getByPlaceholder("Find a call").fill("info_by");
    assertThat(page.locator(".journal .outcome")).hasText(new String[] {"info"});
    page.getByPlaceholder("Find a call").fill("");
    page.locator("[data-call='4']").click();
    assertThat(page.locator(".details")).containsText("422, answered");
    Chromium.picture(page, "calls");

    page.setViewportSize(390, 844);
    CHROMIUM.inColours(ColorScheme.DARK);
    assertThat(page.locator(".journal")).isHidden();
    assertThat(page.locator(".details pre").first()).isVisible();
    fitsAPhone("calls-4-phone");
    page.getByLabel("Close the details").click();
    assertThat(page.locator(".journal")).isVisible();
    fitsAPhone("calls-phone");
    page.locator(".tabs").getByText("Faults").click();
    assertThat(page.locator("[data-fault]")).hasCount(Offer.ALL.size());
    fitsAPhone("faults-phone");
  }

  @Test
  void aCallIsOpenedByKeysWithWhatCameInAndWentOut() throws Exception {
    String twice =
        "{\"action\":\"x\",\"instance\":13209946874612345,\"api_key\":\"a-real-key\","
            + "\"api_key\":\"another-real-key\",\"message\":\"<script>alert(1)</script>\",\"n\":{}}";
    caller.call(twice);
    caller.call(SEND);
    CHROMIUM.open(hotline, "calls");
    page.locator("[data-call='2'] a").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");

    Locator details = page.locator(".details");
    assertThat(details.locator("h2")).hasText("Call 1");
    assertThat(details.locator("pre").first())
        .hasText(
            """
            {
              "action": "x",
              "instance": 13209946874612345,
              "api_key": "***",
              "api_key": "***",
              "message": "<script>alert(1)</script>",
              "n": {}
            }""");
    assertThat(details).containsText("X-API-KEY");
    assertThat(details).containsText("200, answered");
    assertThat(page.locator("main script")).hasCount(0);
    assertThat(page.content()).doesNotContain("a-real-key", "another-real-key", Seed.ACCESS_TOKEN);

    page.keyboard().press("Escape");
    assertThat(details).isHidden();
    assertThat(page.locator("[data-call='1'] a")).isFocused();
    page.locator("[data-call='2']").click();
    details.getByText("John Doe").click();
    assertThat(page.locator(".view.topics")).isVisible();
  }

  @Test
  void detailsFollowTheCallAndOneThatIsNotKeptSaysSo() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    hotline.answerNext(onceToldTo(goOn));
    CompletableFuture<HttpResponse<String>> answer = caller.callAsync(SEND);
    hotline.awaitCall(call -> call.fault() != null, Caller.PATIENCE);
    CHROMIUM.open(hotline, "calls/1");

    assertThat(page.locator(".details")).containsText("no answer yet");
    goOn.countDown();
    assertThat(page.locator(".details")).containsText("200, answered");
    assertThat(answer.get().statusCode()).isEqualTo(200);

    CHROMIUM.open(hotline, "calls/77");
    assertThat(page.locator(".details")).containsText("Call 77 is not kept");
  }

  @Test
  void theNewestOfManyCallsAreListed() throws Exception {
    CHROMIUM.open(hotline, "calls");
    int calls = 250;
    for (int i = 0; i < calls; i++) {
      assertThat(caller.call(Caller.INFO).statusCode()).isEqualTo(200);
    }

    assertThat(page.locator(".journal .count"))
        .hasText(
            "the newest 200 of " + calls, new LocatorAssertions.HasTextOptions().setTimeout(2000));
    assertThat(page.locator(".journal tbody tr")).hasCount(200);
    assertThat(page.locator(".journal tbody tr").first()).containsText(String.valueOf(calls));
    assertThat(page.locator(".journal .outcome", new Page.LocatorOptions().setHasText("pending")))
        .hasCount(0);
  }

  @Test
  void aFaultIsPlayedByAClickAndTheCallIsLinked() throws Exception {
    CHROMIUM.open(hotline, "faults");
    assertThat(page.locator("[data-fault]")).hasCount(Offer.ALL.size());
    Locator badGateway = page.locator("[data-fault='bad-gateway']");
    assertThat(page.getByLabel("UNKNOWN").locator("[data-fault='bad-gateway']")).isVisible();

    badGateway.click();
    page.getByLabel("Calls in a row").fill("2");
    page.locator("[data-fault='wrong-access-token']").focus();
    page.keyboard().press("Enter");

    assertThat(page.locator(".queue li").first()).containsText("bad-gateway");
    assertThat(page.locator(".queue li").nth(1)).containsText("next 2 calls");
    assertThat(badGateway).containsText("next: 1");
    Chromium.picture(page, "faults");
    assertThat(caller.call(SEND).statusCode()).isEqualTo(502);
    assertThat(page.locator(".queue li").first()).containsText("wrong-access-token");
    assertThat(badGateway).not().containsText("next");
    assertThat(caller.call(SEND).statusCode()).isEqualTo(403);
    assertThat(page.locator(".queue li")).containsText("next call");
    page.getByText("Forget these").click();
    assertThat(page.locator(".script")).containsText("answered as usual");
    assertThat(caller.call(SEND).statusCode()).isEqualTo(200);

    assertThat(page.locator(".played li").first()).containsText("wrong-access-token");
    page.locator(".played a").last().click();
    assertThat(page.locator(".details")).containsText("502 from a proxy in front");
    assertThat(page.locator(".details")).containsText("bad-gateway");
  }

  @Test
  void whatAProgramScriptedIsShownAndAPhaseCanBeEntered() throws Exception {
    hotline.answerNext(3, Answer.status(503));
    hotline.answerWhen(call -> call.userId() == null, Answer.status(500));
    CHROMIUM.open(hotline, "faults");

    assertThat(page.locator("ol.queue")).hasText("scripted by the program next 3 calls");
    assertThat(page.locator("ul.queue")).hasText("scripted by the program calls that match");

    assertThat(page.getByLabel("Running")).isChecked();
    page.getByLabel("Upgrading").check();
    assertThat(page.locator(".view.faults.not-running")).isVisible();
    assertThat(caller.call(SEND).body()).isEqualTo("n8n is starting up. Please wait");
    hotline.phase(Phase.RUNNING);
    assertThat(page.getByLabel("Running")).isChecked();
  }

  @Test
  void whatIsWrongIsSaid() {
    CHROMIUM.open(hotline, "faults");
    page.getByLabel("Calls in a row").fill("0");
    page.locator("[data-fault='cut']").click();

    assertThat(page.locator(".toast.error")).containsText("times is not a whole number");
    assertThat(page.locator(".queue li")).hasCount(0);
  }

  /** A picture, in which nothing is wider than the phone. */
  private void fitsAPhone(String name) {
    Chromium.picture(page, name);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('main, main *')]"
                    + ".filter(it => it.getBoundingClientRect().right > innerWidth + 1)"
                    + ".map(it => it.tagName + '.' + it.className)"))
        .as(name)
        .isEqualTo(List.of());
  }

  /** The right answer, but not before. */
  private static Answer onceToldTo(CountDownLatch goOn) {
    return Answer.changed(
        right -> {
          try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return right;
        });
  }

  /** Eight calls, one of each outcome. */
  private void everyOutcome() throws Exception {
    caller.call(SEND);
    caller.call(Caller.INFO);
    caller.call(Caller.send(1, "to nobody"));
    caller.call("{\"api_key\":\"" + Seed.API_KEY + "\", and this is no JSON");
    hotline.answerNext(Answer.afterEffect(Answers.EMPTY));
    caller.call(SEND);
    hotline.answerNext(Answer.cutAfterEffect());
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      hotline.awaitCalls(6, Caller.PATIENCE);
    }
    hotline.answerNext(Answer.delayed(Duration.ofMillis(100)));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      hotline.awaitCall(call -> call.number() == 7, Caller.PATIENCE);
    }
    hotline.awaitCalls(7, Caller.PATIENCE);
    hotline.answerNext(Answer.delayed(Duration.ofSeconds(60)));
    try (Line line = new Line(hotline)) {
      line.call(SEND);
      hotline.awaitCall(call -> call.number() == 8 && call.fault() != null, Caller.PATIENCE);
    }
  }
}
