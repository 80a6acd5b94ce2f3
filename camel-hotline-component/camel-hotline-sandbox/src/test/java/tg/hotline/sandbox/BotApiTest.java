package tg.hotline.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Bot API as bytes; {@link ParallelBotTest} is what a bot makes of it. */
class BotApiTest {
  private static final TelegramUser ANN = new TelegramUser(5, "Ann", "Lee", "ann_lee", "en");
  private static final String BOT = "/bot" + Seed.SALES_BOT_TOKEN;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void aBotIsToldWhoItIs() throws Exception {
    assertThat(caller.get(BOT + "/getMe").body())
        .isEqualTo(
            "{\"ok\":true,\"result\":{\"id\":234567890,\"is_bot\":true,\"first_name\":\"sales_bot\","
                + "\"username\":\"sales_bot\",\"can_join_groups\":true,"
                + "\"can_read_all_group_messages\":false,\"supports_inline_queries\":false}}");
  }

  @Test
  void anUpdateIsAsTelegramDocumentsIt() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ANN, "/start@sales_bot now");
    ChatMessage written = hotline.chat(Seed.SALES_INSTANCE, 5).get(0);

    JsonNode update = result(get("getUpdates")).get(0);

    assertThat(update.path("update_id").isInt()).isTrue();
    assertThat(update.path("message").toString())
        .isEqualTo(
            "{\"message_id\":1,\"from\":{\"id\":5,\"is_bot\":false,\"first_name\":\"Ann\","
                + "\"last_name\":\"Lee\",\"username\":\"ann_lee\",\"language_code\":\"en\"},"
                + "\"chat\":{\"id\":5,\"first_name\":\"Ann\",\"last_name\":\"Lee\","
                + "\"username\":\"ann_lee\",\"type\":\"private\"},\"date\":"
                + written.at().getEpochSecond()
                + ",\"text\":\"/start@sales_bot now\","
                + "\"entities\":[{\"offset\":0,\"length\":16,\"type\":\"bot_command\"}]}");
  }

  @ParameterizedTest
  @CsvSource({"/start,6", "/start now,6", "/, 0", "/ hello,0", "/a/b,0", "start,0", "/é,0"})
  void aCommandIsMarked(String text, int length) throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, ANN, text);

    JsonNode entity = result(get("getUpdates")).get(0).path("message").path("entities").path(0);

    assertThat(entity.path("length").asInt()).isEqualTo(length);
  }

  @Test
  void aPressIsAsTelegramDocumentsIt() throws Exception {
    annWrites();
    send("chat_id=5&text=Which?&reply_markup=" + encoded(INLINE));
    hotline.customerPresses(Seed.SALES_INSTANCE, 5, 2, "first");

    JsonNode query = result(get("getUpdates?offset=-1")).get(0).path("callback_query");

    assertThat(query.path("id").isTextual()).isTrue();
    assertThat(query.path("chat_instance").isTextual()).isTrue();
    assertThat(query.path("data").asText()).isEqualTo("first");
    assertThat(query.at("/from/id").asLong()).isEqualTo(5);
    assertThat(query.at("/message/from/is_bot").asBoolean()).isTrue();
    assertThat(query.at("/message/reply_markup")).isEqualTo(Json.MAPPER.readTree(INLINE));
  }

  private static final String INLINE =
      "{\"inline_keyboard\":[[{\"text\":\"First\",\"callback_data\":\"first\"}],"
          + "[{\"text\":\"Page\",\"url\":\"https://example.com\"}]]}";

  /** How a program may hand over its parameters. */
  enum Way {
    QUERY,
    FORM,
    JSON,
    JSON_AND_QUERY;

    HttpRequest send(String markup) {
      String text = "a & b + ü";
      String form =
          "chat_id=5&text=" + encoded(text) + "&parse_mode=HTML&reply_markup=" + encoded(markup);
      String json = "\"chat_id\":\"5\",\"text\":\"" + text + "\"";
      return switch (this) {
        case QUERY -> request("sendMessage?" + form).build();
        case FORM -> post("sendMessage", BotApiTest.FORM, form);
        case JSON ->
            post(
                "SendMessage",
                "application/json; charset=utf-8",
                "{\"chat_id\":5,\"text\":\"a & b + ü\",\"reply_markup\":"
                    + markup
                    + ",\"parse_mode\":null}");
        case JSON_AND_QUERY ->
            post(
                "sendMessage?text=overridden&reply_markup=" + encoded(markup),
                "application/json",
                "{" + json + "}");
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void parametersComeInEveryWay(Way way) throws Exception {
    annWrites();

    JsonNode message = result(caller.exchange(way.send(INLINE)));

    assertThat(message.path("text").asText()).isEqualTo("a & b + ü");
    assertThat(message.path("reply_markup")).isEqualTo(Json.MAPPER.readTree(INLINE));
    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5).get(1).keyboard())
        .isEqualTo(
            new Keyboard.Inline(
                List.of(
                    List.of(new Keyboard.Button("First", "first", null)),
                    List.of(new Keyboard.Button("Page", null, "https://example.com")))));
  }

  @Test
  void aReplyKeyboardsButtonsAreTextsOrObjects() throws Exception {
    annWrites();

    JsonNode sent =
        result(
            send(
                "chat_id=5&text=Well?&reply_markup="
                    + encoded("{\"keyboard\":[[\"Yes\",{\"text\":\"No\"}]]}")));

    assertThat(sent.has("reply_markup")).isFalse();
    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5).get(1).keyboard())
        .isEqualTo(new Keyboard.Reply(List.of(List.of("Yes", "No")), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"force_reply\":true}", "{\"inline_keyboard\":[]}", "{}"})
  void someKeyboardsAreNone(String markup) throws Exception {
    annWrites();

    result(send("chat_id=5&text=Well?&reply_markup=" + encoded(markup)));

    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5).get(1).keyboard()).isNull();
  }

  @Test
  void anEditedMessageSaysSo() throws Exception {
    annWrites();
    JsonNode sent = result(send("chat_id=5&text=one"));
    JsonNode edited = result(get("editMessageText?chat_id=5&message_id=2&text=two"));

    assertThat(sent.has("edit_date")).isFalse();
    assertThat(edited.path("message_id").asInt()).isEqualTo(2);
    assertThat(edited.path("date")).isEqualTo(sent.path("date"));
    assertThat(edited.path("edit_date").asLong())
        .isGreaterThanOrEqualTo(sent.path("date").asLong());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sendMessage?text=x|chat_id is empty",
        "sendMessage?chat_id=6&text=x|chat not found",
        "sendMessage?chat_id=@ann&text=x|chat not found",
        "sendMessage?chat_id=5|message text is empty",
        "sendMessage?chat_id=5&text=%20%0A|message text is empty",
        "sendMessage?chat_id=5&text=x&reply_markup=[[|can't parse reply keyboard markup JSON object",
        "sendMessage?chat_id=5&text=x&reply_markup=1|object expected as reply markup",
        "sendMessage?chat_id=5&text=x&reply_markup={\"inline_keyboard\":[1]}"
            + "|field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        "sendMessage?chat_id=5&text=x&reply_markup={\"keyboard\":1}"
            + "|field \"keyboard\" of the ReplyKeyboardMarkup must be an Array of Arrays",
        "sendMessage?chat_id=5&text=x&reply_markup={\"inline_keyboard\":[[{\"text\":\"x\"}]]}"
            + "|can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        "sendMessage?chat_id=5&text=x&reply_markup={\"keyboard\":[[{}]]}"
            + "|can't parse keyboard button: Can't find field \"text\"",
        "editMessageText?chat_id=5&text=x|message identifier is not specified",
        "editMessageText?chat_id=5&message_id=7&text=x|message to edit not found",
        "editMessageText?chat_id=5&message_id=1&text=x|message can't be edited",
        "editMessageText?chat_id=5&message_id=1&text=x&reply_markup={\"keyboard\":[[\"x\"]]}"
            + "|inline keyboard expected",
        "answerCallbackQuery|query is too old and response timeout expired or query ID is invalid",
        "answerCallbackQuery?callback_query_id=7"
            + "|query is too old and response timeout expired or query ID is invalid",
      })
  void aWrongCallIsABadRequest(String call, String description) throws Exception {
    annWrites();
    String[] parts = call.split("\\?", 2);
    HttpRequest request =
        parts.length == 1
            ? request(parts[0]).build()
            : post(parts[0], FORM, parts[1].contains("%") ? parts[1] : form(parts[1]));

    HttpResponse<String> answer = caller.exchange(request);

    refused(answer, 400, "Bad Request: " + description);
    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5)).hasSize(1);
  }

  @Test
  void textsAndButtonsHaveTelegramsLimits() throws Exception {
    annWrites();

    result(post("{\"chat_id\":5,\"text\":\"" + "x".repeat(4096) + "\"}"));
    refused(
        post("{\"chat_id\":5,\"text\":\"" + "x".repeat(4097) + "\"}"),
        400,
        "Bad Request: message is too long");
    result(post(oneButton("ü".repeat(32))));
    refused(post(oneButton("ü".repeat(33))), 400, "Bad Request: BUTTON_DATA_INVALID");
  }

  private static String oneButton(String data) {
    return "{\"chat_id\":5,\"text\":\"x\",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"x\","
        + "\"callback_data\":\""
        + data
        + "\"}]]}}";
  }

  @Test
  void theSameAgainIsNoEdit() throws Exception {
    annWrites();
    send("chat_id=5&text=one");

    refused(
        get("editMessageText?chat_id=5&message_id=2&text=one"),
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are"
            + " exactly the same as a current content and reply markup of the message");
  }

  @ParameterizedTest
  @CsvSource({"application/json,[1]", "application/json,{", "text/plain,text=x"})
  void aBodyThatCannotBeReadIsABadRequest(String type, String body) throws Exception {
    HttpResponse<String> answer = caller.exchange(post("sendMessage", type, body));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"ok\":false,\"error_code\":400,\"description\":\"Bad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/bot/getMe", "/bot1:x/getMe", "/bot1:x/getUpdates", "/bot1:x", "/bottom", "/bot"})
  void aWrongTokenIsUnauthorized(String path) throws Exception {
    refused(caller.get(path), 401, "Unauthorized");
  }

  @Test
  void anUnknownMethodIsNotFound() throws Exception {
    refused(get("sendPhoto"), 404, "Not Found: method not found");
    refused(caller.get(BOT), 404, "Not Found");
  }

  @Test
  void theTokenIsInNoAnswer() throws Exception {
    annWrites();
    for (String path :
        List.of(
            BOT,
            BOT + "/" + Seed.SALES_BOT_TOKEN,
            BOT + "/sendMessage?chat_id=" + Seed.SALES_BOT_TOKEN,
            "/webhook" + BOT + "/getMe",
            "/console" + BOT + "/getMe",
            "/console/api" + BOT + "/getMe",
            "/console/api/calls/" + Seed.SALES_BOT_TOKEN,
            "/x" + BOT)) {
      assertThat(caller.get(path).body()).as(path).doesNotContain(Seed.SALES_BOT_TOKEN);
      assertThat(caller.exchange(caller.post(path, "").build()).body())
          .as(path)
          .doesNotContain(Seed.SALES_BOT_TOKEN);
    }
    assertThat(hotline.calls()).isEmpty();
  }

  @Test
  void aPollWaitsForWhatComesHoldingNoThreadAndTheOlderOfTwoIsToldToStop() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting = waiting("getUpdates?timeout=50");

    assertThat(sandboxThreads()).noneMatch(stack -> stack.contains("BotApi"));
    hotline.customerWrites(Seed.SALES_INSTANCE, ANN, "at last");
    assertThat(result(waiting.get(20, SECONDS)).get(0).at("/message/text").asText())
        .isEqualTo("at last");
  }

  @Test
  void whatAKilledPollerDidNotConfirmIsToldTheNextOne() throws Exception {
    try (Line one = new Line(hotline);
        Line other = new Line(hotline)) {
      String poll = "GET " + BOT + "/getUpdates?timeout=50 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      one.write(poll);
      other.write(poll);
      while (one.isSilent() && other.isSilent()) {
        Thread.onSpinWait(); // until one of them has replaced the other, and waits
      }
    }

    hotline.customerWrites(Seed.SALES_INSTANCE, ANN, "for whoever lives");

    assertThat(result(get("getUpdates?timeout=10")).get(0).at("/message/text").asText())
        .isEqualTo("for whoever lives");
    assertThat(result(get("getUpdates?timeout=10"))).hasSize(1);
  }

  @Test
  void aPollEndsWhenItsTimeIsUp() throws Exception {
    assertThat(get("getUpdates?timeout=1").body()).isEqualTo("{\"ok\":true,\"result\":[]}");
    assertThat(get("getUpdates?timeout=-1&limit=0").body())
        .isEqualTo("{\"ok\":true,\"result\":[]}");
  }

  @Test
  void aHundredUpdatesComeAtATime() throws Exception {
    for (int i = 0; i < 101; i++) {
      hotline.customerWrites(Seed.SALES_INSTANCE, ANN, "message " + i);
    }

    JsonNode all = result(get("getUpdates?limit=1000"));
    assertThat(all).hasSize(100);
    assertThat(result(get("getUpdates?limit=0"))).hasSize(1);
    assertThat(result(get("getUpdates?offset=" + (all.get(99).path("update_id").asLong() + 1))))
        .hasSize(1);
  }

  @Test
  void aResetLetsGoWhoWaitsAndWhatComesAfterwardsIsNew() throws Exception {
    annWrites();
    long known = result(get("getUpdates")).get(0).path("update_id").asLong();
    String next = "getUpdates?timeout=50&offset=" + (known + 1);
    CompletableFuture<HttpResponse<String>> poll = waiting(next);

    hotline.reset();
    assertThat(poll.get(20, SECONDS).body()).isEqualTo("{\"ok\":true,\"result\":[]}");

    annWrites();
    assertThat(result(get(next))).hasSize(1);
  }

  @Test
  void stoppingEndsAPollAndTheNextOneMissesNothing() throws Exception {
    CompletableFuture<HttpResponse<String>> poll = waiting("getUpdates?timeout=50");

    hotline.phase(Phase.STOPPED);
    assertThat(poll).failsWithin(Caller.PATIENCE);
    annWrites();
    hotline.phase(Phase.RUNNING);

    assertThat(result(get("getUpdates?timeout=10"))).hasSize(1);
  }

  @Test
  void telegramFailsWhenTold() throws Exception {
    annWrites();
    hotline.botSendsNext(1, Answers.botTooManyRequests(3));
    hotline.botSendsNext(2, Answer.raw(500, "application/json", "{\"ok\":false}"));

    HttpResponse<String> slowDown = send("chat_id=5&text=one");
    assertThat(slowDown.statusCode()).isEqualTo(429);
    assertThat(slowDown.headers().firstValue("Retry-After")).hasValue("3");
    assertThat(slowDown.body())
        .isEqualTo(
            "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 3\","
                + "\"parameters\":{\"retry_after\":3}}");
    assertThat(get("getMe").statusCode()).isEqualTo(200);
    assertThat(send("chat_id=5&text=two").statusCode()).isEqualTo(500);
    assertThat(send("chat_id=5&text=three").statusCode()).isEqualTo(500);
    result(send("chat_id=5&text=four"));

    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5))
        .extracting(ChatMessage::text)
        .containsExactly("hello", "four");
    hotline.botSendsNext(1, Answer.status(500));
    hotline.reset();
    annWrites();
    assertThat(send("chat_id=5&text=five").statusCode()).isEqualTo(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hotline.botSendsNext(0, Answer.status(500)))
        .withMessage("times must be at least 1, not 0");
  }

  /** Telegram is another house than what is behind the Topics API's URL. */
  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"UPGRADING", "STARTING", "LOADING"})
  void telegramAnswersWhileHotlineStarts(Phase phase) throws Exception {
    hotline.phase(phase);

    assertThat(get("getMe").statusCode()).isEqualTo(200);
    assertThat(caller.get("/x" + BOT).body()).doesNotContain(Seed.SALES_BOT_TOKEN);
  }

  private void annWrites() {
    hotline.customerWrites(Seed.SALES_INSTANCE, ANN, "hello");
  }

  private HttpResponse<String> get(String call) throws IOException, InterruptedException {
    return caller.exchange(request(call).build());
  }

  private HttpResponse<String> send(String form) throws IOException, InterruptedException {
    return caller.exchange(post("sendMessage", FORM, form));
  }

  private HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return caller.exchange(post("sendMessage", "application/json", json));
  }

  private static HttpRequest post(String method, String type, String body) {
    return request(method)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static HttpRequest.Builder request(String call) {
    return HttpRequest.newBuilder(URI.create(HOTLINE.sandbox().botApiUrl() + BOT + "/" + call))
        .timeout(Caller.PATIENCE);
  }

  /** A poll that is known to wait: of two, the one that has replaced the other. */
  private static CompletableFuture<HttpResponse<String>> waiting(String call) throws Exception {
    CompletableFuture<HttpResponse<String>> one = poll(call);
    CompletableFuture<HttpResponse<String>> other = poll(call);
    refused(
        one.applyToEither(other, answer -> answer).get(20, SECONDS),
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
            + " running");
    return one.isDone() ? other : one;
  }

  private static CompletableFuture<HttpResponse<String>> poll(String call) {
    return CLIENT.sendAsync(request(call).build(), HttpResponse.BodyHandlers.ofString());
  }

  private List<String> sandboxThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().contains("sandbox-" + hotline.port()))
        .map(thread -> Arrays.toString(thread.getValue()))
        .toList();
  }

  private static JsonNode result(HttpResponse<String> answer) throws IOException {
    JsonNode body = Json.MAPPER.readTree(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(body.path("ok").asBoolean()).isTrue();
    return body.path("result");
  }

  private static void refused(HttpResponse<String> answer, int code, String description)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(Json.MAPPER.readTree(answer.body()))
        .isEqualTo(
            Json.object().put("ok", false).put("error_code", code).put("description", description));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String form(String plain) {
    StringBuilder form = new StringBuilder();
    for (String pair : plain.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.append('&').append(parts[0]).append('=').append(encoded(parts[1]));
    }
    return form.toString();
  }
}
