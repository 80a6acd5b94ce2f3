package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tg.hotline.sandbox.Answer.Raw;

/** Which part of the console answers which path: the operators' page and what it talks to. */
final class Console {
  /** What all of the console's paths begin with, but for the page's own, {@code /}. */
  static final String PATH = "/console/";

  private static final String API = PATH + "api/";
  private static final String CALL = API + "calls/";

  /** Takes one request. */
  interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  /** By path, then by method. */
  private final Map<String, Map<String, Handler>> routes = new HashMap<>();

  private final ConsoleApi api;

  Console(ConsoleApi api, ConsoleCommands commands, FaultCommands faults, ConsoleEvents events) {
    this.api = api;
    route("GET", "messages", api::messages);
    route("GET", "calls", api::calls);
    route("GET", "events", events::watch);
    route("POST", "operator", commands::operator);
    route("POST", "customer", commands::customer);
    route("POST", "press", commands::press);
    route("POST", "reset", commands::reset);
    route("GET", "faults", FaultCommands::offers);
    route("POST", "faults", it -> commands.run(it, (hotline, body) -> faults.play(body)));
    route("POST", "faults/clear", it -> commands.run(it, (hotline, body) -> faults.clear()));
    route("POST", "phase", it -> commands.run(it, (hotline, body) -> faults.phase(body)));
  }

  private void route(String method, String name, Handler handler) {
    routes.computeIfAbsent(API + name, path -> new TreeMap<>()).put(method, handler);
  }

  /**
   * Whether this is the console's to answer. A POST to the root is not: that is a call to a wrong
   * URL, which gets what n8n says to it.
   */
  static boolean has(String method, String path) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    return path.startsWith(PATH) || (reads && (path.equals("/") || path.equals("/favicon.ico")));
  }

  void handle(Exchange exchange) throws IOException {
    String path = exchange.path();
    Map<String, Handler> methods = methods(path);
    Handler handler = methods.get(exchange.method());
    if (methods.isEmpty()) {
      exchange.send(notFound());
    } else if (handler == null) {
      String allowed = String.join(", ", methods.keySet());
      exchange.send(error(405, "This path takes " + allowed + " only").header("Allow", allowed));
    } else {
      handler.handle(exchange);
    }
  }

  private Map<String, Handler> methods(String path) {
    if (!path.startsWith(API)) {
      return new TreeMap<>(Map.of("GET", Page::answer, "HEAD", Page::answer));
    }
    return path.startsWith(CALL)
        ? Map.of("GET", exchange -> api.call(exchange, path.substring(CALL.length())))
        : routes.getOrDefault(path, Map.of());
  }

  /** Does not quote the path: somebody may have put a secret into it. */
  static Raw notFound() {
    return error(404, "The console has no such path");
  }

  /** The answer to what went well. */
  static Raw ok(JsonNode body) {
    return N8n.json(200, Json.text(body)).header("Cache-Control", "no-store");
  }

  static Raw error(int status, String message) {
    return N8n.json(status, Json.text(Json.object().put("error", message)));
  }
}
