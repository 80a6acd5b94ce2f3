package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What came in so far, for people and scripts: JSON arrays, complete and in order. */
final class ConsoleApi {
  private final Supplier<State> state;

  ConsoleApi(Supplier<State> state) {
    this.state = state;
  }

  void messages(Exchange exchange) throws IOException {
    write(exchange, state.get().hotline().posted().all(), ConsoleApi::json);
  }

  void calls(Exchange exchange) throws IOException {
    write(exchange, state.get().journal().calls().all(), ConsoleApi::json);
  }

  /**
   * Writes one by one: the whole as one text would not fit where a hundred thousand messages do.
   */
  private static <T> void write(Exchange exchange, List<T> entries, Function<T, ObjectNode> json)
      throws IOException {
    Map<String, String> headers =
        Map.of(
            "Content-Type", N8n.JSON,
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(exchange.stream(headers), StandardCharsets.UTF_8))) {
      String separator = "[";
      for (T entry : entries) {
        out.write(separator);
        out.write(Json.text(json.apply(entry)));
        separator = ",\n";
      }
      out.write(entries.isEmpty() ? "[]" : "]");
    }
  }

  static ObjectNode json(Message message) {
    return Json.object()
        .put("number", message.number())
        .put("topic_id", message.topicId())
        .put("group_id", message.groupId())
        .put("user_id", message.userId())
        .put("topic_title", message.topicTitle())
        .put("instance_name", message.instanceName())
        .put("author", ConsoleJson.name(message.author()))
        .put("text", message.text())
        .put("at", message.at().toString());
  }

  static ObjectNode json(Call call) {
    return Json.object()
        .put("number", call.number())
        .put("at", call.at().toString())
        .put("action", call.action())
        .put("instance", call.instance())
        .put("group_id", call.groupId())
        .put("topic_id", call.topicId())
        .put("user_id", call.userId())
        .put("status", call.status())
        .put("outcome", ConsoleJson.name(call.outcome()))
        .put("took_effect", call.tookEffect())
        .put("millis", call.millis());
  }

  /** What the next calls get. */
  static ObjectNode script(State state, Phase phase) {
    return Json.object()
        .put("phase", ConsoleJson.name(phase))
        .put("scripted", !state.script().isEmpty());
  }
}
