package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Judges answers a second time, by rules of its own, which know nothing of {@link Ending}. */
final class AnswerOracle {

  private static final ObjectMapper LENIENT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final ObjectMapper STRICT =
      LENIENT.copy().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 405, 413, 422);
  private static final Set<Integer> NOT_RUN = Set.of(404, 407, 429);
  private static final Pattern STARTING_UP =
      Pattern.compile("[\\s\\ufeff]*(<[^<>]*+>\\s*)*+n8n is starting up.*", Pattern.DOTALL);
  private static final Pattern UNSEEN = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Cc}]|&nbsp;");

  private static final Pattern ODD =
      Pattern.compile(
          "(?i)%1$s*+(message_sent|topic_info)?%1$s*".formatted("[\\s\\p{Z}\\p{Cf}\\p{Cc}]"));

  private AnswerOracle() {}

  /** The outcomes that are right: one, or two where it takes more than this to tell. */
  static Set<Outcome> outcomes(TopicsRequest<?> request, HttpAnswer answer) {
    if (answer.fromProxy()) {
      return EnumSet.of(Outcome.NOT_SENT);
    }
    byte[] bytes = unpacked(answer);
    String text = bytes == null ? null : text(bytes);
    JsonNode json = text == null ? MissingNode.getInstance() : json(LENIENT, text);
    if (text != null && json.isContainerNode() && json(STRICT, text).isMissingNode()) {
      return EnumSet.of(Outcome.UNKNOWN);
    }
    if (json.has("result")) {
      return byResult(request, answer.status(), json);
    }
    String message = json.path("message").textValue();
    if ("Workflow was started".equals(message)) {
      return EnumSet.of(Outcome.UNKNOWN);
    }
    boolean notReady = answer.status() == 503 && "Database is not ready!".equals(message);
    if (REFUSED.contains(answer.status())) {
      return EnumSet.of(Outcome.REJECTED);
    }
    if (NOT_RUN.contains(answer.status()) || notReady) {
      return EnumSet.of(Outcome.NOT_SENT);
    }
    return bytes != null && (answer.status() == 200 || answer.status() == 503)
        ? page(new String(bytes, UTF_8))
        : EnumSet.of(Outcome.UNKNOWN);
  }

  private static Set<Outcome> page(String page) {
    if (STARTING_UP.matcher(page).matches()) {
      return EnumSet.of(Outcome.NOT_SENT);
    }
    String letters = page.replaceAll("<[^<>]*+>|\\W", "");
    return letters.startsWith("n8nisstartingup")
        ? EnumSet.of(Outcome.NOT_SENT, Outcome.UNKNOWN) // as blanks and such stand there
        : EnumSet.of(Outcome.UNKNOWN);
  }

  private static Set<Outcome> byResult(TopicsRequest<?> request, int status, JsonNode json) {
    String result = json.get("result").textValue();
    if (request.expectedResult().equals(result)) {
      return request instanceof IncomingInTopic sent
          ? EnumSet.of(repeats(sent.message(), json) ? Outcome.OK : Outcome.UNKNOWN)
          : topic(json);
    }
    boolean odd = result == null || ODD.matcher(result).matches() || status / 100 == 5;
    return EnumSet.of(odd ? Outcome.UNKNOWN : Outcome.REJECTED);
  }

  private static boolean repeats(String sent, JsonNode json) {
    String message = json.path("message").textValue();
    return message == null || UNSEEN.matcher(message).replaceAll("").equals(sent);
  }

  private static Set<Outcome> topic(JsonNode json) {
    String topicId = json.path("topic_id").asText();
    String groupId = json.path("group_id").asText();
    if (topicId.matches("5343|") && groupId.matches("(-100)?2101424779|")) {
      return EnumSet.of(Outcome.OK);
    }
    return topicId.matches("[1-9]\\d{0,9}") && !topicId.equals("5343")
        ? EnumSet.of(Outcome.UNKNOWN)
        : EnumSet.of(Outcome.OK, Outcome.UNKNOWN);
  }

  private static JsonNode json(ObjectMapper mapper, String text) {
    try {
      JsonNode json = mapper.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException | NumberFormatException e) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** As the reader does: what gzip is, the JDK knows. */
  private static byte @Nullable [] unpacked(HttpAnswer answer) {
    String coding = answer.contentEncoding();
    if (answer.body().length == 0 || coding == null || coding.equals("identity")) {
      return answer.body();
    }
    if (!coding.equalsIgnoreCase("gzip")) {
      return null;
    }
    try {
      return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }
}
