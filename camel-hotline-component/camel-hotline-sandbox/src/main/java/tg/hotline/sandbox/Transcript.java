package tg.hotline.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer.Raw;

/**
 * What came in with one call and what went out, as they were but cut short: secrets are masked when
 * somebody looks, which is rare. Immutable.
 *
 * @param wentOut null while there is no answer
 */
record Transcript(CameIn cameIn, @Nullable WentOut wentOut) {
  /** What is shown of a body, in characters. */
  static final int SHOWN = 8 * 1024;

  /** More than any of the sandbox's secrets is long: one at the cut is kept whole, to be seen. */
  private static final int MARGIN = 256;

  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Content-Length",
          "Transfer-Encoding",
          "Content-Encoding",
          "Accept",
          "User-Agent",
          "Connection",
          "Expect",
          "Upgrade");

  Transcript ended(WentOut how) {
    return new Transcript(cameIn, how);
  }

  /**
   * The request.
   *
   * @param accessToken the header {@code X-API-KEY}, null if there was none
   * @param headers the others that matter
   */
  record CameIn(
      String method, @Nullable String accessToken, Map<String, String> headers, Body body) {

    static CameIn of(Exchange exchange, String body) {
      Map<String, String> shown = new LinkedHashMap<>();
      for (String name : HEADERS) {
        String value = exchange.headers().first(name);
        if (value != null) {
          shown.put(name, value.length() > MARGIN ? value.substring(0, MARGIN) : value);
        }
      }
      return new CameIn(
          exchange.method(), exchange.headers().first("X-API-KEY"), shown, Body.of(body));
    }

    /** Leaves out what may be a secret. */
    @Override
    public String toString() {
      return "CameIn[" + method + ", " + body + "]";
    }
  }

  /**
   * The answer, or what came instead.
   *
   * @param end how it ended, in words
   * @param answer its status, headers and body; null where none was sent
   */
  record WentOut(String end, @Nullable Sent answer) {
    static final WentOut CUT = new WentOut("connection closed without an answer", null);
    static final WentOut CUT_REQUEST =
        new WentOut("connection closed while the request came in", null);
    static final WentOut RESET = new WentOut("connection reset without an answer", null);
    static final WentOut HANGS = new WentOut("no answer, and the connection stays open", null);
    static final WentOut CLIENT_GONE =
        new WentOut("no answer: the client had closed the connection", null);

    static WentOut answered(Raw answer) {
      return new WentOut("answered", Sent.of(answer, answer.body()));
    }

    /**
     * As much of it as was let through.
     *
     * @param bodyBytes how much of the body that is, at most
     */
    static WentOut cutWithin(Raw answer, int bodyBytes) {
      byte[] whole = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean complete = bodyBytes >= whole.length;
      int sent = complete ? whole.length : bodyBytes;
      return new WentOut(
          complete
              ? "answered, then the connection was closed"
              : "connection closed after " + sent + " of " + whole.length + " bytes of the body",
          Sent.of(answer, new String(whole, 0, sent, StandardCharsets.UTF_8)));
    }
  }

  /**
   * An answer that was sent, or a part of it.
   *
   * @param headers besides those that carry the body
   */
  record Sent(int status, Map<String, String> headers, Body body) {
    static Sent of(Raw answer, String body) {
      return new Sent(answer.status(), answer.headers(), Body.of(body));
    }
  }

  /**
   * A body's beginning.
   *
   * @param kept not masked yet
   * @param length of the whole, in characters
   */
  record Body(String kept, int length) {
    /** Leaves out what may be a secret. */
    @Override
    public String toString() {
      return "Body[" + length + " characters]";
    }

    static Body of(String whole) {
      int most = SHOWN + MARGIN;
      return new Body(whole.length() > most ? whole.substring(0, most) : whole, whole.length());
    }

    /** Masked, and at most {@link #SHOWN} characters of it. */
    String shown(Masking masking) {
      String masked = masking.apply(kept);
      // What is cut may end within a secret.
      int whole = kept.length() < length ? Math.max(0, masked.length() - MARGIN) : masked.length();
      return masked.substring(0, Math.min(SHOWN, whole));
    }
  }
}
