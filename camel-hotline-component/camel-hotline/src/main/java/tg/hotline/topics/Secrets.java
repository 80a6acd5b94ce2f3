package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of a call in what is of foreign origin, such as an answer that quotes the
 * request: however they are written there, in Base64 too. Immutable.
 */
final class Secrets {

  /** Of each text so many characters are looked at: nobody is shown more. */
  private static final int LONGEST = 1 << 15;

  private final Credentials credentials;
  private final SecretSearch ofHotline;
  private final SecretSearch all;

  private Secrets(Credentials credentials, SecretSearch ofHotline, SecretSearch all) {
    this.credentials = credentials;
    this.ofHotline = ofHotline;
    this.all = all;
  }

  static Secrets of(Credentials credentials, @Nullable Proxy proxy) {
    List<String> secrets = new ArrayList<>();
    for (String secret : List.of(credentials.accessToken(), credentials.apiKey())) {
      addWithBase64(secrets, secret);
    }
    SecretSearch ofHotline = new SecretSearch(secrets);
    String password = proxy == null ? null : proxy.password();
    if (proxy != null && password != null) {
      addWithBase64(secrets, password);
      addBase64(secrets, proxy.username() + ":" + password);
    }
    return new Secrets(credentials, ofHotline, new SecretSearch(secrets));
  }

  Credentials credentials() {
    return credentials;
  }

  /** A text for people, not longer than it can be shown. */
  String mask(String text) {
    return all.mask(text.length() > LONGEST ? Texts.excerpt(text, LONGEST) : text);
  }

  /** False of a JSON text in whose fields there is surely nothing to be masked. */
  boolean mayBeQuotedIn(String json) {
    return ofHotline.mayHold(json);
  }

  /** The answer's fields; without the proxy's password, which may be any word that is meant. */
  Map<String, Object> mask(Map<String, Object> fields) {
    Map<String, Object> masked = new LinkedHashMap<>();
    fields.forEach((name, value) -> masked.put(ofHotline.mask(name), maskValue(value)));
    return masked;
  }

  private @Nullable Object maskValue(@Nullable Object value) {
    if (value instanceof String text) {
      return ofHotline.mask(text);
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
    if (!all.finds(trace.toString())) {
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
}
