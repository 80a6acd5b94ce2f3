package tg.hotline.sandbox;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.Keyboard.Button;

/**
 * Telegram's side of the bots: each customer's private chat, and what each bot's own program is to
 * be told. Knows no topics. Guarded by {@link Hotline}.
 */
final class Frontend {
  /** Presses of buttons that can still be answered. */
  private static final int MAX_QUERIES = 1000;

  /** One customer and one bot. */
  record ChatKey(String instance, long userId) {}

  private final Map<String, BotSession> sessions = new HashMap<>();
  private final Map<ChatKey, PrivateChat> chats = new LinkedHashMap<>();
  private final Consumer<Change> watcher;
  private final Map<String, ChatKey> queries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ChatKey> eldest) {
          return size() > MAX_QUERIES;
        }
      };
  private long lastQuery = 4_000_000_000_000L;

  Frontend(List<Connection> connections, Consumer<Change> watcher) {
    connections.forEach(connection -> sessions.put(connection.instance(), new BotSession()));
    this.watcher = watcher;
  }

  BotSession session(String instance) {
    return Objects.requireNonNull(sessions.get(instance));
  }

  Optional<PrivateChat> chat(String instance, long userId) {
    return Optional.ofNullable(chats.get(new ChatKey(instance, userId)));
  }

  Collection<PrivateChat> chats() {
    return List.copyOf(chats.values());
  }

  /** The customer's chat with the bot; from now on there is one. */
  PrivateChat open(Connection connection, TelegramUser user) {
    return chats.computeIfAbsent(
        new ChatKey(connection.instance(), user.userId()),
        key -> {
          watcher.accept(new Change.OfChat(key.instance(), key.userId()));
          return new PrivateChat(connection, user);
        });
  }

  ChatMessage received(Connection connection, TelegramUser user, String text) {
    PrivateChat chat = open(connection, user);
    ChatMessage message = chat.append(Sender.CUSTOMER, text, null, Instant.now());
    chat.notice(null);
    session(connection.instance()).add(id -> new Update.Written(id, chat.user(), message));
    changed(chat);
    return message;
  }

  void pressed(Connection connection, long userId, long messageId, String data) {
    ChatKey key = new ChatKey(connection.instance(), userId);
    PrivateChat chat = chats.get(key);
    ChatMessage message = chat == null ? null : chat.messages().get(messageId).orElse(null);
    if (chat == null || message == null || !has(message, data)) {
      throw new IllegalArgumentException(
          "No button with the data %s below message %d of user %d's chat with %s"
              .formatted(data, messageId, userId, connection.name()));
    }
    String queryId = String.valueOf(++lastQuery);
    queries.put(queryId, key);
    chat.notice(null);
    session(connection.instance())
        .add(id -> new Update.Pressed(id, queryId, chat.user(), message, data));
    changed(chat);
  }

  ChatMessage sent(PrivateChat chat, Sender sender, String text, @Nullable Keyboard keyboard) {
    ChatMessage message = chat.append(sender, text, keyboard, Instant.now());
    changed(chat);
    return message;
  }

  ChatMessage edited(
      Connection connection,
      long userId,
      long messageId,
      String text,
      Keyboard.@Nullable Inline keyboard)
      throws Refusal {
    PrivateChat chat = known(connection, userId);
    ChatMessage message =
        chat.messages()
            .get(messageId)
            .orElseThrow(() -> new Refusal("Bad Request: message to edit not found"));
    if (message.sender() != Sender.BOT) {
      throw new Refusal("Bad Request: message can't be edited");
    }
    ChatMessage now = message.edited(text, keyboard);
    if (message.text().equals(text) && Objects.equals(message.keyboard(), keyboard)) {
      throw new Refusal(
          "Bad Request: message is not modified: specified new message content and reply markup are"
              + " exactly the same as a current content and reply markup of the message");
    }
    chat.messages().replace(messageId, old -> now);
    changed(chat);
    return now;
  }

  void answered(Connection connection, String queryId, @Nullable String text) throws Refusal {
    ChatKey key = queries.get(queryId);
    if (key == null || !key.instance().equals(connection.instance())) {
      throw new Refusal(
          "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }
    queries.remove(queryId);
    PrivateChat chat = Objects.requireNonNull(chats.get(key));
    chat.notice(text == null || text.isEmpty() ? null : text);
    changed(chat);
  }

  /** A bot can write only to who has written to it. */
  PrivateChat known(Connection connection, long userId) throws Refusal {
    PrivateChat chat = chats.get(new ChatKey(connection.instance(), userId));
    if (chat == null) {
      throw new Refusal("Bad Request: chat not found");
    }
    return chat;
  }

  private void changed(PrivateChat chat) {
    watcher.accept(new Change.OfChat(chat.connection().instance(), chat.user().userId()));
  }

  private static boolean has(ChatMessage message, String data) {
    return message.keyboard() instanceof Keyboard.Inline inline
        && inline.rows().stream().flatMap(List::stream).map(Button::data).anyMatch(data::equals);
  }
}
