package tg.hotline.sandbox;

import java.io.IOException;
import java.util.Map;
import tg.hotline.sandbox.Answer.Raw;

/** Which part of the console answers which path: the operators' page and what it talks to. */
final class Console {
  /** What all of the console's paths begin with, but for the page's own, {@code /}. */
  static final String PATH = "/console/";

  private static final String API = PATH + "api/";

  /** Takes one request. */
  interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  private record Route(String method, Handler handler) {}

  private final Map<String, Route> routes;

  Console(ConsoleApi api, ConsoleCommands commands, ConsoleEvents events) {
    routes =
        Map.ofEntries(
            get("messages", api::messages),
            get("calls", api::calls),
            get("events", events::watch),
            post("operator", commands::operator),
            post("customer", commands::customer),
            post("press", commands::press),
            post("reset", commands::reset));
  }

  /** Whether this is the console's to answer. */
  static boolean has(String path) {
    return path.startsWith(PATH) || path.equals("/") || path.equals("/favicon.ico");
  }

  void handle(Exchange exchange) throws IOException {
    String path = exchange.path();
    Route route =
        path.startsWith(API)
            ? routes.get(path.substring(API.length()))
            : new Route("GET", Page::answer);
    if (route == null) {
      exchange.send(error(404, "The console has no " + path));
    } else if (!route.method().equals(exchange.method())) {
      exchange.send(
          error(405, path + " takes " + route.method() + " only").header("Allow", route.method()));
    } else {
      route.handler().handle(exchange);
    }
  }

  static Raw error(int status, String message) {
    return N8n.json(status, Json.text(Json.object().put("error", message)));
  }

  private static Map.Entry<String, Route> get(String name, Handler handler) {
    return Map.entry(name, new Route("GET", handler));
  }

  private static Map.Entry<String, Route> post(String name, Handler handler) {
    return Map.entry(name, new Route("POST", handler));
  }
}
