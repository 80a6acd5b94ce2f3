package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongCallsTest {
  private static final String API = "/webhook/topic_action";

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final Caller caller = new Caller(HOTLINE.sandbox());

  @AfterEach
  void nothingWasPosted() {
    assertThat(HOTLINE.sandbox().messages()).isEmpty();
    assertThat(HOTLINE.sandbox().calls()).noneMatch(Call::tookEffect);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "SANDBOX-ACCESS-TOKEN", Seed.API_KEY})
  void aWrongAccessTokenGets403AsN8nSaysIt(String token) throws Exception {
    HttpRequest request =
        caller
            .post(API, Caller.send(Seed.USER_ID, "hi"))
            .header("X-API-KEY", token)
            .header("Content-Type", Caller.JSON)
            .build();

    assertWrongToken(caller.exchange(request));
  }

  @Test
  void aMissingAccessTokenGetsTheSame() throws Exception {
    HttpRequest request = caller.post(API, Caller.INFO).header("Content-Type", Caller.JSON).build();

    assertWrongToken(caller.exchange(request));
  }

  private static void assertWrongToken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("Authorization data is wrong!");
    assertThat(answer.headers().map().keySet())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .doesNotContain("content-type", "content-length");
    assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"Webhook\"");
  }

  @Test
  void aChangedAccessTokenIsTheOnlyOne() throws Exception {
    HOTLINE.sandbox().accessToken("new-token");

    assertThat(caller.call(Caller.INFO).statusCode()).isEqualTo(403);
    assertThat(
            caller
                .exchange(
                    caller
                        .post(API, Caller.INFO)
                        .header("X-API-KEY", "new-token")
                        .header("Content-Type", Caller.JSON)
                        .build())
                .body())
        .isEqualTo(RightAnswersTest.CUSTOMER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void anotherMethodGets404(String method) throws Exception {
    HttpResponse<String> answer =
        caller.exchange(
            caller.post(API, "").method(method, HttpRequest.BodyPublishers.noBody()).build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":404,\"message\":\"This webhook is not registered for "
                + method
                + " requests. Did you mean to make a POST request?\"}");
  }

  @Test
  void anotherWebhookIsNotRegistered() throws Exception {
    HttpResponse<String> answer = caller.exchange(caller.post("/webhook/other", "{}").build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .startsWith(
            "{\"code\":404,\"message\":\"The requested webhook \\\"POST other\\\" is not"
                + " registered.\",\"hint\":\"The workflow must be active");
  }

  @Test
  void aPostAnywhereElseGetsA404OfHtml() throws Exception {
    HttpResponse<String> answer = caller.exchange(caller.post("/a%3Cb%3E", "{}").build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.body()).contains("<pre>Cannot POST /a&lt;b&gt;</pre>");
  }

  @Test
  void aGetAnywhereElseGetsThePageOfTheEditorWith200() throws Exception {
    HttpResponse<String> answer = caller.get("/topic_action");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void theRootSaysWhatThisIs() throws Exception {
    assertThat(caller.get("/").body())
        .contains("sandbox: nobody real is reached", "/console/api/messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "{", "{}x", "{'a':1}", "{\"a\":01}", "NaN", " ", "{\"a\":\"\n\"}"})
  void aBodyThatIsNotJsonGets422BeforeTheTokenIsLookedAt(String body) throws Exception {
    HttpResponse<String> answer =
        caller.exchange(caller.post(API, body).header("Content-Type", Caller.JSON).build());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .startsWith("{\"code\":422,\"message\":\"Failed to parse request body\",\"hint\":\"");
  }

  @Test
  void theHintQuotesTheBody() throws Exception {
    HttpResponse<String> answer = caller.call("no \"json\"");

    assertThat(answer.body())
        .endsWith("\"hint\":\"Unexpected token 'n', \\\"no \\\"json\\\"\\\" is not valid JSON\"}");
  }

  @Test
  void anEmptyBodyRunsTheWorkflowWithNothing() throws Exception {
    assertError(caller.call(""), "action is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json"})
  void aBodyThatDoesNotSayToBeJsonIsNotRead(String contentType) throws Exception {
    HttpRequest request =
        caller
            .post(API, Caller.send(Seed.USER_ID, "hi"))
            .header("X-API-KEY", Seed.ACCESS_TOKEN)
            .header("Content-Type", contentType)
            .build();

    assertError(caller.exchange(request), "action is missing");
  }

  @Test
  void aBodyWithoutContentTypeIsNotRead() throws Exception {
    HttpRequest request =
        caller.post(API, Caller.INFO).header("X-API-KEY", Seed.ACCESS_TOKEN).build();

    assertError(caller.exchange(request), "action is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "1", "null", "[{\"action\":\"info_by_topic\"}]"})
  void jsonThatIsNotAnObjectHasNoAction(String body) throws Exception {
    assertError(caller.call(body), "action is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"topic_id\":5343             | \"topic_id\":99    | Unknown topic 99 in group 2101424779",
        "\"topic_id\":5343             | \"topic_id\":\"x\" | topic_id is missing or of a wrong",
        "\"topic_id\":5343             | \"topic_id\":null  | topic_id is missing or of a wrong",
        "\"topic_id\":5343             | \"topic_id\":{}    | topic_id is missing or of a wrong",
        "\"topic_id\":5343             | \"topic_id\":1e999 | topic_id is missing or of a wrong",
        "\"group_id\":\"2101424779\"   | \"group_id\":\"9\" | Unknown topic 5343 in group 9",
        "\"group_id\":\"2101424779\"   | \"g\":1            | group_id is missing or of a wrong",
        "info_by_topic                 | no_such_action     | Unknown action",
        "13209946874612345             | 42                 | Unknown instance",
        "\"13209946874612345\"         | 13209946874612345  | rounded above 2^53",
        "\"instance\"                  | \"no_instance\"    | instance is missing",
        "pQTngMZLh0NmAh                | wrong              | Wrong api_key",
        "pQTngMZLh0NmAh                | w7RbXk2VdS9yTe     | Wrong api_key",
        "\"api_key\"                   | \"no_api_key\"     | api_key is missing",
      })
  void aWrongInfoGetsAnErrorThatSaysWhatIsWrong(String right, String wrong, String error)
      throws Exception {
    assertThat(Caller.INFO).contains(right);

    assertError(caller.call(Caller.INFO.replace(right, wrong)), error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "987654321         | 111              | No dialog of support_bot with user 111",
        "987654321         | 765432109        | No dialog of support_bot with user 765432109",
        "987654321         | \"x\"            | user_id is missing or of a wrong type",
        "\"hi\"            | \"\"             | message is empty",
        "\"hi\"            | \"  \\n \"       | message is empty",
        "\"hi\"            | null             | message is missing or of a wrong type",
        "\"hi\"            | {\"a\":1}        | message is missing or of a wrong type",
        "13209946874612345 | 42               | Unknown instance",
        "pQTngMZLh0NmAh    | wrong            | Wrong api_key",
      })
  void aWrongSendGetsAnErrorThatSaysWhatIsWrong(String right, String wrong, String error)
      throws Exception {
    String body = Caller.send(Seed.USER_ID, "hi");
    assertThat(body).contains(right);

    assertError(caller.call(body.replace(right, wrong)), error);
  }

  @Test
  void aMessageOfMoreThan4096UnitsIsRefused() throws Exception {
    assertError(
        caller.call(Caller.send(Seed.USER_ID, "🟪".repeat(2048) + "x")),
        "message is too long: 4097 UTF-16 units, at most 4096");
  }

  @Test
  void aBodyOver16MiBGets500NotTooLarge() throws Exception {
    String body = Caller.send(Seed.USER_ID, "x".repeat(24 * 1024 * 1024));

    HttpResponse<String> answer = caller.call(body);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .isEqualTo("{\"code\":0,\"message\":\"There was a problem executing the workflow\"}");
  }

  @Test
  void noErrorRepeatsASecret() throws Exception {
    HttpResponse<String> swapped =
        caller.call(Caller.INFO.replace(Seed.INSTANCE, "x").replace("\"x\"", "\"pQTngMZLh0NmAh\""));

    assertError(swapped, "Unknown instance");
    assertThat(swapped.body()).doesNotContain(Seed.API_KEY);
  }

  private static void assertError(HttpResponse<String> answer, String message) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(answer.body())
        .startsWith("{\"result\":\"error\",\"message\":\"")
        .contains(message)
        .endsWith("\"}");
  }
}
