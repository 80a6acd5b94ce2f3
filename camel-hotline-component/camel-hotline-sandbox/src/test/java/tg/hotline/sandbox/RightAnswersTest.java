package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RightAnswersTest {
  static final String CUSTOMER =
      "{\"result\":\"topic_info\",\"group_id\":\"2101424779\",\"topic_id\":5343,"
          + "\"frontend_type\":\"private\",\"instance_name\":\"support_bot\","
          + "\"instance_frontend_user_id\":123456789,\"instance_id\":\"132099468746812345\","
          + "\"chat_id\":-1002101424779,\"thread_id\":5602541568,"
          + "\"topic_last_date\":\"2025-10-09 00:24:55\",\"topic_status\":\"user_answered\","
          + "\"topic_title\":\"John Doe\",\"user_id\":987654321,\"user_name\":\"John Doe\","
          + "\"user_first_name\":\"John\",\"user_last_name\":\"Doe\","
          + "\"user_username\":\"john1991\",\"user_lang\":\"en\","
          + "\"user_phone\":\"+12125550123\"}";
  static final String CHAT =
      "{\"result\":\"topic_info\",\"group_id\":\"2101424779\",\"topic_id\":5344,"
          + "\"frontend_type\":\"group\",\"instance_name\":\"support_bot\","
          + "\"instance_frontend_user_id\":123456789,\"instance_id\":\"132099468746812345\","
          + "\"frontend_chat_id\":-1001234567890,\"topic_last_date\":\"2025-10-09 00:30:00\","
          + "\"topic_status\":\"support_answered\",\"topic_title\":\"Somebiz Proposal Chat\"}";
  static final String SENT =
      "{\"result\":\"message_sent\",\"topic_link\":\"https://t.me/c/2101424779/5343\","
          + "\"message\":\"User status is changed: DEAL CONFIRMED\","
          + "\"chat_id\":\"-1002101424779\",\"thread_id\":5602541568}";

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final Caller caller = new Caller(HOTLINE.sandbox());

  @Test
  void infoOfACustomersTopicIsTheDocumentedOne() throws Exception {
    assertThat(caller.call(Caller.INFO).body()).isEqualTo(CUSTOMER);
  }

  @Test
  void infoOfAChatsTopicIsTheDocumentedOne() throws Exception {
    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.CHAT_TOPIC_ID)).body())
        .isEqualTo(CHAT);
  }

  @Test
  void sendingIsAnsweredAsDocumentedAndPostsTheMessage() throws Exception {
    HttpResponse<String> answer =
        caller.call(Caller.send(Seed.USER_ID, "User status is changed: DEAL CONFIRMED"));

    assertThat(answer.body()).isEqualTo(SENT);
    assertThat(HOTLINE.sandbox().messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.text()).isEqualTo("User status is changed: DEAL CONFIRMED");
              assertThat(message.groupId()).isEqualTo(Seed.GROUP_ID);
              assertThat(message.topicId()).isEqualTo(Seed.TOPIC_ID);
              assertThat(message.userId()).isEqualTo(Seed.USER_ID);
              assertThat(message.topicTitle()).isEqualTo("John Doe");
              assertThat(message.instanceName()).isEqualTo(Seed.INSTANCE_NAME);
              assertThat(message.author()).isEqualTo(Message.Author.API);
            });
  }

  @Test
  void theHeadersAreThoseOfNode() throws Exception {
    HttpResponse<String> answer = caller.call(Caller.INFO);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Length"))
        .hasValue(String.valueOf(CUSTOMER.length()));
    assertThat(answer.headers().firstValue("Keep-Alive")).hasValue("timeout=5");
  }

  @Test
  void aConnectionThatIsToBeClosedIsNotAdvertisedAsKept() throws Exception {
    String answer =
        caller.raw(
            "POST /webhook/topic_action HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "X-API-KEY: sandbox-access-token\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + Caller.INFO.length()
                + "\r\n\r\n"
                + Caller.INFO);

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + CUSTOMER);
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("keep-alive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"group_id\":\"2101424779\",\"topic_id\":5343",
        "\"group_id\":2101424779,\"topic_id\":\"5343\"",
        "\"group_id\":2101424779.0,\"topic_id\":5.343e3",
      })
  void idsMayBeNumbersOrTexts(String ids) throws Exception {
    String body = "{\"action\":\"info_by_topic\"," + ids + "," + Caller.CREDENTIALS + "}";

    assertThat(caller.call(body).body()).isEqualTo(CUSTOMER);
  }

  @Test
  void theUserMayBeAText() throws Exception {
    String body = Caller.send(Seed.USER_ID, "hi").replace("987654321", "\"987654321\"");

    assertThat(caller.call(body).body()).startsWith("{\"result\":\"message_sent\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "Application/JSON", "application/json; charset=\"utf-8\""})
  void everySpellingOfJsonIsRead(String contentType) throws Exception {
    assertThat(
            caller
                .exchange(
                    caller
                        .post("/webhook/topic_action", Caller.INFO)
                        .header("X-API-KEY", Seed.ACCESS_TOKEN)
                        .header("Content-Type", contentType)
                        .build())
                .body())
        .isEqualTo(CUSTOMER);
  }

  @Test
  void theSecondConnectionMayAskAboutTheFirstOnesTopics() throws Exception {
    String body =
        Caller.INFO
            .replace(Seed.INSTANCE, Seed.SALES_INSTANCE)
            .replace(Seed.API_KEY, Seed.SALES_API_KEY);

    assertThat(caller.call(body).body()).isEqualTo(CUSTOMER);
  }

  @Test
  void theSecondConnectionHasItsOwnCustomersAndGroup() throws Exception {
    String body =
        Caller.send(Seed.SALES_USER_ID, "hi")
            .replace(Seed.INSTANCE, Seed.SALES_INSTANCE)
            .replace(Seed.API_KEY, Seed.SALES_API_KEY);

    assertThat(caller.call(body).body())
        .isEqualTo(
            "{\"result\":\"message_sent\",\"topic_link\":\"https://t.me/c/2202535880/17\","
                + "\"message\":\"hi\",\"chat_id\":\"-1002202535880\",\"thread_id\":17825792}");
    assertThat(caller.call(Caller.infoOf(Seed.SALES_GROUP_ID, Seed.SALES_TOPIC_ID)).body())
        .contains(
            "\"instance_name\":\"sales_bot\"",
            "\"instance_id\":\"132099468746899999\"",
            "\"user_name\":\"María José Núñez\"");
  }

  @Test
  void whatACustomerDoesNotHaveIsLeftOut() throws Exception {
    assertThat(caller.call(Caller.infoOf(Seed.GROUP_ID, Seed.CLOSED_TOPIC_ID)).body())
        .contains("\"topic_status\":\"closed\"")
        .endsWith(
            "\"user_id\":7654321098,\"user_name\":\"Олена\",\"user_first_name\":\"Олена\","
                + "\"user_lang\":\"uk\"}");
  }

  /** In and out in JSON's spelling: what goes out is what JSON.stringify makes of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "naïve 🟪 日本語",
        "a \\\"quote\\\" and a \\\\",
        "line\\nline\\ttab\\u001fcontrol",
        "half \\ud83d",
        "</script>",
      })
  void textsComeBackAsNodeWritesThem(String jsonText) throws Exception {
    assertThat(caller.call(Caller.send(Seed.USER_ID, jsonText)).body())
        .contains("\"message\":\"" + jsonText + "\"");
  }

  @Test
  void aMessageOf4096UnitsFits() throws Exception {
    String text = "🟪".repeat(2048);

    assertThat(caller.call(Caller.send(Seed.USER_ID, text)).body()).contains(text);
  }

  @Test
  void sendingAnswersNobodySoStatusAndDateStay() throws Exception {
    caller.call(Caller.send(Seed.USER_ID, "hi"));

    assertThat(caller.call(Caller.INFO).body()).isEqualTo(CUSTOMER);
  }

  @Test
  void callsTakeMillisecondsNotTheFortyOfADelayedAcknowledgement() throws Exception {
    caller.call(Caller.INFO);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      caller.call(Caller.INFO);
      best = Math.min(best, System.nanoTime() - start);
    }

    assertThat(best / 1_000_000).isLessThan(30);
  }
}
