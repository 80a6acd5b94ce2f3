package tg.hotline.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of Telegram's Bot API, read to its end. Every parameter is a text, wherever it comes from:
 * Telegram's own server takes objects as JSON text too, and numbers as text.
 *
 * @param token the bot's token, a secret
 * @param method the method, in lower case, as Telegram does not look at its case
 * @param parameters from the query and the body, which goes before
 */
record BotCall(String token, String method, Map<String, String> parameters) {
  static final String PATH = "/bot";

  private static final int MAX_BODY = 1024 * 1024;

  /**
   * Reads the call.
   *
   * @throws Refusal if the body cannot be understood
   */
  static BotCall read(Exchange exchange) throws IOException, Refusal {
    String[] path = exchange.path().substring(PATH.length()).split("/", 2);
    Map<String, String> parameters = new HashMap<>(exchange.query());
    parameters.putAll(body(exchange));
    return new BotCall(
        path[0], path.length == 2 ? path[1].toLowerCase(Locale.ROOT) : "", parameters);
  }

  private static Map<String, String> body(Exchange exchange) throws IOException, Refusal {
    byte[] bytes = exchange.body().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new Refusal("Bad Request: the sandbox reads at most " + MAX_BODY + " bytes");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (exchange.headers().mediaType()) {
      case "application/json" -> json(text);
      case Form.TYPE -> Form.parameters(text);
      default -> {
        if (!text.isBlank()) {
          throw new Refusal(
              "Bad Request: the sandbox reads application/json and " + Form.TYPE + " alone");
        }
        yield Map.of();
      }
    };
  }

  private static Map<String, String> json(String text) throws Refusal {
    try {
      JsonNode body = Json.MAPPER.readTree(text);
      if (!body.isObject()) {
        throw new Refusal("Bad Request: can't parse request body as JSON object");
      }
      Map<String, String> parameters = new HashMap<>();
      body.properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                if (!value.isNull()) {
                  parameters.put(
                      field.getKey(), value.isTextual() ? value.textValue() : Json.text(value));
                }
              });
      return parameters;
    } catch (JsonProcessingException e) {
      throw new Refusal("Bad Request: can't parse request body as JSON object");
    }
  }

  /** A parameter; empty if it is missing. */
  String text(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** A parameter that is a whole number; null if it is missing or none. */
  @Nullable Long number(String name) {
    try {
      return Long.valueOf(text(name).strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A parameter that is a whole number; what is missing or none counts as the default. */
  long number(String name, long otherwise) {
    Long number = number(name);
    return number == null ? otherwise : number;
  }

  /** Leaves {@link #token()} and what people wrote out. */
  @Override
  public String toString() {
    return "BotCall[" + method + "]";
  }
}
