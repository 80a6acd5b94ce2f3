package tg.hotline.sandbox;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a sandbox knows when it starts, and again after {@link HotlineSandbox#reset()}. Immutable.
 *
 * <p>The constants are the examples of the Topics API v1's public pages; {@link #standard()} holds
 * exactly these, plus a second connection and more customers.
 *
 * @param accessToken what callers put into {@code X-API-KEY}
 * @param connections the owner's connections, in any order
 * @param dialogs the customers and chats, each led by one of the connections
 */
public record Seed(String accessToken, List<Connection> connections, List<Dialog> dialogs) {

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

  /**
   * Checks that the whole makes sense.
   *
   * @throws IllegalArgumentException naming the instance, topic or user that appears twice, or the
   *     dialog whose connection is unknown
   */
  public Seed {
    connections = List.copyOf(connections);
    dialogs = List.copyOf(dialogs);
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
  }

  private static void unique(boolean added, Object what) {
    if (!added) {
      throw new IllegalArgumentException("Its instance, topic or user is there already: " + what);
    }
  }

  /** No connections and no dialogs; the access token is {@link #ACCESS_TOKEN}. */
  public static Seed empty() {
    return new Seed(ACCESS_TOKEN, List.of(), List.of());
  }

  /** The examples of the API's pages and a few more: what a sandbox starts with by default. */
  public static Seed standard() {
    return empty()
        .with(new Connection(INSTANCE_NAME, INSTANCE, API_KEY, INSTANCE_ID, 123456789L, GROUP_ID))
        .with(
            new Connection(
                SALES_INSTANCE_NAME,
                SALES_INSTANCE,
                SALES_API_KEY,
                SALES_INSTANCE_ID,
                234567890L,
                SALES_GROUP_ID))
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
                LocalDateTime.of(2025, 10, 9, 9, 5, 30)));
  }

  /** The same with another access token. */
  public Seed withAccessToken(String token) {
    return new Seed(token, connections, dialogs);
  }

  /** The same with one connection more. */
  public Seed with(Connection connection) {
    return new Seed(accessToken, plus(connections, connection), dialogs);
  }

  /** The same with one customer or chat more, whose connection is there already. */
  public Seed with(Dialog dialog) {
    return new Seed(accessToken, connections, plus(dialogs, dialog));
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
