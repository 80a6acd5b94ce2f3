package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the page shows, as server-sent events: first all, then what changes. Each watcher has a
 * thread and remembers only how far it has come, so one that is slow costs nothing but its own
 * time: who falls behind is told all anew.
 */
final class ConsoleEvents {
  /** Of a topic, in a snapshot. */
  static final int NEWEST_MESSAGES = 200;

  /** Of all topics, and of all private chats, in a snapshot: with many, fewer of each. */
  static final int SNAPSHOT_MESSAGES = 10_000;

  /** In a snapshot. */
  static final int NEWEST_CALLS = 200;

  /** What comes within this time is told together, each thing once and as it is then. */
  private static final Duration GATHERED = Duration.ofMillis(50);

  /** Who has gone is noticed this late at most, as nothing may be written for long. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A sign of life, for proxies that close what is silent. */
  private static final Duration SIGN = Duration.ofSeconds(15);

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/event-stream",
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Connection", "close");

  private final Supplier<State> state;
  private final Supplier<Phase> phase;
  private final Feed feed;

  ConsoleEvents(Supplier<State> state, Supplier<Phase> phase, Feed feed) {
    this.state = state;
    this.phase = phase;
    this.feed = feed;
  }

  /** Tells until the client has gone or the sandbox is closed; holds the thread for so long. */
  void watch(Exchange exchange) throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(exchange.stream(HEADERS), StandardCharsets.UTF_8))) {
      out.write("retry: 1000\n\n");
      new Watcher(out).run(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Watcher {
    private final Writer out;
    private State told = state.get();
    private long lastChange;
    private long lastMessage;

    Watcher(Writer out) {
      this.out = out;
    }

    void run(Exchange exchange) throws IOException, InterruptedException {
      snapshot();
      long sign = System.nanoTime();
      while (!exchange.clientGone()) {
        if (!next()) {
          if (System.nanoTime() - sign < SIGN.toNanos()) {
            continue;
          }
          out.write(":\n\n");
          out.flush();
        }
        sign = System.nanoTime();
      }
    }

    /** Whether there was something to tell. */
    private boolean next() throws IOException, InterruptedException {
      if (feed.after(lastChange, LOOK).filter(List::isEmpty).isPresent()) {
        return false;
      }
      Thread.sleep(GATHERED.toMillis());
      Optional<List<Change>> changes = feed.after(lastChange, Duration.ZERO);
      if (changes.isEmpty() || changes.get().contains(new Change.OfEverything())) {
        snapshot();
      } else {
        lastChange += changes.get().size();
        tell(new LinkedHashSet<>(changes.get()));
      }
      return true;
    }

    private void tell(Set<Change> changes) throws IOException {
      Hotline hotline = told.hotline();
      List<Message> messages = hotline.messages().after(lastMessage);
      // A message may be here before its change: its topic goes first nevertheless.
      messages.forEach(m -> changes.add(new Change.OfTopic(m.groupId(), m.topicId())));
      for (Change change : changes) {
        if (change instanceof Change.OfTopic it) {
          Optional<Topic> topic = hotline.findTopic(it.groupId(), it.topicId());
          if (topic.isPresent()) {
            event("topic", ConsoleJson.topic(topic.get()));
          }
        }
      }
      for (Message message : messages) {
        event("message", ConsoleApi.json(message));
        lastMessage = message.number();
      }
      for (Change change : changes) {
        if (change instanceof Change.OfChat it) {
          Optional<PrivateChat> chat = hotline.chat(it.instance(), it.userId());
          if (chat.isPresent()) {
            event("chat", ConsoleJson.chat(chat.get(), ConsoleJson.CHAT_MESSAGES));
          }
        } else if (change instanceof Change.OfCall it) {
          // One of before a reset may still end.
          Optional<Call> call = told.journal().calls().get(it.number());
          if (call.isPresent()) {
            event("call", ConsoleApi.json(call.get()));
          }
        } else if (change instanceof Change.OfScript) {
          event("script", FaultCommands.script(told, phase.get()));
        }
      }
      out.flush();
    }

    private void snapshot() throws IOException {
      lastChange = feed.last();
      told = state.get();
      Hotline hotline = told.hotline();
      lastMessage = hotline.messages().last();
      ObjectNode json = Json.object();
      ArrayNode connections = json.putArray("connections");
      hotline.connections().forEach(c -> connections.add(ConsoleJson.connection(c)));
      ArrayNode topics = json.putArray("topics");
      ArrayNode messages = json.putArray("messages");
      List<Topic> all = hotline.topics();
      for (Topic topic : all) {
        topics.add(ConsoleJson.topic(topic));
        hotline
            .newest(topic, ofEach(all, NEWEST_MESSAGES))
            .filter(message -> message.number() <= lastMessage)
            .forEach(message -> messages.add(ConsoleApi.json(message)));
      }
      ArrayNode chats = json.putArray("chats");
      Collection<PrivateChat> everyones = hotline.chats();
      int most = ofEach(everyones, ConsoleJson.CHAT_MESSAGES);
      everyones.forEach(chat -> chats.add(ConsoleJson.chat(chat, most)));
      ArrayNode calls = json.putArray("calls");
      told.journal().calls().newest(NEWEST_CALLS).forEach(call -> calls.add(ConsoleApi.json(call)));
      json.set("script", FaultCommands.script(told, phase.get()));
      event("snapshot", json);
      out.flush();
    }

    private int ofEach(Collection<?> dialogs, int most) {
      return Math.max(1, Math.min(most, SNAPSHOT_MESSAGES / Math.max(1, dialogs.size())));
    }

    private void event(String name, JsonNode data) throws IOException {
      out.write("event: ");
      out.write(name);
      out.write("\ndata: ");
      out.write(Json.text(data)); // on one line: JSON escapes the ends of lines
      out.write("\n\n");
    }
  }
}
