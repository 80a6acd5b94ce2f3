package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What came in so far, for people and scripts: JSON arrays, complete and in order. */
final class ConsoleApi {
  /** As many digits as any number of a call has. */
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

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

  /** One call, with what came in and what went out. */
  void call(Exchange exchange, String number) throws IOException {
    if (!NUMBER.matcher(number).matches()) {
      exchange.send(Console.notFound());
      return;
    }
    Journal journal = state.get().journal();
    Optional<ObjectNode> found =
        journal
            .calls()
            .get(Long.parseLong(number))
            .flatMap(it -> CallDetails.addTo(json(it), journal, it.number()));
    exchange.send(
        found
            .map(Console::ok)
            .orElseGet(
                () ->
                    Console.error(
                        404,
                        "Call %s is not kept: what came in and went out is, of the newest %d"
                            .formatted(number, Transcripts.KEPT))));
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
        .put("millis", call.millis())
        .put("fault", call.fault());
  }
}
