package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body, unpacked and read as far as that is possible. JSON is UTF-8, whatever the
 * Content-Type says (RFC 8259), so that is not looked at.
 *
 * @param text what came; of bytes that are not UTF-8 what can be read of them
 * @param utf8 whether the bytes are UTF-8
 * @param isJson whether the text is JSON
 * @param doubled whether it is none because a field is named twice
 * @param json the JSON as maps, lists, texts, numbers, booleans and null; null if it is none
 * @param problem why the body could not be unpacked, null if it could
 */
record AnswerBody(
    String text,
    boolean utf8,
    boolean isJson,
    boolean doubled,
    @Nullable Object json,
    @Nullable String problem) {

  private static final Set<String> PLAIN = Set.of("", "identity");
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  /** What a {@code String} has for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  static AnswerBody of(HttpAnswer answer) {
    String coding = answer.contentEncoding() == null ? "" : answer.contentEncoding().strip();
    String name = coding.toLowerCase(Locale.ROOT);
    if (answer.body().length == 0 || PLAIN.contains(name)) {
      return of(answer.body());
    }
    if (!GZIP.contains(name)) {
      return packed("the answer's Content-Encoding \"" + coding + "\" is not known here");
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      byte[] bytes = gzip.readNBytes(HttpAnswerConsumer.MAX_ANSWER + 1);
      return bytes.length > HttpAnswerConsumer.MAX_ANSWER
          ? packed("the answer unpacks to more than 1 MiB")
          : of(bytes);
    } catch (IOException e) {
      return packed("the answer's gzip is broken");
    }
  }

  private static AnswerBody packed(String problem) {
    return new AnswerBody("", true, false, false, null, problem);
  }

  private static AnswerBody of(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes)) {
      return new AnswerBody(text, false, false, false, null, null);
    }
    // RFC 8259 lets a reader ignore a byte order mark.
    String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
    try {
      AnswerJson.Read json = AnswerJson.read(unmarked);
      return json.doubled()
          ? new AnswerBody(text, true, false, true, null, null)
          : new AnswerBody(text, true, true, false, json.value(), null);
    } catch (IOException e) {
      return new AnswerBody(text, true, false, false, null, null);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      var unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The fields, null if it is not a JSON object. */
  @Nullable Map<String, Object> fields() {
    return json instanceof Map<?, ?> map ? TopicsJson.fields(map) : null;
  }

  /** The field's value, null if there is none. */
  @Nullable Object field(String name) {
    return json instanceof Map<?, ?> map ? map.get(name) : null;
  }

  boolean isArray() {
    return json instanceof List<?>;
  }

  /** Whether it says nothing at all. */
  boolean isEmpty() {
    return text.isBlank()
        || (json instanceof Map<?, ?> map && map.isEmpty())
        || (json instanceof List<?> list && list.isEmpty());
  }
}
