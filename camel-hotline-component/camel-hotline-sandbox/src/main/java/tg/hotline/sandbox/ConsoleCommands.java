package tg.hotline.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do on the page: as an operator, as a customer. JSON both ways; what is wrong with a
 * request gets {@code {"error":…}}. Demanding JSON keeps out forms of foreign pages, too.
 */
final class ConsoleCommands {
  /** Far more than the longest text takes, escaped. */
  private static final int MAX_BODY = 64 * 1024;

  /** A program that works on what it fetched is not away. */
  private static final Duration BETWEEN_POLLS = Duration.ofMinutes(1);

  private static final String MEDIA_TYPE = "application/json";

  /** Does what it says and tells what came of it. */
  interface Command {
    ObjectNode run(Hotline hotline, JsonNode body) throws Refusal;
  }

  private static final class Unacceptable extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Unacceptable(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }
  }

  private final Supplier<State> state;
  private final Supplier<LocalDateTime> now;
  private final Runnable reset;

  /** New customers count from here: above what the seed has, and beyond 32 bits as new ones are. */
  private final AtomicLong lastUser = new AtomicLong(8_000_000_000L);

  /**
   * @param now the clock, for {@code topic_last_date}
   * @param reset back to the seed
   */
  ConsoleCommands(Supplier<State> state, Supplier<LocalDateTime> now, Runnable reset) {
    this.state = state;
    this.now = now;
    this.reset = reset;
  }

  /** {@code group_id}, {@code topic_id}, {@code text}. */
  void operator(Exchange exchange) throws IOException {
    run(
        exchange,
        (hotline, body) -> {
          hotline.operatorWrites(
              text(body, "group_id"), number(body, "topic_id"), message(body), now.get());
          return Json.object();
        });
  }

  /**
   * {@code instance}, {@code text}, and {@code user_id} of a known customer or, for a new one,
   * {@code first_name} if need be. Answers {@code user_id}, {@code message_id} and {@code
   * bot_runs}.
   */
  void customer(Exchange exchange) throws IOException {
    run(
        exchange,
        (hotline, body) -> {
          Connection connection = hotline.connected(text(body, "instance"));
          String text = message(body);
          TelegramUser user = user(hotline, connection, body);
          ChatMessage message = hotline.customerWrites(connection, user, text, now.get());
          return Json.object()
              .put("user_id", user.userId())
              .put("message_id", message.messageId())
              .put("bot_runs", botRuns(hotline, connection));
        });
  }

  /**
   * {@code instance}, {@code user_id}, {@code message_id}, {@code data} of the button. Answers
   * {@code bot_runs}.
   */
  void press(Exchange exchange) throws IOException {
    run(
        exchange,
        (hotline, body) -> {
          Connection connection = hotline.connected(text(body, "instance"));
          hotline.customerPresses(
              connection, number(body, "user_id"), number(body, "message_id"), text(body, "data"));
          return Json.object().put("bot_runs", botRuns(hotline, connection));
        });
  }

  /**
   * Whether there is a program to hear of it, so that who waits for an answer in vain knows why.
   */
  private static boolean botRuns(Hotline hotline, Connection connection) {
    return hotline.session(connection).isPolled(BETWEEN_POLLS);
  }

  /** Back to the seed, with {@code {}}. */
  void reset(Exchange exchange) throws IOException {
    run(
        exchange,
        (hotline, body) -> {
          reset.run();
          return Json.object();
        });
  }

  /** Takes one request. */
  void run(Exchange exchange, Command command) throws IOException {
    ObjectNode answer;
    try {
      answer = command.run(state.get().hotline(), body(exchange));
    } catch (Unacceptable e) {
      exchange.send(Console.error(e.status, String.valueOf(e.getMessage())));
      return;
    } catch (Refusal e) {
      exchange.send(Console.error(400, e.text()));
      return;
    } catch (IllegalArgumentException e) { // there is no such connection, topic or button
      exchange.send(Console.error(400, String.valueOf(e.getMessage())));
      return;
    }
    exchange.send(Console.ok(answer));
  }

  private static JsonNode body(Exchange exchange) throws IOException, Unacceptable {
    if (!exchange.headers().mediaType().equals(MEDIA_TYPE)) {
      throw new Unacceptable(415, "Send Content-Type: " + MEDIA_TYPE);
    }
    byte[] bytes = exchange.body().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new Unacceptable(413, "The body is over " + MAX_BODY + " bytes");
    }
    try {
      JsonNode body = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Said below, as for JSON that is no object.
    }
    throw new Unacceptable(400, "The body is not a JSON object");
  }

  /** Who writes: known to this bot, known by name, or new. */
  private TelegramUser user(Hotline hotline, Connection connection, JsonNode body) throws Refusal {
    String name = body.path("first_name").asText("").strip();
    if (name.length() > 64) {
      throw new Refusal("first_name is too long: at most 64 characters, as in Telegram");
    }
    if (!body.hasNonNull("user_id")) {
      long number = lastUser.incrementAndGet();
      return TelegramUser.of(number, name.isEmpty() ? "Customer " + number % 1000 : name);
    }
    long userId = number(body, "user_id");
    Optional<TelegramUser> known =
        hotline.chat(connection.instance(), userId).map(PrivateChat::user);
    if (known.isEmpty() && name.isEmpty()) {
      throw new Refusal(
          "user_id %d has no chat with %s yet: add first_name, or leave user_id out for a new customer"
              .formatted(userId, connection.name()));
    }
    return known.orElseGet(() -> TelegramUser.of(userId, name));
  }

  private static String message(JsonNode body) throws Refusal {
    String text = text(body, "text");
    if (text.isBlank()) {
      throw new Refusal("text is empty");
    }
    if (text.length() > Hotline.MAX_TEXT) {
      throw new Refusal(
          "text is too long: %d UTF-16 units, at most %d"
              .formatted(text.length(), Hotline.MAX_TEXT));
    }
    return text;
  }

  private static String text(JsonNode body, String name) throws Refusal {
    @Nullable String text = body.path(name).textValue();
    if (text == null) {
      throw new Refusal(name + " is missing or not a string");
    }
    return text;
  }

  private static long number(JsonNode body, String name) throws Refusal {
    JsonNode field = body.path(name);
    if (!field.isIntegralNumber() || !field.canConvertToLong()) {
      throw new Refusal(name + " is missing or not a whole number");
    }
    return field.longValue();
  }
}
