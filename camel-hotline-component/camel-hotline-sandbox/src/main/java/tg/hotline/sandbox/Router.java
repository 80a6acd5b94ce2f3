package tg.hotline.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import tg.hotline.sandbox.Answer.Raw;

/** Which part of the sandbox answers which path. */
final class Router implements Listener.Handler {
  static final String TOPICS_API = "/webhook/topic_action";
  static final String WEBHOOKS = "/webhook/";

  private final Visitors visitors;
  private final Supplier<State> state;
  private final Supplier<Phase> phase;
  private final TopicsApi topicsApi;
  private final BotApi botApi;
  private final Console console;

  Router(
      Visitors visitors,
      Supplier<State> state,
      Supplier<Phase> phase,
      TopicsApi topicsApi,
      BotApi botApi,
      Console console) {
    this.visitors = visitors;
    this.state = state;
    this.phase = phase;
    this.topicsApi = topicsApi;
    this.botApi = botApi;
    this.console = console;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    String method = exchange.method();
    String path = exchange.path();
    boolean ofBot = path.startsWith(BotCall.PATH);
    Optional<String> objection = visitors.objection(exchange.headers(), ofBot);
    boolean ofTopics = path.equals(TOPICS_API);
    String quoted = ofTopics ? path : state.get().hotline().withoutSecrets(path);
    Optional<Raw> notRunning = phase.get().answer(method, quoted);
    if (objection.isPresent()) {
      exchange.send(Console.error(403, objection.get()));
    } else if (ofBot) {
      botApi.handle(exchange, state.get());
    } else if (Console.has(method, path)) {
      console.handle(exchange);
    } else if (ofTopics) {
      topicsApi.handle(exchange, state.get(), notRunning);
    } else {
      exchange.send(notRunning.orElseGet(() -> elsewhere(method, quoted)));
    }
  }

  private static Raw elsewhere(String method, String path) {
    if (path.startsWith(WEBHOOKS)) {
      return N8n.notRegistered(method, path.substring(WEBHOOKS.length()));
    }
    return method.equals("GET") ? N8n.editor() : N8n.unknownPath(method, path);
  }
}
