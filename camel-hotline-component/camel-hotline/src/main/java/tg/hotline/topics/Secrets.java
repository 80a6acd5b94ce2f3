package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of a call in what is of foreign origin, such as an answer that quotes the
 * request: however they are written there, as they are, escaped for JSON, a URL or HTML, more than
 * once too, or in Base64. Immutable.
 */
final class Secrets {

  private static final String MASK = "***";

  /** Of each text so many characters are looked at: nobody is shown more. */
  private static final int LONGEST = 1 << 15;

  private static final Map<Integer, String> NAMED =
      Map.of(
          (int) '"',
          "quot",
          (int) '&',
          "amp",
          (int) '<',
          "lt",
          (int) '>',
          "gt",
          (int) '\'',
          "apos");

  private final Credentials credentials;
  private final Pattern ofHotline;
  private final Pattern all;

  private Secrets(Credentials credentials, Pattern ofHotline, Pattern all) {
    this.credentials = credentials;
    this.ofHotline = ofHotline;
    this.all = all;
  }

  static Secrets of(Credentials credentials, @Nullable Proxy proxy) {
    List<String> secrets = new ArrayList<>();
    for (String secret : List.of(credentials.accessToken(), credentials.apiKey())) {
      addWithBase64(secrets, secret);
    }
    Pattern ofHotline = pattern(secrets);
    String password = proxy == null ? null : proxy.password();
    if (proxy != null && password != null) {
      addWithBase64(secrets, password);
      addBase64(secrets, proxy.username() + ":" + password);
    }
    return new Secrets(credentials, ofHotline, pattern(secrets));
  }

  Credentials credentials() {
    return credentials;
  }

  /** A text for people, not longer than it can be shown. */
  String mask(String text) {
    return all.matcher(text.length() > LONGEST ? Texts.excerpt(text, LONGEST) : text)
        .replaceAll(MASK);
  }

  /** The answer's fields; without the proxy's password, which may be any word that is meant. */
  Map<String, Object> mask(Map<String, Object> fields) {
    Map<String, Object> masked = new LinkedHashMap<>();
    fields.forEach((name, value) -> masked.put(maskField(name), maskValue(value)));
    return masked;
  }

  private String maskField(String text) {
    return ofHotline.matcher(text).replaceAll(MASK);
  }

  private @Nullable Object maskValue(@Nullable Object value) {
    if (value instanceof String text) {
      return maskField(text);
    }
    if (value instanceof Map<?, ?> map) {
      return mask(TopicsJson.fields(map));
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> masked = new ArrayList<>();
      list.forEach(each -> masked.add(maskValue(each)));
      return masked;
    }
    return value;
  }

  /** The exception itself; where it or what it holds quotes a secret, one that does not. */
  Exception mask(Exception cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    if (!all.matcher(trace.toString()).find()) {
      return cause;
    }
    IOException masked = new IOException(mask(cause.toString()));
    masked.setStackTrace(cause.getStackTrace());
    return masked;
  }

  private static void addWithBase64(List<String> secrets, String secret) {
    secrets.add(secret);
    addBase64(secrets, secret);
  }

  private static void addBase64(List<String> secrets, String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static Pattern pattern(List<String> secrets) {
    return Pattern.compile(
        secrets.stream()
            .distinct()
            .map(
                secret ->
                    secret.codePoints().mapToObj(Secrets::written).collect(Collectors.joining()))
            .collect(Collectors.joining("|")));
  }

  /** All ways to write a character. What may be repeated is bounded: answers are hostile. */
  private static String written(int c) {
    String text = Character.toString(c);
    StringBuilder ways = new StringBuilder("(?:\\\\{0,8}").append(Pattern.quote(text));
    ways.append("|(?i:\\\\{1,8}");
    text.chars().forEach(unit -> ways.append("u%04x\\\\{0,8}".formatted(unit)));
    ways.append('|');
    for (byte b : text.getBytes(UTF_8)) {
      ways.append("%%(?:25){0,4}%02x".formatted(b));
    }
    if (c > 0x7f) { // else a second way for the same: the search would take for ever
      // What HttpClient quotes of a head is UTF-8 read as Latin-1.
      ways.append('|').append(Pattern.quote(new String(text.getBytes(UTF_8), ISO_8859_1)));
    }
    String entity = NAMED.get(c);
    ways.append(
        "|&(?:amp;){0,4}(?:#0{0,4}%d|#x0{0,4}%x%s);)"
            .formatted(c, c, entity == null ? "" : "|" + entity));
    return ways.append(c == ' ' ? "|\\+)" : ")").toString();
  }
}
