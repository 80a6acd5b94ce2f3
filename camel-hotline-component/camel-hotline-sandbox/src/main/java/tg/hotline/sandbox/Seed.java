package tg.hotline.sandbox;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tg.hotline.sandbox.Message.Author;

/**
 * What a sandbox knows when it starts, and again after {@link HotlineSandbox#reset()}. Immutable.
 *
 * <p>The constants are the examples of the Topics API v1's public pages; {@link #standard()} holds
 * exactly these, plus two connections and more customers.
 *
 * @param accessToken what callers put into {@code X-API-KEY}
 * @param connections the owner's connections, in any order
 * @param dialogs the customers and chats, each led by one of the connections
 * @param openings the messages there are, in order, each in one of the dialogs
 */
public record Seed(
    String accessToken,
    List<Connection> connections,
    List<Dialog> dialogs,
    List<Opening> openings) {

  /** The access token of the connections' owner. Not a secret: it opens only sandboxes. */
  public static final String ACCESS_TOKEN = "sandbox-access-token";

  /** {@code instance} of the first connection, {@code support_bot}. */
  public static final String INSTANCE = "13209946874612345";

  /** {@code api_key} of the first connection. */
  public static final String API_KEY = "pQTngMZLh0NmAh";

  /** {@code instance_id} of the first connection in answers: not {@link #INSTANCE}. */
  public static final String INSTANCE_ID = "132099468746812345";

  /** {@code instance_name} of the first connection. */
  public static final String INSTANCE_NAME = "support_bot";

  /** The first connection's group of operators. */
  public static final String GROUP_ID = "2101424779";

  /** John Doe's topic in {@link #GROUP_ID}; waits for an answer. */
  public static final long TOPIC_ID = 5343;

  /** John Doe. */
  public static final long USER_ID = 987654321L;

  /** The topic of the chat "Somebiz Proposal Chat" in {@link #GROUP_ID}; has no user. */
  public static final long CHAT_TOPIC_ID = 5344;

  /** Anna Schmidt of {@link #GROUP_ID}; answered; speaks German. */
  public static final long ANSWERED_TOPIC_ID = 5345;

  /** Anna Schmidt's user id, see {@link #ANSWERED_TOPIC_ID}. */
  public static final long ANSWERED_USER_ID = 876543210L;

  /** Олена of {@link #GROUP_ID}; closed; no last name, user name or phone. */
  public static final long CLOSED_TOPIC_ID = 5346;

  /** Олена's user id, see {@link #CLOSED_TOPIC_ID}. Needs more than 32 bits. */
  public static final long CLOSED_USER_ID = 7654321098L;

  /** {@code instance} of the second connection, {@code sales_bot}. */
  public static final String SALES_INSTANCE = "13209946874699999";

  /** {@code api_key} of the second connection. */
  public static final String SALES_API_KEY = "w7RbXk2VdS9yTe";

  /** {@code instance_id} of the second connection in answers. */
  public static final String SALES_INSTANCE_ID = "132099468746899999";

  /** {@code instance_name} of the second connection. */
  public static final String SALES_INSTANCE_NAME = "sales_bot";

  /** The second connection's group of operators. */
  public static final String SALES_GROUP_ID = "2202535880";

  /** María José Núñez's topic in {@link #SALES_GROUP_ID}; waits for an answer. */
  public static final long SALES_TOPIC_ID = 17;

  /** María José Núñez. */
  public static final long SALES_USER_ID = 765432109L;

  /** {@code instance} of the third connection, {@code orders_bot}. */
  public static final String ORDERS_INSTANCE = "13209946874688888";

  /** {@code api_key} of the third connection. */
  public static final String ORDERS_API_KEY = "e5NcYq8LmZ3uHs";

  /** {@code instance_id} of the third connection in answers. */
  public static final String ORDERS_INSTANCE_ID = "132099468746888888";

  /** {@code instance_name} of the third connection. */
  public static final String ORDERS_INSTANCE_NAME = "orders_bot";

  /** The third connection's group of operators. */
  public static final String ORDERS_GROUP_ID = "2303646991";

  /** Wei Zhang's topic in {@link #ORDERS_GROUP_ID}; answered. */
  public static final long ORDERS_TOPIC_ID = 8;

  /** Wei Zhang. */
  public static final long ORDERS_USER_ID = 654321098L;

  /** The first bot's token at Telegram. */
  public static final String BOT_TOKEN = "123456789:AAsandbox-token-of-support-bot";

  /** The second bot's token at Telegram. */
  public static final String SALES_BOT_TOKEN = "234567890:AAsandbox-token-of-sales-bot";

  /** The third bot's token at Telegram. */
  public static final String ORDERS_BOT_TOKEN = "345678901:AAsandbox-token-of-orders-bot";

  /** {@code PRIVATE_KEYWORDS} of the first connection: what opens a topic that is not open. */
  public static final String KEYWORD = "call operator";

  /** {@code WELCOME} of the third connection; the other two have none. */
  public static final String ORDERS_WELCOME = "Welcome! We will be with you in a moment.";

  /**
   * Checks that the whole makes sense.
   *
   * @throws IllegalArgumentException naming the instance, topic or user that appears twice, or the
   *     dialog whose connection is unknown
   */
  public Seed {
    connections = List.copyOf(connections);
    dialogs = List.copyOf(dialogs);
    openings = List.copyOf(openings);
    Map<String, Connection> byInstance = new HashMap<>();
    for (Connection connection : connections) {
      unique(byInstance.put(connection.instance(), connection) == null, connection);
    }
    Set<String> taken = new HashSet<>();
    for (Dialog dialog : dialogs) {
      Connection connection = byInstance.get(dialog.instance());
      if (connection == null) {
        throw new IllegalArgumentException(
            "No connection with this instance, add it before its dialogs: " + dialog);
      }
      unique(taken.add("topic " + connection.groupId() + "/" + dialog.topicId()), dialog);
      if (dialog instanceof Customer customer) {
        unique(taken.add("user " + customer.instance() + "/" + customer.userId()), dialog);
      }
    }
    for (Opening opening : openings) {
      Connection connection = byInstance.get(opening.instance());
      if (connection == null
          || !taken.contains("topic " + connection.groupId() + "/" + opening.topicId())) {
        throw new IllegalArgumentException("No dialog here, add it before: " + opening);
      }
    }
  }

  private static void unique(boolean added, Object what) {
    if (!added) {
      throw new IllegalArgumentException("Its instance, topic or user is there already: " + what);
    }
  }

  /** No connections and no dialogs; the access token is {@link #ACCESS_TOKEN}. */
  public static Seed empty() {
    return new Seed(ACCESS_TOKEN, List.of(), List.of(), List.of());
  }

  /** The examples of the API's pages and a few more: what a sandbox starts with by default. */
  public static Seed standard() {
    return empty()
        .with(
            new Connection(INSTANCE_NAME, INSTANCE, API_KEY, INSTANCE_ID, 123456789L, GROUP_ID)
                .withBotToken(BOT_TOKEN)
                .withPrivateKeywords(KEYWORD))
        .with(
            new Connection(
                    SALES_INSTANCE_NAME,
                    SALES_INSTANCE,
                    SALES_API_KEY,
                    SALES_INSTANCE_ID,
                    234567890L,
                    SALES_GROUP_ID)
                .withBotToken(SALES_BOT_TOKEN))
        .with(
            new Connection(
                    ORDERS_INSTANCE_NAME,
                    ORDERS_INSTANCE,
                    ORDERS_API_KEY,
                    ORDERS_INSTANCE_ID,
                    345678901L,
                    ORDERS_GROUP_ID)
                .withBotToken(ORDERS_BOT_TOKEN)
                .withWelcome(ORDERS_WELCOME))
        .with(
            new Customer(
                INSTANCE,
                TOPIC_ID,
                USER_ID,
                "John",
                "Doe",
                "john1991",
                "en",
                "+12125550123",
                Dialog.USER_ANSWERED,
                LocalDateTime.of(2025, 10, 9, 0, 24, 55)))
        .with(
            new Chat(
                INSTANCE,
                CHAT_TOPIC_ID,
                -1001234567890L,
                "Somebiz Proposal Chat",
                "group",
                Dialog.SUPPORT_ANSWERED,
                LocalDateTime.of(2025, 10, 9, 0, 30, 0)))
        .with(
            new Customer(
                INSTANCE,
                ANSWERED_TOPIC_ID,
                ANSWERED_USER_ID,
                "Anna",
                "Schmidt",
                "anna_schmidt",
                "de",
                null,
                Dialog.SUPPORT_ANSWERED,
                LocalDateTime.of(2025, 10, 9, 8, 15, 0)))
        .with(
            new Customer(
                INSTANCE,
                CLOSED_TOPIC_ID,
                CLOSED_USER_ID,
                "Олена",
                null,
                null,
                "uk",
                null,
                Dialog.CLOSED,
                LocalDateTime.of(2025, 9, 30, 17, 45, 12)))
        .with(
            new Customer(
                SALES_INSTANCE,
                SALES_TOPIC_ID,
                SALES_USER_ID,
                "María José",
                "Núñez",
                null,
                "es",
                "+34915550198",
                Dialog.USER_ANSWERED,
                LocalDateTime.of(2025, 10, 9, 9, 5, 30)))
        .with(
            new Customer(
                ORDERS_INSTANCE,
                ORDERS_TOPIC_ID,
                ORDERS_USER_ID,
                "Wei",
                "Zhang",
                "wei_zhang",
                "zh",
                null,
                Dialog.SUPPORT_ANSWERED,
                LocalDateTime.of(2025, 10, 9, 10, 20, 5)))
        .with(
            new Opening(
                INSTANCE,
                TOPIC_ID,
                Author.CUSTOMER,
                "Hello, has my deal been confirmed? It was to be done by yesterday."))
        .with(new Opening(INSTANCE, CHAT_TOPIC_ID, Author.CUSTOMER, "Which price is in the offer?"))
        .with(
            new Opening(
                INSTANCE, CHAT_TOPIC_ID, Author.OPERATOR, "The one we agreed on, plus transport."))
        .with(
            new Opening(
                INSTANCE,
                ANSWERED_TOPIC_ID,
                Author.CUSTOMER,
                "Guten Morgen! Wo finde ich die Rechnung?"))
        .with(
            new Opening(
                INSTANCE,
                ANSWERED_TOPIC_ID,
                Author.OPERATOR,
                "Guten Morgen, sie kommt in einer Minute per E-Mail."))
        .with(new Opening(INSTANCE, CLOSED_TOPIC_ID, Author.CUSTOMER, "Дякую, все працює!"))
        .with(new Opening(INSTANCE, CLOSED_TOPIC_ID, Author.COMMAND, "/close"))
        .with(
            new Opening(
                SALES_INSTANCE,
                SALES_TOPIC_ID,
                Author.CUSTOMER,
                "¿Hay descuento para diez licencias?"))
        .with(new Opening(ORDERS_INSTANCE, ORDERS_TOPIC_ID, Author.CUSTOMER, "你好，我的订单在哪里？"))
        .with(
            new Opening(
                ORDERS_INSTANCE,
                ORDERS_TOPIC_ID,
                Author.OPERATOR,
                "Hello! It leaves our warehouse today."));
  }

  /** The same with another access token. */
  public Seed withAccessToken(String token) {
    return new Seed(token, connections, dialogs, openings);
  }

  /** The same with one connection more. */
  public Seed with(Connection connection) {
    return new Seed(accessToken, plus(connections, connection), dialogs, openings);
  }

  /** The same with one customer or chat more, whose connection is there already. */
  public Seed with(Dialog dialog) {
    return new Seed(accessToken, connections, plus(dialogs, dialog), openings);
  }

  /** The same with one message more, whose dialog is there already. */
  public Seed with(Opening opening) {
    return new Seed(accessToken, connections, dialogs, plus(openings, opening));
  }

  private static <T> List<T> plus(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }

  /** Leaves the access token out. */
  @Override
  public String toString() {
    return "Seed[" + connections.size() + " connections, " + dialogs.size() + " dialogs]";
  }
}
