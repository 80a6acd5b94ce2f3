package tg.hotline.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tg.hotline.sandbox.Answer.Raw;

/** Writes answers. */
final class Http {
  private Http() {}

  /** Writes the answer and ends the exchange. */
  static void send(HttpExchange exchange, Raw answer) throws IOException {
    try (exchange) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      Headers headers = exchange.getResponseHeaders();
      answer.headers().forEach(headers::set);
      advertiseKeepAlive(exchange);
      if (answer.chunked()) {
        exchange.sendResponseHeaders(answer.status(), 0);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      }
      if (answer.chunked() || body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  /** As Node.js does. A client that minds it lets a connection go before the sandbox does. */
  private static void advertiseKeepAlive(HttpExchange exchange) {
    String wish = exchange.getRequestHeaders().getFirst("Connection");
    if (wish == null || !wish.toLowerCase(Locale.ROOT).contains("close")) {
      exchange.getResponseHeaders().set("Connection", "keep-alive");
      exchange.getResponseHeaders().set("Keep-Alive", "timeout=5");
    }
  }
}
