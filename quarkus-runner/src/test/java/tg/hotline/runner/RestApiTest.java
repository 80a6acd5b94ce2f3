package tg.hotline.runner;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;

@QuarkusTest
@TestProfile(SandboxProfile.class)
class RestApiTest extends SandboxTest {

  private static Contract contract;

  /** Holds every answer of the API against the contract. */
  private static final Filter AGREES =
      (request, response, chain) -> {
        Response answer = chain.next(request, response);
        String path = URI.create(request.getURI()).getPath().substring("/api".length());
        try {
          contract.check(
              request.getMethod(),
              path,
              answer.statusCode(),
              answer.contentType(),
              answer.body().asString());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return answer;
      };

  @BeforeAll
  static void readContract() throws IOException {
    contract = Contract.read();
  }

  @Test
  void everyOperationAnswersItsExample() {
    List<Contract.Call> calls = contract.examples();
    assertThat(calls).extracting(Contract.Call::method).containsExactly("GET", "POST");
    for (Contract.Call call : calls) {
      RequestSpecification request = given().filter(AGREES);
      if (call.body() != null) {
        request.contentType("application/json").body(call.body());
      }
      request.request(call.method(), "/api" + call.path()).then().statusCode(200);
    }
    assertThat(texts()).containsExactly("User status is changed: DEAL CONFIRMED");
  }

  @Test
  void aTopicsInfo() {
    given()
        .filter(AGREES)
        .get("/api/topics/2101424779/5343")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("result", equalTo("topic_info"))
        .body("topic_id", equalTo(5343))
        .body("group_id", equalTo("2101424779"))
        .body("user_name", equalTo("John Doe"))
        .body("instance_id", equalTo(Seed.INSTANCE_ID));
  }

  @Test
  void aMessage() {
    post("{\"user_id\": 987654321, \"message\": \"Zażółć \\\"gęślą\\\" 👍\"}")
        .statusCode(200)
        .contentType("application/json")
        .body("result", equalTo("message_sent"))
        .body("topic_link", equalTo("https://t.me/c/2101424779/5343"));
    assertThat(texts()).containsExactly("Zażółć \"gęślą\" 👍");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"user_id\":1,                            | the body is not JSON: see line 1, column 14",
        "not json                                   | the body is not JSON",
        "{\"user_id\":1,\"message\":\"a\"} x        | the body is not JSON",
        "``                                         | the body",
        "null                                       | the body must be a JSON object",
        "[]                                         | the body must be a JSON object",
        "[[[                                        | the body is not JSON: see line 1, column 4",
        "\"text\"                                   | the body must be a JSON object",
        "{}                                         | user_id is missing",
        "{\"message\":\"a\"}                        | user_id is missing",
        "{\"user_id\":\"x\",\"message\":\"a\"}      | user_id must be a positive whole number",
        "{\"user_id\":1.5,\"message\":\"a\"}        | user_id must be a positive whole number",
        "{\"user_id\":-1,\"message\":\"a\"}         | user_id must be a positive whole number",
        "{\"user_id\":0,\"message\":\"a\"}          | user_id must be a positive whole number",
        "{\"user_id\":true,\"message\":\"a\"}       | user_id must be a positive whole number",
        "{\"user_id\":[1],\"message\":\"a\"}        | user_id must be a positive whole number",
        "{\"user_id\":9223372036854775808,\"message\":\"a\"} | user_id must be",
        "{\"user_id\":1}                            | message is missing",
        "{\"user_id\":1,\"message\":null}           | message is missing",
        "{\"user_id\":1,\"message\":5}              | message must be a string",
        "{\"user_id\":1,\"message\":\"\"}           | message is empty",
        "{\"user_id\":1,\"message\":\" \\n\"}       | message is empty",
      })
  void badInput(String body, String error) {
    post(body)
        .statusCode(400)
        .contentType("application/json")
        .body("error", containsString(error))
        .body("$", not(hasKey("outcome")));
    assertThat(sandbox().calls()).isEmpty();
  }

  @Test
  void aBodyOfBracketsOnly() {
    post("[".repeat(100_000)).statusCode(400).body("error", containsString("not JSON"));
  }

  @Test
  void aLongMessageGoesOutInParts() {
    String full = "👍".repeat(2048);
    post("{\"user_id\":987654321,\"message\":\"%s\"}".formatted(full))
        .statusCode(200)
        .body("$", not(hasKey("parts")));
    String text = "a".repeat(4000) + " " + "b".repeat(999);
    post("{\"user_id\":987654321,\"message\":\"%s\"}".formatted(text))
        .statusCode(200)
        .body("message", equalTo(text))
        .body("parts.message", contains("a".repeat(4000), "b".repeat(999)));
    assertThat(texts()).containsExactly(full, "a".repeat(4000), "b".repeat(999));
  }

  @Test
  void aLongMessageThatWasSentInPart() {
    sandbox().answerNext(1, call -> !texts().isEmpty(), Answer.status(422));
    post("{\"user_id\":987654321,\"message\":\"%s\"}".formatted("a".repeat(5000)))
        .statusCode(502)
        .body("outcome", equalTo("UNKNOWN"))
        .body("error", startsWith("Sent in part: "));
    assertThat(texts()).containsExactly("a".repeat(4096));
  }

  @Test
  void idsBeyondDoublePrecisionSurvive() {
    long id = (1L << 53) + 1;
    post("{\"user_id\":%d,\"message\":\"a\"}".formatted(id))
        .statusCode(404)
        .body("error", containsString(String.valueOf(id)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream", "application/xml"})
  void aBodyThatIsNotJson(String contentType) {
    given()
        .filter(AGREES)
        .header("Content-Type", contentType)
        .body("{\"user_id\":987654321,\"message\":\"a\"}".getBytes(UTF_8))
        .post("/api/messages")
        .then()
        .statusCode(415)
        .contentType("application/json")
        .body("error", containsString("JSON"));
    assertThat(sandbox().calls()).isEmpty();
  }

  @Test
  void unknownTopicsAndUsers() {
    given()
        .filter(AGREES)
        .get("/api/topics/2101424779/99")
        .then()
        .statusCode(404)
        .body("outcome", equalTo("REJECTED"))
        .body("error", containsString("99"));
    post("{\"user_id\":4711,\"message\":\"a\"}")
        .statusCode(404)
        .body("outcome", equalTo("REJECTED"))
        .body("error", containsString("4711"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/5343", "2101424779/x", "2101424779/0", "2101424779/-1"})
  void topicsThatCannotBe(String topic) {
    given()
        .filter(AGREES)
        .get("/api/topics/" + topic)
        .then()
        .statusCode(400)
        .contentType("application/json")
        .body("error", containsString("Id"));
    assertThat(sandbox().calls()).isEmpty();
  }

  @Test
  void aRefusedKeyIsOurFault() {
    sandbox().accessToken("another");
    try {
      post("{\"user_id\":987654321,\"message\":\"a\"}")
          .statusCode(502)
          .body("outcome", equalTo("REJECTED"))
          .body("error", containsString("403"));
    } finally {
      sandbox().accessToken(Seed.ACCESS_TOKEN);
    }
  }

  @Test
  void aHotlineThatFails() {
    sandbox().answerNext(Answer.status(500));
    post("{\"user_id\":987654321,\"message\":\"a\"}")
        .statusCode(502)
        .body("outcome", equalTo("UNKNOWN"));
    sandbox().answerNext(Answer.raw(200, "application/json", ""));
    post("{\"user_id\":987654321,\"message\":\"a\"}")
        .statusCode(502)
        .body("outcome", equalTo("UNKNOWN"));
  }

  @Test
  void aHotlineThatDoesNotAnswer() {
    sandbox().answerNext(Answer.delayed(Duration.ofSeconds(6)));
    post("{\"user_id\":987654321,\"message\":\"a\"}")
        .statusCode(504)
        .body("outcome", equalTo("UNKNOWN"));
  }

  @Test
  void nothingWasSent() {
    sandbox().answerNext(2, Answer.status(429));
    post("{\"user_id\":987654321,\"message\":\"a\"}")
        .statusCode(503)
        .body("outcome", equalTo("NOT_SENT"));
    assertThat(texts()).isEmpty();
  }

  @Test
  void headersDoNotSteer() {
    given()
        .header("CamelHotlineUserId", "876543210")
        .header("CamelHotlineTopicLink", "https://t.me/c/2101424779/5345")
        .get("/api/topics/2101424779/5343")
        .then()
        .statusCode(200)
        .body("topic_id", equalTo(5343));
  }

  @Test
  void whatIsNotThere() {
    given().get("/nothing").then().statusCode(404).body("error", containsString("nothing"));
    given().get("/api/nothing").then().statusCode(404).body("error", containsString("nothing"));
    given()
        .delete("/api/messages")
        .then()
        .statusCode(405)
        .header("Allow", "POST")
        .body("error", containsString("not allowed"));
    given()
        .contentType("application/json")
        .body("{}")
        .post("/api/topics/2101424779/5343")
        .then()
        .statusCode(405)
        .body("error", containsString("not allowed"));
  }

  @Test
  void aBodyThatIsTooLarge() {
    post("{\"user_id\":987654321,\"message\":\"%s\"}".formatted("a".repeat(11 << 20)))
        .statusCode(413)
        .body("error", containsString("too large"));
  }

  @Test
  void aBodyThatGrowsTooLarge() throws Exception {
    byte[] body = new byte[11 << 20];
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/api/messages"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    // Without a Content-Length, so in chunks.
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    contract.check(
        "POST",
        "/messages",
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(null),
        answer.body());
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  /** Of which no client makes a URI. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/api/topics/%ZZ/1", "/api/topics/2101424779/5343?x=%ZZ", "/api/nothing?x=%ZZ"})
  void aMalformedAddress(String address) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(address)
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
          .contains("{\"error\":\"the request cannot be read");
    }
    assertThat(sandbox().calls()).isEmpty();
  }

  @Test
  void theContractIsServed() {
    given()
        .get("/api/openapi")
        .then()
        .statusCode(200)
        .body(containsString("/messages"))
        .body(containsString("url: /api"));
  }

  @Test
  void pagesOfOthersAreRefused() {
    given().header("Host", "evil.example").get("/q/health/ready").then().statusCode(403);
    given()
        .header("Origin", "http://evil.example")
        .contentType("application/json")
        .body("{\"user_id\":987654321,\"message\":\"a\"}")
        .post("/api/messages")
        .then()
        .statusCode(403)
        .body("error", containsString("this machine"));
    given().header("Host", "[::1]:8080").get("/q/health/ready").then().statusCode(200);
    assertThat(sandbox().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json; charset=UTF-8"})
  void aBodyThatIsNotUtf8(String contentType) {
    given()
        .filter(AGREES)
        .header("Content-Type", contentType)
        .body("{\"user_id\":987654321,\"message\":\"Größe\"}".getBytes(ISO_8859_1))
        .post("/api/messages")
        .then()
        .statusCode(400);
    assertThat(sandbox().calls()).isEmpty();
  }

  private static ValidatableResponse post(String body) {
    return given()
        .filter(AGREES)
        .contentType("application/json; charset=UTF-8")
        .body(body)
        .post("/api/messages")
        .then();
  }
}
