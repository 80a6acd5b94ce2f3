package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.Message.Author;

/** What the page's buttons do, and what a wrong request is told. */
class ConsoleCommandsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String JOHN = "\"group_id\":\"2101424779\",\"topic_id\":5343";

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  private HttpResponse<String> send(String command, String body) throws Exception {
    return caller.exchange(
        caller
            .post("/console/api/" + command, body)
            .header("Content-Type", "application/json; charset=utf-8")
            .build());
  }

  private String error(String command, String body) throws Exception {
    HttpResponse<String> answer = send(command, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    return MAPPER.readTree(answer.body()).get("error").textValue();
  }

  @ParameterizedTest
  @CsvSource({
    "Good day, support_answered, OPERATOR, Good day",
    "/close, closed, COMMAND, /close",
    "/hold, user_answered, COMMAND, /hold",
    "/wait, support_answered, COMMAND, /wait",
    "/ see CRM, user_answered, COMMENT, see CRM",
  })
  void anOperatorWrites(String text, String status, Author author, String shown) throws Exception {
    HttpResponse<String> answer = send("operator", "{" + JOHN + ",\"text\":\"" + text + "\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(caller.call(Caller.INFO).body()).contains("\"topic_status\":\"" + status + "\"");
    Message last = hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID).get(1);
    assertThat(last.author()).isEqualTo(author);
    assertThat(last.text()).isEqualTo(shown);
  }

  @Test
  void aKnownCustomerWrites() throws Exception {
    HttpResponse<String> answer =
        send(
            "customer",
            "{\"instance\":\"13209946874612345\",\"user_id\":987654321,\"text\":\"Hello?\"}");

    assertThat(answer.body())
        .isEqualTo("{\"user_id\":987654321,\"message_id\":2,\"bot_runs\":false}");
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID).get(1).text()).isEqualTo("Hello?");
  }

  @Test
  void whoWritesIsToldWhetherTheBotRuns() throws Exception {
    assertThat(caller.get("/bot" + Seed.BOT_TOKEN + "/getUpdates").statusCode()).isEqualTo(200);

    assertThat(
            send(
                    "customer",
                    "{\"instance\":\"13209946874612345\",\"user_id\":987654321,\"text\":\"Hi\"}")
                .body())
        .endsWith("\"bot_runs\":true}");
    assertThat(
            send("customer", "{\"instance\":\"%s\",\"text\":\"Hi\"}".formatted(Seed.SALES_INSTANCE))
                .body())
        .endsWith("\"bot_runs\":false}");
  }

  @Test
  void newCustomersGetIdsOfTheirOwn() throws Exception {
    String named =
        "{\"instance\":\"%s\",\"first_name\":\" Ada \",\"text\":\"Hi\"}"
            .formatted(Seed.SALES_INSTANCE);
    String nameless = "{\"instance\":\"%s\",\"text\":\"Hi\"}".formatted(Seed.SALES_INSTANCE);

    JsonNode first = MAPPER.readTree(send("customer", named).body());
    JsonNode second = MAPPER.readTree(send("customer", nameless).body());

    long ada = first.get("user_id").longValue();
    assertThat(second.get("user_id").longValue()).isGreaterThan(ada);
    assertThat(hotline.chat(Seed.SALES_INSTANCE, ada))
        .singleElement()
        .satisfies(message -> assertThat(message.sender()).isEqualTo(Sender.CUSTOMER));
    assertThat(caller.call(Caller.infoOf(Seed.SALES_GROUP_ID, 18)).body())
        .contains("\"user_first_name\":\"Ada\"", "\"user_id\":" + ada);
    assertThat(caller.call(Caller.infoOf(Seed.SALES_GROUP_ID, 19)).body())
        .contains("\"user_first_name\":\"Customer ");
  }

  @Test
  void aStrangerNeedsAName() throws Exception {
    String body = "{\"instance\":\"" + Seed.INSTANCE + "\",\"user_id\":5,\"text\":\"Hi\"";

    assertThat(error("customer", body + "}"))
        .isEqualTo(
            "user_id 5 has no chat with support_bot yet: add first_name, or leave user_id out for a"
                + " new customer");
    assertThat(send("customer", body + ",\"first_name\":\"Eve\"}").body())
        .isEqualTo("{\"user_id\":5,\"message_id\":1,\"bot_runs\":false}");
  }

  @Test
  void aButtonThatIsNotThereIsNamed() throws Exception {
    assertThat(
            error(
                "press",
                "{\"instance\":\"%s\",\"user_id\":987654321,\"message_id\":1,\"data\":\"yes\"}"
                    .formatted(Seed.INSTANCE)))
        .isEqualTo(
            "No button with the data yes below message 1 of user 987654321's chat with"
                + " support_bot");
  }

  @Test
  void itGoesBackToTheSeed() throws Exception {
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/close");
    hotline.answerNext(Answer.status(503));
    hotline.phase(Phase.LOADING);

    assertThat(send("reset", "{}").statusCode()).isEqualTo(200);

    assertThat(caller.call(Caller.INFO).body()).contains("user_answered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "operator | {} | group_id is missing or not a string",
        "operator | {\"group_id\":2101424779} | group_id is missing or not a string",
        "operator | {\"group_id\":\"1\"} | topic_id is missing or not a whole number",
        "operator | {\"group_id\":\"1\",\"topic_id\":1.5} | topic_id is missing or not a whole number",
        "operator | {\"group_id\":\"1\",\"topic_id\":1} | text is missing or not a string",
        "operator | {\"group_id\":\"1\",\"topic_id\":1,\"text\":\" \"} | text is empty",
        "operator | {\"group_id\":\"1\",\"topic_id\":1,\"text\":\"hi\"} | No topic 1 in group 1",
        "customer | {\"text\":\"hi\"} | instance is missing or not a string",
        "customer | {\"instance\":\"7\",\"text\":\"hi\"} | No connection has the instance 7",
        "customer | {\"instance\":\"13209946874612345\"} | text is missing or not a string",
        "press | {\"instance\":\"13209946874612345\"} | user_id is missing or not a whole number",
        "reset | [] | The body is not a JSON object",
        "reset | {\"a\": | The body is not a JSON object",
      })
  void whatIsWrongIsNamed(String command, String body, String error) throws Exception {
    assertThat(error(command, body)).isEqualTo(error);
  }

  @Test
  void anUnknownCommandTellsTheKnownOnes() throws Exception {
    assertThat(error("operator", "{" + JOHN + ",\"text\":\"/shut\"}"))
        .isEqualTo(
            "Unknown command /shut: /close, /hold and /wait are known, and \"/ text\" is a comment");
  }

  @Test
  void textsAreAsLongAsInTelegram() throws Exception {
    String longest = "€".repeat(Hotline.MAX_TEXT);

    assertThat(send("operator", "{" + JOHN + ",\"text\":\"" + longest + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(error("operator", "{" + JOHN + ",\"text\":\"" + longest + "!\"}"))
        .isEqualTo("text is too long: 4097 UTF-16 units, at most 4096");
    assertThat(
            error(
                "customer",
                "{\"instance\":\"%s\",\"first_name\":\"%s\",\"text\":\"Hi\"}"
                    .formatted(Seed.INSTANCE, "a".repeat(65))))
        .isEqualTo("first_name is too long: at most 64 characters, as in Telegram");
  }

  @Test
  void aBodyHasAnEnd() throws Exception {
    assertThat(send("operator", "{\"text\":\"" + "a".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(413);
  }

  /** What a form of a foreign page can send without asking first. */
  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void onlyJsonIsTaken(String type) throws Exception {
    HttpResponse<String> answer =
        caller.exchange(
            caller.post("/console/api/reset", "{}").header("Content-Type", type).build());

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Send Content-Type: application/json\"}");
  }

  @Test
  void aForeignPageCanDoNothing() throws Exception {
    String body = "{" + JOHN + ",\"text\":\"/close\"}";
    String request =
        "POST /console/api/operator HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nOrigin: %s\r\n\r\n"
            + body;

    assertThat(caller.raw(request.formatted("https://evil.example"))).startsWith("HTTP/1.1 403 ");
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID)).hasSize(1);
    assertThat(caller.raw(request.formatted(hotline.url()))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void commandsArePosted() throws Exception {
    HttpResponse<String> answer = caller.get("/console/api/reset");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }
}
