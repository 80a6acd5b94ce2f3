package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.Texts;
import tg.hotline.topics.TopicsJson;

/**
 * One try of a call to Hotline, or a call that ended without one. Holds no secret, and of the
 * message only its length and its hash. Texts are cut after {@value #LONGEST} characters; they come
 * from routes and headers and may hold anything, so write them by {@link #toJson()}.
 *
 * @param time when the try began; without one, when the call came
 * @param operation what the endpoint does
 * @param connection whose credentials it was made with: the connection's name, {@code component}
 *     for the component's own, {@code endpoint} for those in an endpoint's options
 * @param topic info: the topic's link
 * @param user send: the customer's Telegram id
 * @param part send: which message of a long text, from 1; 0 for all of it
 * @param parts send: how many messages the text goes out in
 * @param attempt which try of this call it is, from 1; 0 for the end of a call that was not made:
 *     the gate let it not through, it had no credentials, or an earlier call forbids it
 * @param outcome how it ended; after {@link Outcome#NOT_SENT}, and for info after {@link
 *     Outcome#UNKNOWN}, another try may follow
 * @param status the answer's HTTP status, 0 without an answer
 * @param millis how long it took
 * @param length send: the message's length in UTF-16 code units
 * @param sha256 send: SHA-256 of the message in UTF-8, in hexadecimal digits
 * @param exchangeId the exchange that the call was made for
 * @param routeId the route that made it, if one did
 * @param traceId the exchange's trace, where tracing runs
 */
public record AuditEvent(
    Instant time,
    HotlineOperation operation,
    String connection,
    @Nullable String topic,
    @Nullable Long user,
    int part,
    int parts,
    int attempt,
    Outcome outcome,
    int status,
    long millis,
    @Nullable Integer length,
    @Nullable String sha256,
    String exchangeId,
    @Nullable String routeId,
    @Nullable String traceId) {

  /** The longest text it holds, in UTF-16 code units; one that was longer ends with "…". */
  public static final int LONGEST = 200;

  /** Cuts the texts that are too long. */
  public AuditEvent {
    connection = cut(connection);
    exchangeId = cut(exchangeId);
    routeId = routeId == null ? null : cut(routeId);
    traceId = traceId == null ? null : cut(traceId);
  }

  /** Halves of characters become "?": there are readers that refuse a line for one. */
  private static String cut(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + '…';
    return Texts.loneSurrogate(cut) < 0 ? cut : new String(cut.getBytes(UTF_8), UTF_8);
  }

  /**
   * The event as one JSON object on one line of nothing but ASCII, whatever its texts hold. What
   * there is none of is left out.
   */
  public String toJson() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
    fields.put("operation", operation.name().toLowerCase(Locale.ROOT));
    fields.put("connection", connection);
    put(fields, "topic", topic);
    put(fields, "user", user);
    if (operation == HotlineOperation.SEND) {
      fields.put("part", part);
      fields.put("parts", parts);
    }
    fields.put("attempt", attempt);
    fields.put("outcome", outcome.name());
    fields.put("status", status);
    fields.put("millis", millis);
    put(fields, "length", length);
    put(fields, "sha256", sha256);
    fields.put("exchangeId", exchangeId);
    put(fields, "routeId", routeId);
    put(fields, "traceId", traceId);
    return TopicsJson.writeLine(fields);
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** The same as {@link #toJson()}. */
  @Override
  public String toString() {
    return toJson();
  }
}
