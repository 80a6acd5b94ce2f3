package tg.hotline.sandbox;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.Frontend.ChatKey;
import tg.hotline.sandbox.Message.Author;

/**
 * The support desk itself: connections, topics, messages, and the relay between the topics and the
 * customers' {@link Frontend}. Knows nothing of HTTP or JSON. Thread-safe: one lock around
 * everything that can change.
 */
final class Hotline {
  /** Telegram's limit, in UTF-16 code units. */
  static final int MAX_TEXT = 4096;

  /** What is kept; beyond it messages are refused aloud rather than lost in silence. */
  static final int MAX_MESSAGES = 1_000_000;

  private record TopicKey(String groupId, long topicId) {}

  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final Map<TopicKey, Topic> topics = new LinkedHashMap<>();
  private final Map<TopicKey, List<Message>> dialogs = new HashMap<>();
  private final Map<ChatKey, TopicKey> users = new HashMap<>();
  private final Frontend frontend;
  private final Consumer<Change> watcher;
  private final int capacity;
  private final Log<Message> all;
  private final Log<Message> posted;
  private String accessToken;

  /**
   * @param watcher told of every change, within the lock
   */
  Hotline(Seed seed, Consumer<Change> watcher) {
    this(seed, MAX_MESSAGES, watcher);
  }

  Hotline(Seed seed, int capacity, Consumer<Change> watcher) {
    this.capacity = capacity;
    this.watcher = watcher;
    all = new Log<>(capacity);
    posted = new Log<>(capacity);
    accessToken = seed.accessToken();
    seed.connections().forEach(c -> connections.put(c.instance(), c));
    frontend = new Frontend(seed.connections(), watcher);
    for (Dialog dialog : seed.dialogs()) {
      open(Topic.of(connected(dialog.instance()), dialog));
    }
    for (Opening opening : seed.openings()) {
      Topic topic = known(new TopicKey(connected(opening.instance()).groupId(), opening.topicId()));
      Instant at = topic.lastDate().toInstant(ZoneOffset.UTC);
      append(topic, opening.author(), opening.text(), at);
      if (topic.dialog() instanceof Customer customer) {
        sender(opening.author())
            .ifPresent(
                sender ->
                    frontend
                        .open(topic.connection(), customer.user())
                        .append(sender, opening.text(), null, at));
      }
    }
  }

  synchronized boolean isAccessToken(@Nullable String token) {
    return accessToken.equals(token);
  }

  synchronized void accessToken(String token) {
    accessToken = token;
  }

  /** Replaces the sandbox's own secrets, wherever a caller put them. */
  synchronized String withoutSecrets(String text) {
    String clean = text.replace(accessToken, "***");
    for (Connection connection : connections.values()) {
      clean = clean.replace(connection.apiKey(), "***").replace(connection.botToken(), "***");
    }
    return clean;
  }

  /** In the order of the seed. */
  synchronized List<Connection> connections() {
    return List.copyOf(connections.values());
  }

  /** The messages that came through the API, in order. */
  Log<Message> posted() {
    return posted;
  }

  /** The messages of all topics, in order. */
  Log<Message> messages() {
    return all;
  }

  synchronized Connection login(@Nullable String instance, @Nullable String apiKey) throws Refusal {
    if (instance == null || apiKey == null) {
      throw new Refusal((instance == null ? "instance" : "api_key") + " is missing");
    }
    Connection connection = connections.get(instance);
    if (connection == null) {
      throw new Refusal(
          "Unknown instance. Send it as a string: as a number it is rounded above 2^53");
    }
    if (!connection.apiKey().equals(apiKey)) {
      throw new Refusal("Wrong api_key for this instance");
    }
    return connection;
  }

  /**
   * By {@link Connection#instance()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  synchronized Connection connected(String instance) {
    Connection connection = connections.get(instance);
    if (connection == null) {
      throw new IllegalArgumentException("No connection has the instance " + instance);
    }
    return connection;
  }

  /** The connection whose bot has this token at Telegram. */
  synchronized Optional<Connection> bot(String token) {
    return connections.values().stream().filter(c -> c.botToken().equals(token)).findFirst();
  }

  /** Who writes to a bot in the private chat of this number. */
  synchronized TelegramUser user(Connection bot, long userId) throws Refusal {
    return frontend.known(bot, userId).user();
  }

  /** What a bot's own program has not fetched yet. */
  BotSession session(Connection connection) {
    return frontend.session(connection.instance());
  }

  /** Lets go whoever waits for updates: there will be none. */
  synchronized void endSessions() {
    connections.values().forEach(connection -> session(connection).end());
  }

  synchronized List<Topic> topics() {
    return List.copyOf(topics.values());
  }

  synchronized Optional<Topic> findTopic(String groupId, long topicId) {
    return Optional.ofNullable(topics.get(new TopicKey(groupId, topicId)));
  }

  /** Any connection of the owner may ask about any topic. */
  synchronized Topic topic(String groupId, long topicId) throws Refusal {
    return findTopic(groupId, topicId)
        .orElseThrow(
            () -> new Refusal("Unknown topic " + topicId + " in group " + clipped(groupId)));
  }

  /**
   * Posts a message for the operators. Status and date stay: no one answered anyone. That a
   * connection reaches only its own bot's customers is our assumption.
   *
   * @param before run when nothing speaks against it, before the message can be seen
   */
  synchronized Topic post(Connection connection, long userId, String text, Runnable before)
      throws Refusal {
    TopicKey key = users.get(new ChatKey(connection.instance(), userId));
    if (key == null) {
      throw new Refusal("No dialog of " + connection.name() + " with user " + userId);
    }
    if (text.isBlank()) {
      throw new Refusal("message is empty");
    }
    if (text.length() > MAX_TEXT) {
      throw new Refusal(
          "message is too long: " + text.length() + " UTF-16 units, at most " + MAX_TEXT);
    }
    requireRoom();
    Topic topic = known(key);
    before.run();
    Message message = append(topic, Author.API, text, Instant.now());
    posted.append(number -> message);
    return topic;
  }

  private void requireRoom() throws Refusal {
    if (all.last() >= capacity) {
      throw new Refusal("The sandbox is full: it keeps " + capacity + " messages");
    }
  }

  /** The customer's chat with the bot, if there is one. */
  synchronized Optional<PrivateChat> chat(String instance, long userId) {
    return frontend.chat(instance, userId);
  }

  synchronized Collection<PrivateChat> chats() {
    return frontend.chats();
  }

  /**
   * A customer writes to the bot. The bot's own program is told in any case; the topic only if it
   * is open, or if the text opens it.
   *
   * @throws Refusal if the sandbox is full
   * @throws IllegalArgumentException if the text is empty or longer than Telegram takes
   */
  synchronized ChatMessage customerWrites(
      Connection connection, TelegramUser user, String text, LocalDateTime at) throws Refusal {
    requireRoom();
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "The text is empty or longer than " + MAX_TEXT + " UTF-16 units");
    }
    ChatMessage message = frontend.received(connection, user, text);
    TopicKey key = users.get(new ChatKey(connection.instance(), user.userId()));
    Topic topic = key == null ? null : known(key);
    boolean active = topic != null && !topic.status().equals(Dialog.CLOSED);
    if (!active && !connection.opens(text)) {
      return message;
    }
    if (topic == null) {
      topic = open(Topic.of(connection, newcomer(connection, user, at)));
    }
    change(topic.with(Dialog.USER_ANSWERED, at));
    append(topic, Author.CUSTOMER, text, Instant.now());
    String welcome = connection.welcome();
    if (!active && welcome != null) {
      frontend.sent(frontend.open(connection, user), Sender.HOTLINE, welcome, null);
      append(topic, Author.HOTLINE, welcome, Instant.now());
    }
    return message;
  }

  synchronized void customerWrites(long userId, String text, LocalDateTime at) throws Refusal {
    List<TopicKey> found =
        users.entrySet().stream()
            .filter(user -> user.getKey().userId() == userId)
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " dialogs with user " + userId);
    }
    Topic topic = known(found.get(0));
    customerWrites(topic.connection(), ((Customer) topic.dialog()).user(), text, at);
  }

  /**
   * A customer presses a button of an inline keyboard, of which Hotline hears nothing.
   *
   * @throws IllegalArgumentException if the message has no such button
   */
  synchronized void customerPresses(
      Connection connection, long userId, long messageId, String data) {
    frontend.pressed(connection, userId, messageId, data);
  }

  /** The bot's own program writes to a customer, which an open topic shows. */
  synchronized ChatMessage botSends(
      Connection connection, long userId, String text, @Nullable Keyboard keyboard) throws Refusal {
    requireRoom();
    PrivateChat chat = frontend.known(connection, userId);
    ChatMessage message = frontend.sent(chat, Sender.BOT, text, keyboard);
    intercept(connection, userId, text);
    return message;
  }

  /** The bot's own program changes a message of its own, which an open topic shows as another. */
  synchronized ChatMessage botEdits(
      Connection connection,
      long userId,
      long messageId,
      String text,
      Keyboard.@Nullable Inline keyboard)
      throws Refusal {
    requireRoom();
    ChatMessage message = frontend.edited(connection, userId, messageId, text, keyboard);
    intercept(connection, userId, text);
    return message;
  }

  /** The bot's own program answers the press of a button; null or an empty text shows nothing. */
  synchronized void botAnswers(Connection connection, String queryId, @Nullable String text)
      throws Refusal {
    frontend.answered(connection, queryId, text);
  }

  private void intercept(Connection connection, long userId, String text) {
    TopicKey key = users.get(new ChatKey(connection.instance(), userId));
    if (key != null) {
      Topic topic = known(key);
      if (!topic.status().equals(Dialog.CLOSED) || connection.privateKeywords().isEmpty()) {
        append(topic, Author.BOT, text, Instant.now());
      }
    }
  }

  /** An operator answers; the bot's own program does not see it. */
  synchronized void operatorAnswers(String groupId, long topicId, String text, LocalDateTime at)
      throws Refusal {
    requireRoom();
    Topic topic = known(new TopicKey(groupId, topicId));
    change(topic.with(Dialog.SUPPORT_ANSWERED, at));
    append(topic, Author.OPERATOR, text, Instant.now());
    if (topic.dialog() instanceof Customer customer) {
      PrivateChat chat = frontend.open(topic.connection(), customer.user());
      frontend.sent(chat, Sender.OPERATOR, text, /* keyboard= */ null);
    }
  }

  /**
   * An operator writes into the topic: an answer, a command, or {@code / text}, a comment. What
   * commands do is from Hotline's public pages.
   *
   * @throws Refusal if it is empty or no command that Hotline has of its own, or the sandbox full
   * @throws IllegalArgumentException if there is no such topic
   */
  synchronized void operatorWrites(String groupId, long topicId, String text, LocalDateTime at)
      throws Refusal {
    requireRoom();
    Topic topic = known(new TopicKey(groupId, topicId));
    switch (text) {
      case "/close" -> command(topic, text, Dialog.CLOSED);
      case "/hold" -> command(topic, text, Dialog.USER_ANSWERED);
      case "/wait" -> command(topic, text, Dialog.SUPPORT_ANSWERED);
      default -> {
        if (text.isBlank()) {
          throw new Refusal("The text is empty");
        }
        if (text.startsWith("/ ")) {
          append(topic, Author.COMMENT, text.substring(2), Instant.now());
        } else if (text.startsWith("/")) {
          throw new Refusal(
              "Unknown command %s: /close, /hold and /wait are known, and \"/ text\" is a comment"
                  .formatted(clipped(text)));
        } else {
          operatorAnswers(groupId, topicId, text, at);
        }
      }
    }
  }

  private void command(Topic topic, String text, String status) {
    change(topic.with(status, topic.lastDate()));
    append(topic, Author.COMMAND, text, Instant.now());
  }

  synchronized void change(String groupId, long topicId, String status, LocalDateTime lastDate) {
    change(known(new TopicKey(groupId, topicId)).with(status, lastDate));
  }

  synchronized List<Message> dialog(String groupId, long topicId) {
    TopicKey key = new TopicKey(groupId, topicId);
    known(key);
    return List.copyOf(dialogs.getOrDefault(key, List.of()));
  }

  /** The newest messages of a topic, in order. */
  synchronized Stream<Message> newest(Topic topic, int count) {
    List<Message> dialog = dialogs.getOrDefault(key(topic), List.of());
    int from = Math.max(0, dialog.size() - count);
    return List.copyOf(dialog.subList(from, dialog.size())).stream();
  }

  private Topic open(Topic topic) {
    change(topic);
    if (topic.dialog() instanceof Customer customer) {
      users.put(new ChatKey(customer.instance(), customer.userId()), key(topic));
      frontend.open(topic.connection(), customer.user());
    }
    return topic;
  }

  private void change(Topic topic) {
    TopicKey key = key(topic);
    topics.put(key, topic);
    watcher.accept(new Change.OfTopic(key.groupId(), key.topicId()));
  }

  private Message append(Topic topic, Author author, String text, Instant at) {
    Long userId = topic.dialog() instanceof Customer customer ? customer.userId() : null;
    Message added =
        all.append(
            number ->
                new Message(
                    number,
                    topic.dialog().topicId(),
                    topic.connection().groupId(),
                    userId,
                    topic.dialog().title(),
                    topic.connection().name(),
                    author,
                    text,
                    at));
    dialogs.computeIfAbsent(key(topic), topicKey -> new ArrayList<>()).add(added);
    watcher.accept(new Change.OfTopic(added.groupId(), added.topicId()));
    return added;
  }

  private Customer newcomer(Connection connection, TelegramUser user, LocalDateTime at) {
    long topicId =
        topics.keySet().stream()
                .filter(key -> key.groupId().equals(connection.groupId()))
                .mapToLong(TopicKey::topicId)
                .max()
                .orElse(1)
            + 1;
    return new Customer(
        connection.instance(),
        topicId,
        user.userId(),
        user.firstName(),
        user.lastName(),
        user.username(),
        user.lang(),
        null,
        Dialog.USER_ANSWERED,
        at);
  }

  private Topic known(TopicKey key) {
    Topic topic = topics.get(key);
    if (topic == null) {
      throw new IllegalArgumentException(
          "No topic " + key.topicId() + " in group " + key.groupId());
    }
    return topic;
  }

  private static TopicKey key(Topic topic) {
    return new TopicKey(topic.connection().groupId(), topic.dialog().topicId());
  }

  /** As whom the customer's phone shows an author, if at all. */
  private static Optional<Sender> sender(Author author) {
    return switch (author) {
      case CUSTOMER -> Optional.of(Sender.CUSTOMER);
      case OPERATOR -> Optional.of(Sender.OPERATOR);
      case BOT -> Optional.of(Sender.BOT);
      case HOTLINE -> Optional.of(Sender.HOTLINE);
      case API, COMMENT, COMMAND -> Optional.empty();
    };
  }

  /** What a caller sent, short enough to be quoted. */
  static String clipped(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
