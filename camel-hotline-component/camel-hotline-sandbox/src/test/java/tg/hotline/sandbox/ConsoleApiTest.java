package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsoleApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void nothingIsAnEmptyArray() throws Exception {
    assertThat(caller.get("/console/api/messages").body()).isEqualTo("[]");
    assertThat(caller.get("/console/api/calls").body()).isEqualTo("[]");
  }

  @Test
  void messagesAreAnArrayInOrder() throws Exception {
    caller.call(Caller.send(Seed.USER_ID, "first, \\\"quoted\\\" 🟪"));
    caller.call(Caller.send(Seed.ANSWERED_USER_ID, "second"));

    HttpResponse<String> answer = caller.get("/console/api/messages");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    JsonNode messages = MAPPER.readTree(answer.body());
    assertThat(messages).hasSize(2);
    JsonNode first = messages.get(0);
    assertThat(first.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "number",
            "topic_id",
            "group_id",
            "user_id",
            "topic_title",
            "instance_name",
            "author",
            "text",
            "at");
    assertThat(first.get("topic_id").numberValue()).isEqualTo(5343);
    assertThat(first.get("group_id").textValue()).isEqualTo("2101424779");
    assertThat(first.get("user_id").numberValue()).isEqualTo(987654321);
    assertThat(first.get("text").textValue()).isEqualTo("first, \"quoted\" 🟪");
    assertThat(first.get("author").textValue()).isEqualTo("api");
    assertThat(Instant.parse(first.get("at").textValue()))
        .isEqualTo(hotline.messages().get(0).at());
    assertThat(messages.get(1).get("text").textValue()).isEqualTo("second");
    assertThat(messages.get(1).get("topic_id").numberValue()).isEqualTo(5345);
  }

  @Test
  void callsTellWhatWasAskedAndWhatBecameOfIt() throws Exception {
    caller.call(Caller.INFO);
    caller.call(Caller.send(Seed.USER_ID, "hi"));
    caller.call("no");

    JsonNode calls = MAPPER.readTree(caller.get("/console/api/calls").body());

    assertThat(calls).hasSize(3);
    JsonNode info = calls.get(0);
    assertThat(info.get("number").numberValue()).isEqualTo(1);
    assertThat(info.get("action").textValue()).isEqualTo("info_by_topic");
    assertThat(info.get("instance").textValue()).isEqualTo(Seed.INSTANCE);
    assertThat(info.get("group_id").textValue()).isEqualTo(Seed.GROUP_ID);
    assertThat(info.get("topic_id").longValue()).isEqualTo(Seed.TOPIC_ID);
    assertThat(info.get("user_id").isNull()).isTrue();
    assertThat(info.get("status").numberValue()).isEqualTo(200);
    assertThat(info.get("outcome").textValue()).isEqualTo("topic_info");
    assertThat(info.get("took_effect").booleanValue()).isFalse();
    assertThat(info.get("millis").isIntegralNumber()).isTrue();
    assertThat(calls.get(1).get("outcome").textValue()).isEqualTo("message_sent");
    assertThat(calls.get(1).get("user_id").longValue()).isEqualTo(Seed.USER_ID);
    assertThat(calls.get(1).get("took_effect").booleanValue()).isTrue();
    assertThat(calls.get(2).get("outcome").textValue()).isEqualTo("http_error");
    assertThat(calls.get(2).get("status").numberValue()).isEqualTo(422);
  }

  @Test
  void noSecretIsShownWhereverACallerPutIt() throws Exception {
    String misplaced =
        "{\"action\":\"pQTngMZLh0NmAh\",\"instance\":\"x sandbox-access-token\","
            + "\"group_id\":\"w7RbXk2VdS9yTe\",\"api_key\":\"a-foreign-key\"}";
    caller.call(Caller.INFO);
    caller.call(misplaced);
    caller.call("{" + misplaced);

    assertThat(caller.get("/console/api/calls").body() + hotline.calls())
        .contains("\"action\":\"***\"", "\"instance\":\"x ***\"", "\"group_id\":\"***\"")
        .doesNotContain(
            Seed.ACCESS_TOKEN, Seed.API_KEY, Seed.SALES_API_KEY, "a-foreign-key", "X-API-KEY");
  }

  @Test
  void longFieldsAreClipped() throws Exception {
    caller.call("{\"action\":\"" + "a".repeat(1000) + "\"}");

    assertThat(hotline.calls())
        .singleElement()
        .extracting(Call::action)
        .isEqualTo("a".repeat(64) + "…");
  }

  @Test
  void itIsReadOnly() throws Exception {
    HttpRequest post = caller.post("/console/api/messages", "").build();

    HttpResponse<String> answer = caller.exchange(post);

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void whatItDoesNotHaveIs404() throws Exception {
    assertThat(caller.get("/console/api/nothing").statusCode()).isEqualTo(404);
  }
}
