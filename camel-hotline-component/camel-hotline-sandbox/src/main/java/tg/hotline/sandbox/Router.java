package tg.hotline.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import tg.hotline.sandbox.Answer.Raw;

/** Which part of the sandbox answers which path. */
final class Router implements Listener.Handler {
  static final String TOPICS_API = "/webhook/topic_action";
  static final String WEBHOOKS = "/webhook/";
  private static final String CONSOLE = "/console/";

  private final Visitors visitors;
  private final Supplier<State> state;
  private final Supplier<Phase> phase;
  private final TopicsApi topicsApi;
  private final BotApi botApi;
  private final ConsoleApi consoleApi = new ConsoleApi();

  Router(
      Visitors visitors,
      Supplier<State> state,
      Supplier<Phase> phase,
      TopicsApi topicsApi,
      BotApi botApi) {
    this.visitors = visitors;
    this.state = state;
    this.phase = phase;
    this.topicsApi = topicsApi;
    this.botApi = botApi;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    Optional<String> objection = visitors.objection(exchange.headers());
    String method = exchange.method();
    String path = exchange.path();
    String clean = state.get().hotline().withoutSecrets(path); // answers quote it
    Optional<Raw> notRunning = phase.get().answer(method, clean);
    if (objection.isPresent()) {
      exchange.send(error(403, objection.get()));
    } else if (path.startsWith(BotCall.PATH)) {
      botApi.handle(exchange, state.get());
    } else if (path.startsWith(CONSOLE)) {
      console(exchange, method, clean);
    } else if (path.equals(TOPICS_API)) {
      topicsApi.handle(exchange, state.get(), notRunning);
    } else {
      exchange.send(notRunning.orElseGet(() -> elsewhere(method, clean)));
    }
  }

  private static Raw elsewhere(String method, String path) {
    if (path.startsWith(WEBHOOKS)) {
      return N8n.notRegistered(method, path.substring(WEBHOOKS.length()));
    }
    if (!method.equals("GET")) {
      return N8n.unknownPath(method, path);
    }
    return path.equals("/") ? about() : N8n.editor();
  }

  private void console(Exchange exchange, String method, String path) throws IOException {
    if (!method.equals("GET")) {
      exchange.send(error(405, "The console is read with GET").header("Allow", "GET"));
      return;
    }
    switch (path) {
      case "/console/api/messages" -> consoleApi.messages(exchange, state.get());
      case "/console/api/calls" -> consoleApi.calls(exchange, state.get());
      default -> exchange.send(error(404, "The console has no " + path));
    }
  }

  private static Raw error(int status, String message) {
    return N8n.json(status, Json.text(Json.object().put("error", message)));
  }

  private static Raw about() {
    return Answer.raw(
        200,
        "text/plain; charset=utf-8",
        """
        This is a sandbox: a stand-in Hotline for development and tests. Nothing here reaches people.

        POST /webhook/topic_action   the Topics API
        GET  /console/api/messages   the messages that came in so far
        GET  /console/api/calls      the calls of the Topics API
        """);
  }
}
