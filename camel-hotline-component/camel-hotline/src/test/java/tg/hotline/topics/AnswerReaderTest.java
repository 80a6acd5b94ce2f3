package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tg.hotline.topics.TopicsResult.Failure;

class AnswerReaderTest {

  private static final Credentials CREDENTIALS =
      new Credentials("the-token", "13209946874612345", "the\"key");
  private static final IncomingInTopic SEND = new IncomingInTopic(987654321, "hello");

  private static <A extends TopicsAnswer> TopicsResult<A> read(
      TopicsRequest<A> request, int status, String body) {
    return AnswerReader.read(request, new HttpAnswer(status, body.getBytes(UTF_8)), CREDENTIALS);
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
          200 | {"result":"topic_info"}                                | REJECTED
          400 | bad                                                    | REJECTED
          401 |                                                        | REJECTED
          403 | Authorization data is wrong!                           | REJECTED
          405 |                                                        | REJECTED
          413 | <html>too large</html>                                 | REJECTED
          422 | {"code":422,"message":"Failed to parse request body"}  | REJECTED
          429 | slow down                                              | NOT_SENT
          404 | {"code":404,"message":"not registered"}                | NOT_SENT
          404 | <html>Cannot POST</html>                               | NOT_SENT
          503 | {"code":503,"message":"Database is not ready!"}        | NOT_SENT
          200 | n8n is starting up. Please wait                        | NOT_SENT
          200 | <html>n8n is starting up. Please wait</html>           | NOT_SENT
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

  @Test
  void saysWhatHotlineSays() {
    String json = "{\"result\":\"error\",\"message\":\"Unknown user 17, key the-token\"}";

    assertThat(((Failure<SentMessage>) read(SEND, 200, json)).reason())
        .isEqualTo("HTTP 200: Unknown user 17, key ***");
  }

  @Test
  void quotesOneCleanLineWithoutSecrets() {
    String hint =
        "{\"code\":422,\"hint\":\"\u001b[31m\r\nX-API-KEY the-token, api_key the\\\"key the\"key "
            + "x".repeat(5000)
            + "\"}";

    String reason = ((Failure<SentMessage>) read(SEND, 422, hint)).reason();

    assertThat(reason)
        .doesNotContain("the-token", "the\\\"key", "the\"key", "\r", "\n", "\u001b")
        .contains("X-API-KEY ***, api_key *** ***")
        .hasSizeLessThan(220);
  }
}
