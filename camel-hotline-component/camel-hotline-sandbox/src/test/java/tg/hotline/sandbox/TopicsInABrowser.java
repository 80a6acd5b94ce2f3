package tg.hotline.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.Keyboard.Button;
import tg.hotline.sandbox.Message.Author;

/** The view "Topics". Its pictures are in {@code target/screenshots}. */
abstract class TopicsInABrowser {
  private static final String JOHN = Seed.GROUP_ID + "/" + Seed.TOPIC_ID;
  private static final String CHAT = Seed.GROUP_ID + "/" + Seed.CHAT_TOPIC_ID;
  private static final String ANNA = Seed.GROUP_ID + "/" + Seed.ANSWERED_TOPIC_ID;

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  private final Page page = CHROMIUM.page();

  private void show(String topic) {
    CHROMIUM.open(hotline, "topics/" + topic);
  }

  private void picture(String name) {
    Chromium.picture(page, name);
  }

  private Locator row(String topic) {
    return page.locator("a.row[data-key='" + topic + "']");
  }

  private Locator lastMessage() {
    return page.locator(".dialog .message").last();
  }

  private Locator answer() {
    return page.getByLabel("Answer as an operator");
  }

  private Locator asCustomer() {
    return page.getByLabel("Write as the customer");
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private String info(String groupId, long topicId) throws Exception {
    return caller.call(Caller.infoOf(groupId, topicId)).body();
  }

  @Test
  void aCallIsSeenWithinASecond() throws Exception {
    show(ANNA);
    assertThat(page.locator(".dialog h2")).hasText("Anna Schmidt");

    caller.call(Caller.send(Seed.USER_ID, "User status is changed: DEAL CONFIRMED"));
    assertThat(row(JOHN))
        .containsText(
            "API: User status is changed: DEAL CONFIRMED",
            new ContainsTextOptions().setTimeout(1000));
    assertThat(row(JOHN).locator(".unread")).containsText("1");
    assertThat(page).hasTitle("(1) Hotline sandbox");

    row(JOHN).click();
    assertThat(lastMessage()).hasClass(Pattern.compile("\\bapi\\b"));
    assertThat(lastMessage()).containsText("API message only operators see it");
    assertThat(row(JOHN).locator(".unread")).hasCount(0);
    assertThat(page).hasTitle("Hotline sandbox");
    assertThat(page).hasURL(Pattern.compile("#topics/" + JOHN));
  }

  @Test
  void whatCameWhileAnotherViewWasOpenIsNew() throws Exception {
    show(JOHN);
    page.locator(".tabs").getByText("Calls").click();

    caller.call(Caller.send(Seed.USER_ID, "DEAL CONFIRMED"));

    assertThat(page).hasTitle("(1) Hotline sandbox");
    page.locator(".tabs").getByText("Topics").click();
    assertThat(lastMessage()).containsText("DEAL CONFIRMED");
    assertThat(page).hasTitle("Hotline sandbox");
  }

  @Test
  void anOperatorAnswersClosesHoldsWaitsAndComments() throws Exception {
    show(JOHN);

    answer().fill("Good day,\nyes it is!");
    answer().press("Enter");
    assertThat(lastMessage()).containsText("Good day,\nyes it is!");
    assertThat(answer()).hasValue("");
    assertThat(page.locator(".handset .message").last()).containsText("Good day");
    assertThat(info(Seed.GROUP_ID, Seed.TOPIC_ID)).contains("support_answered");
    assertThat(page.locator("[data-fact=topic_status]")).containsText("support_answered");
    assertThat(row(JOHN).locator(".square")).hasAttribute("aria-label", "answered");

    button("closed /close").click();
    assertThat(lastMessage()).containsText("/close closed the topic");
    assertThat(info(Seed.GROUP_ID, Seed.TOPIC_ID)).contains("\"closed\"");
    assertThat(row(JOHN).locator(".square")).hasAttribute("aria-label", "closed");

    button("waits for an answer /hold").click();
    assertThat(page.locator(".dialog .status")).containsText("waits for an answer");
    assertThat(info(Seed.GROUP_ID, Seed.TOPIC_ID)).contains("user_answered");

    button("answered /wait").click();
    assertThat(page.locator(".dialog .status")).containsText("answered · support_bot");
    assertThat(info(Seed.GROUP_ID, Seed.TOPIC_ID)).contains("support_answered");

    button("/ text comment").click();
    answer().pressSequentially("he is a VIP");
    answer().press("Enter");
    assertThat(lastMessage()).containsText("he is a VIP");
    assertThat(lastMessage()).hasClass(Pattern.compile("\\bcomment\\b"));
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID))
        .extracting(Message::author)
        .endsWith(Author.OPERATOR, Author.COMMAND, Author.COMMAND, Author.COMMAND, Author.COMMENT);
    assertThat(hotline.chat(Seed.INSTANCE, Seed.USER_ID)).hasSize(2);

    answer().fill("/shut");
    answer().press("Enter");
    assertThat(page.locator(".toast.error")).containsText("Unknown command /shut");
    assertThat(answer()).hasValue("/shut");
  }

  @Test
  void aCustomerWritesAndPresses() throws Exception {
    Hotline desk = hotline.state().hotline();
    Connection bot = desk.connected(Seed.INSTANCE);
    desk.botSends(
        bot,
        Seed.USER_ID,
        "Can I help?",
        new Keyboard.Inline(
            List.of(
                List.of(new Button("Yes", "yes", null), new Button("No", "no", null)),
                List.of(
                    new Button("Prices", null, "https://shop.example/prices"),
                    new Button("Bad", null, "javascript:alert(1)")))));
    show(JOHN);
    assertThat(lastMessage()).hasClass(Pattern.compile("\\bbot\\b"));
    assertThat(lastMessage()).containsText("Bot intercepted");
    assertThat(page.locator(".handset a")).hasAttribute("href", "https://shop.example/prices");
    assertThat(button("Bad")).isDisabled();
    asCustomer().fill("a draft of John's");
    row(CHAT).click();
    assertThat(page.locator(".handset")).isHidden();
    row(ANNA).click();
    assertThat(asCustomer()).hasValue("");
    row(JOHN).click();
    assertThat(asCustomer()).hasValue("a draft of John's");
    keep(".handset");

    button("Yes").click();
    BotSession session = desk.session(bot);
    page.waitForCondition(() -> !Updates.pending(session).isEmpty());
    assertThat(Updates.pending(session)).singleElement().isInstanceOf(Update.Pressed.class);
    Update.Pressed pressed = (Update.Pressed) Updates.pending(session).get(0);
    assertThat(pressed.data()).isEqualTo("yes");
    desk.botAnswers(bot, pressed.queryId(), "Noted, thank you");
    assertThat(page.locator(".notice")).hasText("Noted, thank you");

    desk.botSends(
        bot, Seed.USER_ID, "Choose", new Keyboard.Reply(List.of(List.of("Prices, please")), true));
    picture("keyboards");
    button("Prices, please").click();
    assertThat(lastMessage()).containsText("Prices, please");
    assertThat(page.locator(".reply button")).hasCount(0);
    assertThat(asCustomer()).isFocused();
    assertThat(kept(".handset")).hasCount(1);

    asCustomer().fill("Are you there?");
    asCustomer().press("Enter");
    assertThat(lastMessage()).containsText("Are you there?");
    assertThat(asCustomer()).hasValue("");
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID))
        .extracting(Message::author)
        .endsWith(Author.BOT, Author.BOT, Author.CUSTOMER, Author.CUSTOMER);
  }

  /** Marks the first message, which is to be the same element later: what is selected stays so. */
  private void keep(String pane) {
    page.locator(pane + " .message").first().evaluate("it => it.classList.add('kept')");
  }

  private Locator kept(String pane) {
    return page.locator(pane + " .kept");
  }

  @Test
  void whoWritesToABotThatNoProgramRunsIsToldSo() throws Exception {
    show(JOHN);
    Locator asleep = page.locator(".asleep");

    page.getByLabel("Send /start as the customer").click();
    assertThat(lastMessage()).containsText("/start");
    assertThat(asleep).hasText("No program runs this bot now, so it does not answer.");

    Hotline desk = hotline.state().hotline();
    desk.botSends(desk.connected(Seed.INSTANCE), Seed.USER_ID, "I was asleep", null);
    assertThat(page.locator(".handset .message").last()).containsText("I was asleep");
    assertThat(asleep).isEmpty();
    assertThat(caller.get("/bot" + Seed.BOT_TOKEN + "/getUpdates").statusCode()).isEqualTo(200);
    page.getByLabel("Send /start as the customer").click();
    assertThat(page.locator(".handset .message")).hasCount(4);
    assertThat(asleep).isEmpty();
  }

  /** Somebody new presses a bot's START. */
  private void newCustomer(String firstName, String bot) {
    button("New customer").click();
    page.getByLabel("First name").fill(firstName);
    page.getByLabel("Bot", new Page.GetByLabelOptions().setExact(true)).selectOption(bot);
    button("Begin").click();
    button("START").click();
  }

  @Test
  void aNewCustomerOpensATopic() throws Exception {
    show(JOHN);

    newCustomer("Ada", "orders_bot");

    assertThat(page.locator(".dialog h2")).hasText("Ada");
    assertThat(page.locator(".dialog .message.customer")).containsText("/start");
    assertThat(page.locator(".dialog .message.hotline")).containsText(Seed.ORDERS_WELCOME);
    assertThat(page.locator(".handset .message.bots")).containsText(Seed.ORDERS_WELCOME);
    assertThat(info(Seed.ORDERS_GROUP_ID, 9)).contains("\"user_first_name\":\"Ada\"");
  }

  @Test
  void keywordsHoldATopicBack() throws Exception {
    show(ANNA);
    newCustomer("Ben", "support_bot");
    asCustomer().fill("Hello?");
    asCustomer().press("Enter");
    assertThat(page.locator(".handset .message.mine")).hasCount(2);
    assertThat(page.locator(".keyword")).containsText("Operators see this customer once they say");
    assertThat(page.locator(".dialog h2")).hasText("Anna Schmidt");
    assertThat(info(Seed.GROUP_ID, 5347)).contains("Unknown topic");

    button(Seed.KEYWORD).click();

    assertThat(page.locator(".dialog h2")).hasText("Ben");
    assertThat(page.locator(".dialog .message")).hasCount(1);
    assertThat(page.locator(".keyword")).isHidden();
    assertThat(info(Seed.GROUP_ID, 5347)).contains("\"user_name\":\"Ben\"", "user_answered");
  }

  @Test
  void hostileTextsAreTexts() throws Exception {
    String script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    String name = "<img src=x onerror=alert(3)>";
    hotline.customerWrites(
        Seed.SALES_INSTANCE,
        new TelegramUser(42, name, "\"><svg onload=alert(4)>", "x", "en"),
        script);
    Hotline desk = hotline.state().hotline();
    desk.botSends(
        desk.connected(Seed.SALES_INSTANCE),
        42,
        "مرحبا بالعالم، كيف يمكنني مساعدتك؟ &lt;b&gt;",
        new Keyboard.Inline(List.of(List.of(new Button(script, "x", null)))));
    hotline.operatorWrites(Seed.SALES_GROUP_ID, 18, "A".repeat(4096));
    hotline.operatorWrites(Seed.SALES_GROUP_ID, 18, "/ " + script);
    show(Seed.SALES_GROUP_ID + "/18");

    assertThat(page.locator(".dialog .message.customer .text")).hasText(script);
    assertThat(page.locator(".dialog .message.customer .name"))
        .hasText(name + " \"><svg onload=alert(4)>");
    assertThat(page.locator(".dialog .message.bot .text")).containsText("&lt;b&gt;");
    assertThat(page.locator(".handset .inline button")).hasText(script);
    assertThat(page.locator(".groups script, .messages script, .messages img, .row img, .row svg"))
        .hasCount(0);
    assertThat(sideways(".dialog .scroller")).isFalse();
    assertThat(sideways(".groups")).isFalse();
    assertThat(sideways(".side")).isFalse();
    page.locator(".dialog .scroller").evaluate("node => node.scrollTop = 0");
    picture("hostile");
  }

  /** Whether something is wider than its place. */
  private boolean sideways(String selector) {
    return (boolean) page.locator(selector).evaluate("node => node.scrollWidth > node.clientWidth");
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    show(JOHN);
    assertThat(page.locator(".dialog .message")).hasCount(1);

    page.keyboard().press("k");
    assertThat(row(CHAT)).isFocused();
    page.keyboard().press("ArrowUp");
    assertThat(row(ANNA)).isFocused();
    page.keyboard().press("j");
    assertThat(row(CHAT)).isFocused();
    page.keyboard().press("k");
    assertThat(row(ANNA)).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator(".dialog h2")).hasText("Anna Schmidt");
    assertThat(answer()).isFocused();
    page.keyboard().type("Guten Tag");
    page.keyboard().press("Shift+Enter");
    page.keyboard().type("jk");
    page.keyboard().press("Enter");
    assertThat(lastMessage()).containsText("Guten Tag\njk");
    assertThat(page.locator(".dialog [aria-live]")).containsText("Operator: Guten Tag");
    page.keyboard().press("Escape");
    assertThat(row(ANNA)).isFocused();
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.ANSWERED_TOPIC_ID))
        .extracting(Message::text)
        .endsWith("Guten Tag\njk");
  }

  @Test
  void everyControlIsReachedByTab() {
    show(JOHN);
    page.locator(".skip").press("Enter");
    assertThat(page.locator("main")).isFocused();
    assertThat(page).hasURL(Pattern.compile("#topics/" + JOHN));

    Number controls =
        (Number)
            page.evaluate(
                "[...document.querySelectorAll('a, button, input, select, textarea, summary')]"
                    + ".filter(it => it.checkVisibility()).length");

    page.evaluate(
        "document.addEventListener('focusin', it => (it.target.dataset.reached = 'yes'))");
    for (int i = 0; i < controls.intValue() + 10; i++) {
      page.keyboard().press("Tab");
    }

    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('a, button, input, select, textarea, summary')]"
                    + ".filter(it => it.checkVisibility() && !it.dataset.reached)"
                    + ".map(it => it.outerHTML)"))
        .isEqualTo(List.of());
  }

  @Test
  void itIsLightAndDarkWithEnoughContrast() throws Exception {
    everyKindOfMessage();
    show(JOHN);
    assertThat(page.locator(".dialog .message")).hasCount(7);
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(241, 242, 245)");
    assertThat(page.evaluate(CONTRAST)).isEqualTo(List.of());
    picture("light");

    CHROMIUM.inColours(ColorScheme.DARK);
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(15, 18, 22)");
    assertThat(page.evaluate(CONTRAST)).isEqualTo(List.of());
    picture("dark");
  }

  private void everyKindOfMessage() throws Exception {
    Hotline desk = hotline.state().hotline();
    caller.call(Caller.send(Seed.USER_ID, "User status is changed: DEAL CONFIRMED"));
    desk.botSends(
        desk.connected(Seed.INSTANCE),
        Seed.USER_ID,
        "Your deal is confirmed. Anything else?",
        new Keyboard.Inline(
            List.of(List.of(new Button("Prices", "p", null), new Button("Operator", "o", null)))));
    hotline.customerWrites(
        Seed.INSTANCE, TelegramUser.of(Seed.USER_ID, "John"), "Great! And who brings it?");
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/ ask the warehouse, see CRM 4711");
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "Our own driver, tomorrow at nine.");
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/wait");
  }

  @Test
  void itComesBackByItself() {
    show(JOHN);
    answer().fill("a draft");
    keep(".dialog");

    hotline.phase(Phase.STOPPED);
    assertThat(page.locator(".online")).hasText("connecting…");
    assertThat(page.locator(".dialog .message")).hasCount(1);
    answer().press("Enter");
    assertThat(page.locator(".toast.error")).containsText("The sandbox does not answer");
    assertThat(answer()).hasValue("a draft");
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "while it was away");
    hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(42, "Ann"), "hello");
    hotline.phase(Phase.RUNNING);

    assertThat(page.locator(".online")).hasText("live");
    assertThat(lastMessage()).containsText("while it was away");
    assertThat(kept(".dialog")).hasCount(1);
    assertThat(row(Seed.SALES_GROUP_ID + "/18").locator(".unread")).containsText("1");
    assertThat(page.locator(".dialog .message")).hasCount(2);
    assertThat(answer()).hasValue("a draft");
  }

  @Test
  void itGoesBackToTheStart() {
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/close");
    show(JOHN);
    assertThat(page.locator(".dialog .message")).hasCount(2);

    page.getByLabel("More").click();
    button("Back to the start").click();

    assertThat(page.locator(".toast")).hasText("The sandbox is back at its start.");
    assertThat(page.locator(".dialog .message")).hasCount(1);
    assertThat(page.locator(".dialog .status")).containsText("waits for an answer");
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID)).hasSize(1);
  }

  @Test
  void topicsAreFoundAndTheirLinksCopied() {
    show(JOHN);
    button("Copy link").click();
    assertThat(page.locator(".toast")).hasText("The link is copied.");
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo("https://t.me/c/2101424779/5343");

    Locator search = page.getByLabel("Find a topic");
    search.fill("schmidt");
    assertThat(page.locator("a.row")).hasCount(1);
    assertThat(row(ANNA)).isVisible();
    search.fill("nobody");
    assertThat(page.locator(".note").first()).hasText("None found");
    search.press("Escape");
    assertThat(page.locator("a.row .title"))
        .hasText(
            new String[] {
              "Anna Schmidt",
              "Somebiz Proposal Chat",
              "John Doe",
              "Олена",
              "María José Núñez",
              "Wei Zhang"
            });
  }

  @Test
  void aNewcomerIsToldWhatThisIsOnceAndAPhoneShowsOnePaneAtATime() {
    try (Page phone =
        CHROMIUM.newPage(
            new Browser.NewPageOptions().setViewportSize(1360, 850).setHasTouch(true))) {
      CHROMIUM.open(phone, hotline, "");
      assertThat(phone.locator(".tag")).hasText("sandbox: nobody real is reached");
      assertThat(phone.locator(".hint")).containsText("This stands in for Hotline");
      Chromium.picture(phone, "first-visit");
      phone.getByText("Got it").tap();
      assertThat(phone.locator(".hint")).isHidden();

      phone.setViewportSize(390, 780);
      CHROMIUM.open(phone, hotline, "");
      assertThat(phone.locator(".hint")).isHidden();
      Locator john = phone.locator("a.row[data-key='" + JOHN + "']");
      assertThat(john).isVisible();
      assertThat(phone.locator(".dialog")).isHidden();

      john.tap();
      assertThat(phone.locator(".list")).isHidden();
      assertThat(phone.getByLabel("Answer as an operator")).isVisible();
      Chromium.picture(phone, "phone-dialog");

      phone.locator(".aside").tap();
      assertThat(phone.getByLabel("Write as the customer")).isVisible();
      assertThat(phone.locator(".dialog")).isHidden();
      Chromium.picture(phone, "phone-side");

      phone.getByLabel("Back to the dialog").tap();
      phone.getByLabel("Back to the topics").tap();
      assertThat(john).isVisible();
      assertThat(
              (boolean)
                  phone.evaluate(
                      "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
          .isFalse();
    }
  }

  @Test
  void aFloodDoesNotStopThePage() throws Exception {
    show(JOHN);
    for (int i = 1; i <= 3_000; i++) {
      hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "flood " + i);
    }

    assertThat(lastMessage()).containsText("flood 3000");
    assertThat(page.locator(".dialog .message")).hasCount(200);
    assertThat((boolean) page.evaluate("document.documentElement.scrollHeight > innerHeight"))
        .as("the page itself scrolls")
        .isFalse();
    answer().fill("still here");
    answer().press("Enter");
    assertThat(lastMessage()).containsText("still here");
  }

  /** Texts with less than WCAG's 4.5:1 against the nearest ground that is painted. */
  private static final String CONTRAST =
      """
      () => {
        const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
        const rgba = (color) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const light = (color) => {
          const [r, g, b] = rgba(color).map((it) => it / 255)
            .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
          for (let at = node; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor;
            if (rgba(color)[3] === 255) return color;
          }
          return "white";
        };
        const wrong = [];
        for (const node of document.querySelectorAll("body *")) {
          const texts = [...node.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
          if (texts && node.checkVisibility() && !node.closest(".sr, .skip, noscript")) {
            const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) wrong.push(`${node.className || node.tagName} ${ratio.toFixed(2)}`);
          }
        }
        return wrong;
      }
      """;
}
