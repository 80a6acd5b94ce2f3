package tg.hotline.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operators' page: files on the class path, as they are. */
final class Page {
  /** No folders, so nothing outside of the page's own can be named. */
  private static final Pattern FILE = Pattern.compile("[a-z0-9-]+\\.(html|css|js|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", N8n.HTML,
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Messages are anyone's text: even if one got into the page as more than text, nothing runs. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Page() {}

  static void answer(Exchange exchange) throws IOException {
    String path = exchange.path();
    String name =
        switch (path) {
          case "/" -> "index.html";
          case "/favicon.ico" -> "icon.svg";
          default -> path.substring(Console.PATH.length());
        };
    Matcher file = FILE.matcher(name);
    try (InputStream in = file.matches() ? Page.class.getResourceAsStream("page/" + name) : null) {
      if (in == null) {
        exchange.send(Console.notFound());
        return;
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      exchange.send(
          Answer.raw(200, TYPES.getOrDefault(file.group(1), N8n.HTML), text)
              .header("Content-Security-Policy", POLICY)
              .header("X-Content-Type-Options", "nosniff")
              .header("Referrer-Policy", "no-referrer")
              .header("Cache-Control", "no-store"));
    }
  }
}
