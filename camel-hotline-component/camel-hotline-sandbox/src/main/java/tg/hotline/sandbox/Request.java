package tg.hotline.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request to the Topics API, read to its end.
 *
 * @param method the HTTP method
 * @param accessToken the header {@code X-API-KEY}
 * @param json whether it says to be JSON
 * @param body the body as text, empty if it was too large
 * @param tooLarge whether the body was over 16 MiB
 */
record Request(
    String method, @Nullable String accessToken, boolean json, String body, boolean tooLarge) {
  private static final int MAX_BODY = 16 * 1024 * 1024;

  static Request read(Exchange exchange) throws IOException {
    Headers headers = exchange.headers();
    String contentType = headers.first("Content-Type");
    InputStream in = exchange.body();
    byte[] bytes = in.readNBytes(MAX_BODY + 1);
    boolean tooLarge = bytes.length > MAX_BODY;
    // Read the rest too: a client still writing would see a broken connection, not the answer.
    in.transferTo(OutputStream.nullOutputStream());
    return new Request(
        exchange.method(),
        headers.first("X-API-KEY"),
        headers.mediaType().equals("application/json"),
        tooLarge ? "" : new String(bytes, charset(contentType)),
        tooLarge);
  }

  /** Leaves out what may be a secret. */
  @Override
  public String toString() {
    return "Request[" + method + ", " + body.length() + " characters]";
  }

  /** The body's fields; none where n8n would not parse the body, and where it could not. */
  Fields fieldsOrNone() {
    try {
      return fields();
    } catch (NotJson e) {
      return Fields.NONE;
    }
  }

  /** The body's fields; none if the body is empty or does not say to be JSON. */
  Fields fields() throws NotJson {
    return json && !body.isEmpty() ? Fields.of(body) : Fields.NONE;
  }

  private static Charset charset(@Nullable String contentType) {
    if (contentType != null) {
      String lower = contentType.toLowerCase(Locale.ROOT);
      int at = lower.indexOf("charset=");
      if (at >= 0) {
        String name = contentType.substring(at + 8).split(";", 2)[0].replace("\"", "").strip();
        try {
          return Charset.forName(name);
        } catch (IllegalArgumentException e) {
          return StandardCharsets.UTF_8;
        }
      }
    }
    return StandardCharsets.UTF_8;
  }
}
