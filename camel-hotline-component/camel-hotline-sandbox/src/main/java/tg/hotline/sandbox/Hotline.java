package tg.hotline.sandbox;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Message.Author;

/**
 * The support desk itself: connections, topics, messages. Knows nothing of HTTP or JSON.
 * Thread-safe: one lock around everything that can change.
 */
final class Hotline {
  /** Telegram's limit, in UTF-16 code units. */
  static final int MAX_TEXT = 4096;

  /** What is kept; beyond it messages are refused aloud rather than lost in silence. */
  static final int MAX_MESSAGES = 1_000_000;

  private record TopicKey(String groupId, long topicId) {}

  private record UserKey(String instance, long userId) {}

  private final Map<String, Connection> connections = new HashMap<>();
  private final Map<TopicKey, Topic> topics = new HashMap<>();
  private final Map<UserKey, TopicKey> users = new HashMap<>();
  private final int capacity;
  private final Log<Message> all;
  private final Log<Message> posted;
  private String accessToken;

  Hotline(Seed seed) {
    this(seed, MAX_MESSAGES);
  }

  Hotline(Seed seed, int capacity) {
    this.capacity = capacity;
    all = new Log<>(capacity);
    posted = new Log<>(capacity);
    accessToken = seed.accessToken();
    seed.connections().forEach(c -> connections.put(c.instance(), c));
    for (Dialog dialog : seed.dialogs()) {
      Connection connection = Objects.requireNonNull(connections.get(dialog.instance()));
      TopicKey key = new TopicKey(connection.groupId(), dialog.topicId());
      topics.put(key, Topic.of(connection, dialog));
      if (dialog instanceof Customer customer) {
        users.put(new UserKey(customer.instance(), customer.userId()), key);
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
      clean = clean.replace(connection.apiKey(), "***");
    }
    return clean;
  }

  /** The messages that came through the API, in order. */
  Log<Message> posted() {
    return posted;
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

  /** Any connection of the owner may ask about any topic. */
  synchronized Topic topic(String groupId, long topicId) throws Refusal {
    Topic topic = topics.get(new TopicKey(groupId, topicId));
    if (topic == null) {
      throw new Refusal("Unknown topic " + topicId + " in group " + clipped(groupId));
    }
    return topic;
  }

  /**
   * Posts a message for the operators. Status and date stay: no one answered anyone. That a
   * connection reaches only its own bot's customers is our assumption.
   *
   * @param before run when nothing speaks against it, before the message can be seen
   */
  synchronized Topic post(Connection connection, long userId, String text, Runnable before)
      throws Refusal {
    TopicKey key = users.get(new UserKey(connection.instance(), userId));
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
    if (all.last() >= capacity) {
      throw new Refusal("The sandbox is full: it keeps " + capacity + " messages");
    }
    Topic topic = Objects.requireNonNull(topics.get(key));
    before.run();
    Message message = append(topic, Author.API, text);
    posted.append(number -> message);
    return topic;
  }

  synchronized void customerWrites(long userId, String text, LocalDateTime at) {
    List<TopicKey> found =
        users.entrySet().stream()
            .filter(user -> user.getKey().userId() == userId)
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " dialogs with user " + userId);
    }
    writes(found.get(0), Author.CUSTOMER, text, Dialog.USER_ANSWERED, at);
  }

  synchronized void operatorAnswers(String groupId, long topicId, String text, LocalDateTime at) {
    writes(new TopicKey(groupId, topicId), Author.OPERATOR, text, Dialog.SUPPORT_ANSWERED, at);
  }

  synchronized void change(String groupId, long topicId, String status, LocalDateTime lastDate) {
    TopicKey key = new TopicKey(groupId, topicId);
    topics.put(key, known(key).with(status, lastDate));
  }

  synchronized List<Message> dialog(String groupId, long topicId) {
    known(new TopicKey(groupId, topicId));
    return all.all().stream()
        .filter(m -> m.topicId() == topicId && m.groupId().equals(groupId))
        .toList();
  }

  private void writes(TopicKey key, Author author, String text, String status, LocalDateTime at) {
    Topic topic = known(key).with(status, at);
    topics.put(key, topic);
    append(topic, author, text);
  }

  private Message append(Topic topic, Author author, String text) {
    Long userId = topic.dialog() instanceof Customer customer ? customer.userId() : null;
    Instant now = Instant.now();
    return all.append(
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
                now));
  }

  private Topic known(TopicKey key) {
    Topic topic = topics.get(key);
    if (topic == null) {
      throw new IllegalArgumentException(
          "No topic " + key.topicId() + " in group " + key.groupId());
    }
    return topic;
  }

  private static String clipped(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
