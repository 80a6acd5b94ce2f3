package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.topics.TopicsResult.Failure;

class AnswerReaderTest {

  private static final Credentials CREDENTIALS =
      new Credentials("the-token", "13209946874612345", "the\"key");
  private static final Secrets SECRETS = Secrets.of(CREDENTIALS, null);
  private static final IncomingInTopic SEND = new IncomingInTopic(987654321, "hello");

  private static final InfoByTopic INFO = new InfoByTopic(new TopicRef("2101424779", 5343));

  private static String reason(TopicsResult<?> result) {
    return ((Failure<?>) result).reason();
  }

  private static <A extends TopicsAnswer> TopicsResult<A> read(
      TopicsRequest<A> request, int status, String body) {
    return AnswerReader.read(request, new HttpAnswer(status, body.getBytes(UTF_8)), SECRETS);
  }

  @ParameterizedTest(name = "{0} {1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          200 | {"result":"message_sent","message":"hello"}            | OK
          500 | {"result":"message_sent"}                              | OK
          200 | {"result":"error","message":"Unknown user"}            | REJECTED
          418 | {"result":"error"}                                     | REJECTED
          404 | {"result":"error"}                                     | REJECTED
          200 | {"result":"message_sent!"}                             | REJECTED
          200 | {"result":"topic_info"}                                | UNKNOWN
          200 | {"result":"Message_Sent"}                              | UNKNOWN
          200 | {"result":"\\ufeffmessage_sent "}                    | UNKNOWN
          404 | {"result":" TOPIC_INFO"}                               | UNKNOWN
          200 | {"result":""}                                          | UNKNOWN
          200 | {"result":"\\t\\u00a0"}                            | UNKNOWN
          403 | {"result":false}                                       | UNKNOWN
          404 | {"result":null}                                        | UNKNOWN
          504 | {"result":"timeout"}                                   | UNKNOWN
          599 | {"result":"error"}                                     | UNKNOWN
          200 | {"result":"error","result":"message_sent"}             | UNKNOWN
          200 | {"result":"message_sent","result":"message_sent"}      | UNKNOWN
          200 | {"result":"message_sent","x":{"a":1,"a":1}}            | UNKNOWN
          404 | {"result":"error","\\u0072esult":"message_sent"}     | UNKNOWN
          200 | {"result":"message_sent","Result":"error"}             | OK
          404 | {"result":"message_sent"}                              | OK
          404 | {"message":"Workflow was started"}                     | UNKNOWN
          403 | {"message":"Workflow was started"}                     | UNKNOWN
          200 | {"result":"error","message":"Workflow was started"}    | REJECTED
          400 | bad                                                    | REJECTED
          401 |                                                        | REJECTED
          403 | Authorization data is wrong!                           | REJECTED
          405 |                                                        | REJECTED
          413 | <html>too large</html>                                 | REJECTED
          422 | {"code":422,"message":"Failed to parse request body"}  | REJECTED
          429 | slow down                                              | NOT_SENT
          404 | {"code":404,"message":"not registered"}                | NOT_SENT
          407 | who are you?                                           | NOT_SENT
          404 | <html>Cannot POST</html>                               | NOT_SENT
          503 | {"code":503,"message":"Database is not ready!"}        | NOT_SENT
          200 | n8n is starting up. Please wait                        | NOT_SENT
          200 | <html>n8n is starting up. Please wait</html>           | NOT_SENT
          503 | <html><p> n8n  is <b>starting up</b>. Wait!</html>     | NOT_SENT
          500 | <html>n8n is starting up. Please wait</html>           | UNKNOWN
          202 | <html>n8n is starting up. Please wait</html>           | UNKNOWN
          200 | <html>Noted: n8n is starting up. Please wait</html>    | UNKNOWN
          200 | <html>n8n was starting up. Please wait</html>          | UNKNOWN
          200 | {"message":"Database is not ready!"}                   | UNKNOWN
          410 | <html>gone</html>                                      | UNKNOWN
          404 | {"error":"something broke"}                            | NOT_SENT
          403 | {"error":"something broke"}                            | REJECTED
          503 | <html>Service Unavailable</html>                       | UNKNOWN
          500 | {"message":"Error in workflow"}                        | UNKNOWN
          502 | <html>Bad Gateway</html>                               | UNKNOWN
          504 |                                                        | UNKNOWN
          200 |                                                        | UNKNOWN
          204 |                                                        | UNKNOWN
          200 | {}                                                     | UNKNOWN
          200 | []                                                     | UNKNOWN
          200 | [{"result":"message_sent"}]                            | UNKNOWN
          200 | ["n8n is starting up"]                                 | UNKNOWN
          200 | {"error":"something broke"}                            | UNKNOWN
          200 | {"result":null}                                        | UNKNOWN
          200 | {"result":17}                                          | UNKNOWN
          200 | {"message":"Workflow was started"}                     | UNKNOWN
          200 | {"result":"message_sent"} and more                     | UNKNOWN
          200 | {"result":"message_se                                  | UNKNOWN
          302 | <html>moved</html>                                     | UNKNOWN
          """)
  void judgesByTheBody(int status, String body, Outcome expected) {
    TopicsResult<SentMessage> result = read(SEND, status, body == null ? "" : body);

    assertThat(result.outcome()).isEqualTo(expected);
    if (result instanceof Failure<SentMessage> failure) {
      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.reason()).startsWith("HTTP " + status);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          200 |                                        | HTTP 200, the answer is empty
          200 | {}                                     | HTTP 200, the answer is empty: {}
          504 |                                        | HTTP 504, empty answer
          500 | {"message":"Error in workflow"}        | HTTP 500, the workflow failed on a step: Error in workflow
          200 | {"error":"No route"}                   | HTTP 200, the workflow failed on a step: No route
          200 | {"error":{"message":"No route"}}       | HTTP 200, the workflow failed on a step: No route
          200 | {"message":"Workflow was started"}     | HTTP 200, the workflow runs on without an answer: Workflow was started
          200 | [{"result":"message_sent"}]            | HTTP 200, the answer is an array: [{"result":"message_sent"}]
          200 | {"result":"MESSAGE_SENT","message":1}  | HTTP 200, the answer's result is not clear: MESSAGE_SENT
          504 | {"result":"timeout"}                   | HTTP 504, the answer's result is not clear: timeout
          200 | {"result":" "}                         | HTTP 200, the answer's result is not clear
          200 | {"a":1,"a":2}                          | HTTP 200, the answer names a field twice: {"a":1,"a":2}
          200 | <html>                                 | HTTP 200, the answer is not JSON (is apiUrl right?): <html>
          404 | {"code":404,"message":"No webhook"}    | HTTP 404, nothing runs at this address: No webhook
          302 | moved                                  | HTTP 302, a redirect, which is not followed (is apiUrl right?): moved
          407 | who?                                   | HTTP 407, the proxy wants another proxyUsername and proxyPassword: who?
          """)
  void saysWhatAPersonCanActOn(int status, String body, String reason) {
    assertThat(reason(read(SEND, status, body == null ? "" : body))).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"group_id\":\"2101424779\",\"topic_id\":5343",
        "\"group_id\":2101424779,\"topic_id\":\"5343\"",
        "\"group_id\":\"-1002101424779\",\"topic_id\":5343.0",
        "\"group_id\":-1002101424779",
        "\"group_id\":null,\"topic_id\":\"\"",
        "\"group_id\":\"ours\",\"topic_id\":[5344]",
        "\"user_id\":5344"
      })
  void takesTheTopicAskedFor(String ids) {
    assertThat(read(INFO, 200, "{\"result\":\"topic_info\"," + ids + "}").outcome())
        .isEqualTo(Outcome.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"topic_id\":5344",
        "\"topic_id\":\"5344\"",
        "\"group_id\":\"2101424779\",\"topic_id\":-5343",
        "\"group_id\":\"2101424770\",\"topic_id\":5343",
        "\"group_id\":-2101424779"
      })
  void takesNoOtherTopic(String ids) {
    TopicsResult<TopicInfo> result =
        read(INFO, 200, "{\"result\":\"topic_info\",\"user_name\":\"Jane\"," + ids + "}");

    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(reason(result))
        .startsWith("HTTP 200, the answer is about another topic: group_id ")
        .doesNotContain("Jane");
  }

  static Stream<Arguments> echoes() {
    return Stream.of(
        arguments("hello", "hello", true),
        arguments("hello", null, true),
        arguments("hello", 17, true),
        arguments("hello", List.of("hullo"), true),
        arguments("hello", " hello\n", true),
        arguments("a b", "a\r\n\t\u00a0\u2003\u0085b", true),
        arguments("a\u0007b", "ab", true),
        arguments("\ufeffa\u200bb", "ab", true),
        arguments("caf\u00e9", "cafe\u0301", true),
        arguments("<a href=\"x\">&'", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;", true),
        arguments("it's", "it&apos;s&nbsp;", true),
        arguments("&lt;b&gt;", "&amp;lt;b&amp;gt;", true),
        arguments("&lt;b&gt;", "<b>", true),
        arguments("hello", "hullo", false),
        arguments("hello", "Hello", false),
        arguments("hello", "", false),
        arguments("hello", "hello you", false),
        arguments("a b", "ab", false),
        arguments("1 < 2", "1 &gt; 2", false),
        arguments("e", "\u00e9", false),
        arguments("e", "e" + "\u0301\u0323".repeat(100_000), false),
        arguments("&", "&" + "amp;".repeat(200_000) + "!", false));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("echoes")
  void takesTheEchoOfTheTextThatWasSent(String sent, @Nullable Object echo, boolean same) {
    IncomingInTopic request = new IncomingInTopic(987654321, sent);
    Map<String, Object> answer = new HashMap<>(Map.of("result", "message_sent"));
    answer.put("message", echo);

    TopicsResult<SentMessage> result = read(request, 200, TopicsJson.write(answer));

    assertThat(result.outcome()).isEqualTo(same ? Outcome.OK : Outcome.UNKNOWN);
    if (echo instanceof String text && !same) {
      assertThat(reason(result))
          .isEqualTo(
              "HTTP 200, the answer repeats another text: it has %d UTF-16 code units, sent were %d"
                  .formatted(text.length(), sent.length()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8n is starting up",
        "Is it true that\nn8n  is\tstarting up?",
        "<i>n8n</i> is <b>starting</b> up",
        "a < b, so n8n is starting up > c"
      })
  void takesNoPageForAStartThatMayQuoteWhatWasSent(String message) {
    String page = "<p>n8n is starting up: noted</p>";

    assertThat(read(new IncomingInTopic(987654321, message), 200, page).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(read(INFO, 200, page).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @ParameterizedTest
  @CsvSource({"404, NOT_SENT", "429, NOT_SENT", "403, REJECTED", "200, UNKNOWN", "502, UNKNOWN"})
  void judgesByTheStatusWhatItCannotUnpack(int status, Outcome outcome) {
    for (String coding : List.of("br", "gzip")) {
      byte[] body = "packed".getBytes(UTF_8);
      HttpAnswer answer = new HttpAnswer(status, body, false, null, null, coding);

      assertThat(AnswerReader.read(SEND, answer, SECRETS).outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void masksWhatHttpClientQuotes() {
    IOException cause = new IOException("broken");

    assertThat(AnswerReader.unanswered(false, "strange line: the-token", cause, SECRETS))
        .isEqualTo(new Failure<>(Outcome.UNKNOWN, 0, "strange line: ***", cause));
  }

  @Test
  void saysWhatHotlineSays() {
    String json = "{\"result\":\"error\",\"message\":\"Unknown user 17, key the-token\"}";

    assertThat(reason(read(SEND, 200, json))).isEqualTo("HTTP 200: Unknown user 17, key ***");
  }

  @Test
  void quotesOneCleanLineWithoutSecrets() {
    String hint =
        "{\"code\":422,\"hint\":\"\u001b[31m\r\nX-API-KEY the-token, api_key the\\\"key the\"key "
            + "x".repeat(5000)
            + "\"}";

    String reason = reason(read(SEND, 422, hint));

    assertThat(reason)
        .doesNotContain("the-token", "the\\\"key", "the\"key", "\r", "\n", "\u001b")
        .contains("X-API-KEY ***, api_key *** ***")
        .hasSizeLessThan(220);
  }
}
