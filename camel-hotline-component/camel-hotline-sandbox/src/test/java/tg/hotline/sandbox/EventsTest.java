package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server-sent events that the page lives on, read line by line. */
@Timeout(60)
class EventsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  /** Messages, each of which changes a topic and a chat. */
  private static final int FLOOD = 10_000;

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);
  private final List<Watcher> watchers = new ArrayList<>();

  private static final Predicate<Event> CHAT = event -> event.name().equals("chat");

  record Event(String name, JsonNode data) {}

  /** One stream, read by the test's own thread. */
  static final class Watcher implements AutoCloseable {
    private final HttpResponse<InputStream> answer;
    private final BufferedReader lines;

    Watcher(HotlineSandbox hotline) throws Exception {
      answer =
          CLIENT.send(
              HttpRequest.newBuilder(hotline.url().resolve("/console/api/events")).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    Event next() throws IOException {
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return new Event(name, MAPPER.readTree(line.substring("data: ".length())));
        }
      }
      throw new EOFException("The stream has ended");
    }

    /** All up to and with the first that matches. */
    List<Event> upTo(Predicate<Event> matching) throws IOException {
      List<Event> all = new ArrayList<>();
      Event event;
      do {
        event = next();
        all.add(event);
      } while (!matching.test(event));
      return all;
    }

    @Override
    public void close() {
      assertThatCode(lines::close).doesNotThrowAnyException();
    }
  }

  @AfterEach
  void goAway() {
    watchers.forEach(Watcher::close);
  }

  private Watcher watch() throws Exception {
    Watcher watcher = new Watcher(hotline);
    watchers.add(watcher);
    return watcher;
  }

  @Test
  void itBeginsWithEverything() throws Exception {
    caller.call(Caller.INFO);

    Watcher watcher = watch();
    Event first = watcher.next();

    assertThat(watcher.answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(first.name()).isEqualTo("snapshot");
    JsonNode all = first.data();
    assertThat(texts(all.get("connections"), "name"))
        .containsExactly("support_bot", "sales_bot", "orders_bot");
    assertThat(all.at("/connections/0/private_keywords/0").textValue()).isEqualTo(Seed.KEYWORD);
    assertThat(all.at("/connections/2/welcome").textValue()).isEqualTo(Seed.ORDERS_WELCOME);
    assertThat(texts(all.get("topics"), "title"))
        .containsExactly(
            "John Doe",
            "Somebiz Proposal Chat",
            "Anna Schmidt",
            "Олена",
            "María José Núñez",
            "Wei Zhang");
    JsonNode john = all.at("/topics/0");
    assertThat(john.get("link").textValue()).isEqualTo("https://t.me/c/2101424779/5343");
    assertThat(john.get("status").textValue()).isEqualTo(Dialog.USER_ANSWERED);
    assertThat(john.get("last_date").textValue()).isEqualTo("2025-10-09 00:24:55");
    assertThat(john.get("info")).isEqualTo(MAPPER.readTree(caller.call(Caller.INFO).body()));
    assertThat(texts(all.get("messages"), "text")).contains("Дякую, все працює!", "/close");
    assertThat(all.at("/chats/0/user/first_name").textValue()).isEqualTo("John");
    assertThat(all.at("/chats/0/messages/0/sender").textValue()).isEqualTo("customer");
    assertThat(texts(all.get("calls"), "action")).containsExactly("info_by_topic");
    assertThat(all.at("/script/phase").textValue()).isEqualTo("running");
  }

  @Test
  void theTopicComesBeforeItsMessage() throws Exception {
    Watcher watcher = watch();
    watcher.next();

    hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(42, "Ada"), "Hello");

    List<Event> events = watcher.upTo(CHAT);
    assertThat(events).extracting(Event::name).containsExactly("topic", "message", "chat");
    assertThat(events.get(0).data().get("title").textValue()).isEqualTo("Ada");
    assertThat(events.get(1).data().get("text").textValue()).isEqualTo("Hello");
    assertThat(events.get(1).data().get("author").textValue()).isEqualTo("customer");
    JsonNode chat = events.get(2).data();
    assertThat(chat.get("instance").textValue()).isEqualTo(Seed.SALES_INSTANCE);
    assertThat(chat.at("/user/user_id").longValue()).isEqualTo(42);
    assertThat(texts(chat.get("messages"), "text")).containsExactly("Hello");
  }

  @Test
  void aCallIsToldWithWhatBecameOfIt() throws Exception {
    Watcher watcher = watch();
    watcher.next();

    caller.call(Caller.send(Seed.USER_ID, "DEAL CONFIRMED"));

    List<Event> events =
        watcher.upTo(e -> e.name().equals("call") && !is(e.data(), "outcome", "pending"));
    assertThat(events.get(events.size() - 1).data().get("outcome").textValue())
        .isEqualTo("message_sent");
    assertThat(events)
        .filteredOn(event -> event.name().equals("message"))
        .singleElement()
        .satisfies(event -> assertThat(is(event.data(), "author", "api")).isTrue());
  }

  @Test
  void whatComesTogetherIsToldOnce() throws Exception {
    Watcher watcher = watch();
    watcher.next();

    for (int i = 1; i <= 500; i++) {
      hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "answer " + i);
    }

    List<Event> events = watcher.upTo(e -> is(e.data(), "text", "answer 500"));
    events.addAll(watcher.upTo(e -> e.name().equals("chat") && lastText(e).equals("answer 500")));
    assertThat(named(events, "message")).hasSize(500);
    assertThat(named(events, "message"))
        .extracting(e -> e.data().get("number").longValue())
        .isSorted()
        .doesNotHaveDuplicates();
    // 500 answers are 1000 changes of the topic; how many batches they fall into is the machine's.
    assertThat(named(events, "topic")).hasSizeLessThan(100);
    assertThat(named(events, "chat"))
        .hasSizeLessThan(100)
        .allSatisfy(
            e ->
                assertThat(e.data().get("messages"))
                    .hasSizeLessThanOrEqualTo(ConsoleJson.CHAT_MESSAGES));
  }

  /**
   * More changes than the feed keeps, and more text than the system takes for who does not read:
   * who reads again is told all anew, and no more than that.
   */
  @Test
  void aWatcherThatDoesNotReadNeitherStallsTheSandboxNorGrows() throws Exception {
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(8 * 1024);
      slow.setSoTimeout((int) Caller.PATIENCE.toMillis());
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hotline.port()));
      slow.getOutputStream()
          .write(
              "GET /console/api/events HTTP/1.0\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
      // Before it is told, there is nothing to fall behind of.
      while (!Objects.requireNonNull(lines.readLine()).equals("event: snapshot")) {}
      String text = "€".repeat(4000);

      for (int i = 1; i < FLOOD; i++) {
        hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, text);
      }
      hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "the last");
      assertThat(caller.call(Caller.INFO).body()).contains("support_answered");

      int snapshots = 1;
      int messages = 0;
      String event = "";
      String line = "";
      // A topic and a chat tell the newest text too, as they are when they are told.
      while (!(Set.of("event: message", "event: snapshot").contains(event)
          && line.contains("\"text\":\"the last\""))) {
        line = Objects.requireNonNull(lines.readLine());
        event = line.startsWith("event: ") ? line : event;
        snapshots += line.equals("event: snapshot") ? 1 : 0;
        messages += line.split("\"author\"", -1).length - 1;
      }
      assertThat(snapshots).isGreaterThan(1);
      assertThat(messages).isLessThan(FLOOD);
    }
  }

  @Test
  void aResetIsANewSnapshot() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(42, "Ada"), "Hello");
    Watcher watcher = watch();
    assertThat(texts(watcher.next().data().get("topics"), "title")).contains("Ada");

    hotline.reset();

    Event anew = last(watcher.upTo(event -> event.name().equals("snapshot")));
    assertThat(texts(anew.data().get("topics"), "title"))
        .contains("John Doe")
        .doesNotContain("Ada");
    hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "after it");
    assertThat(last(watcher.upTo(event -> event.name().equals("message"))).data().get("text"))
        .hasToString("\"after it\"");
  }

  @Test
  void whatIsScriptedIsTold() throws Exception {
    Watcher watcher = watch();
    watcher.next();

    hotline.phase(Phase.LOADING);

    assertThat(last(watcher.upTo(e -> e.name().equals("script"))).data().get("phase").textValue())
        .isEqualTo("loading");
  }

  @Test
  void keyboardsAndNoticesAreTold() throws Exception {
    Hotline desk = hotline.state().hotline();
    Connection bot = desk.connected(Seed.SALES_INSTANCE);
    hotline.customerWrites(bot.instance(), TelegramUser.of(42, "Ada"), "/start");
    Watcher watcher = watch();
    watcher.next();

    desk.botSends(
        bot,
        42,
        "Well?",
        new Keyboard.Inline(List.of(List.of(new Keyboard.Button("Yes", "y", null)))));
    assertThat(last(watcher.upTo(CHAT)).data().at("/messages/1/keyboard"))
        .isEqualTo(
            MAPPER.readTree(
                "{\"type\":\"inline\",\"rows\":[[{\"text\":\"Yes\",\"data\":\"y\",\"url\":null}]]}"));
    hotline.customerPresses(bot.instance(), 42, 2, "y");
    Update press = Updates.pending(hotline.state().hotline().session(bot)).get(1);
    desk.botAnswers(bot, ((Update.Pressed) press).queryId(), "Saved");
    assertThat(
            last(watcher.upTo(e -> CHAT.test(e) && !e.data().get("notice").isNull()))
                .data()
                .get("notice")
                .textValue())
        .isEqualTo("Saved");
    desk.botSends(bot, 42, "Which?", new Keyboard.Reply(List.of(List.of("A", "B")), true));
    assertThat(
            last(watcher.upTo(e -> CHAT.test(e) && !e.data().get("reply_keyboard").isNull()))
                .data()
                .get("reply_keyboard"))
        .isEqualTo(
            MAPPER.readTree("{\"type\":\"reply\",\"one_time\":true,\"rows\":[[\"A\",\"B\"]]}"));
    desk.botSends(bot, 42, "Never mind", new Keyboard.Remove());
    JsonNode chat =
        last(watcher.upTo(e -> CHAT.test(e) && lastText(e).equals("Never mind"))).data();
    assertThat(chat.get("reply_keyboard").isNull()).isTrue();
    assertThat(chat.at("/messages/3/keyboard/type").asText()).isEqualTo("remove");
  }

  @Test
  void withManyDialogsASnapshotHasFewerMessagesOfEach() throws Exception {
    int customers = 600;
    for (int message = 1; message <= 20; message++) {
      for (int user = 1; user <= customers; user++) {
        hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(user, "x"), "no " + message);
      }
    }

    JsonNode all = watch().next().data();

    assertThat(all.get("topics")).hasSize(customers + 6);
    assertThat(all.get("messages"))
        .hasSizeBetween(customers * 16, ConsoleEvents.SNAPSHOT_MESSAGES)
        .extracting(message -> message.get("text").textValue())
        .contains("no 20", "no 5")
        .doesNotContain("no 4");
    assertThat(all.get("chats")).hasSize(customers + 5);
    for (JsonNode chat : all.get("chats")) {
      assertThat(chat.get("messages")).hasSizeLessThanOrEqualTo(16);
    }
  }

  @Test
  void noSecretIsTold() throws Exception {
    caller.call(Caller.INFO);
    String all = watch().next().data().toString();

    assertThat(all)
        .doesNotContain(Seed.ACCESS_TOKEN)
        .doesNotContain(
            Seed.standard().connections().stream()
                .flatMap(c -> List.of(c.apiKey(), c.botToken()).stream())
                .toList());
  }

  @Test
  void theThreadOfAWatcherThatHasGoneEnds() throws Exception {
    assertEnd(hotline, watching(hotline));
    Watcher watcher = new Watcher(hotline);
    watcher.next();
    Set<Thread> its = watching(hotline);
    assertThat(its).isNotEmpty();

    watcher.close();

    assertEnd(hotline, its);
  }

  @Test
  void stoppingEndsTheStreamAndWhoComesBackIsToldAll() throws Exception {
    Watcher watcher = watch();
    watcher.next();
    Set<Thread> its = watching(hotline);
    assertThat(its).isNotEmpty();

    hotline.phase(Phase.STOPPED);

    assertThat(catchThrowable(() -> watcher.upTo(event -> false)))
        .as("the stream's end")
        .isNotNull();
    assertEnd(hotline, its);
    hotline.phase(Phase.RUNNING);
    assertThat(watch().next().data().at("/script/phase").textValue()).isEqualTo("running");
  }

  @Test
  void closingTheSandboxEndsAll() throws Exception {
    HotlineSandbox other = HotlineSandbox.start();
    try (Watcher watcher = new Watcher(other)) {
      watcher.next();
      Set<Thread> its = watching(other);
      assertThat(its).isNotEmpty();

      other.close();

      assertThat(catchThrowable(() -> watcher.upTo(event -> false)))
          .as("the stream's end")
          .isNotNull();
      assertEnd(other, its);
    }
  }

  /** Threads of this sandbox that hold a watcher. */
  private static Set<Thread> watching(HotlineSandbox sandbox) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("hotline-sandbox-" + sandbox.port()))
        .filter(
            entry ->
                List.of(entry.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().contains("ConsoleEvents")))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A pooled thread lives on when its work is done. */
  private static void assertEnd(HotlineSandbox sandbox, Set<Thread> threads) {
    long deadline = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (watching(sandbox).stream().anyMatch(threads::contains) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(watching(sandbox)).doesNotContainAnyElementsOf(threads);
  }

  private static List<Event> named(List<Event> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  private static Event last(List<Event> events) {
    return events.get(events.size() - 1);
  }

  private static boolean is(JsonNode data, String field, String value) {
    return value.equals(data.path(field).textValue());
  }

  private static String lastText(Event chat) {
    JsonNode messages = chat.data().get("messages");
    return messages.get(messages.size() - 1).get("text").textValue();
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(node -> node.get(field).textValue())
        .toList();
  }
}
