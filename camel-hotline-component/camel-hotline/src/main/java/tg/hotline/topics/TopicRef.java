package tg.hotline.topics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a topic: the group of operators and the topic in it, the two ids of a topic's link.
 *
 * @param groupId the group's id in digits, without the {@code -100} that Telegram's Bot API puts
 *     before it
 * @param topicId the topic's id, positive
 */
public record TopicRef(String groupId, long topicId) {

  private static final String PLAIN = "https://t.me/c/";

  // Telegram, "Deep links", private message links: t.me/c/<channel>/<thread>/<id>,
  // t.me/c/<channel>/<id>?thread=<thread>, tg://privatepost?channel=…&post=…&thread=….
  private static final String SITE = "(?:https?://)?(?:www\\.)?(?:t\\.me|telegram\\.(?:me|dog))";
  private static final Pattern WEB_LINK =
      Pattern.compile(
          SITE + "/c/(-?\\d+)/(\\d+)(?:/\\d+)?/*(?:\\?([^#]*))?(?:#.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern APP_LINK =
      Pattern.compile("tg:/*privatepost/?\\?([^#]*)(?:#.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PUBLIC_LINK =
      Pattern.compile(SITE + "/[a-z]\\w+/\\d.*|tg:/*resolve/?\\?.*", Pattern.CASE_INSENSITIVE);
  private static final String FORMS =
      "expected a link such as https://t.me/c/2101424779/5343"
          + " (in Telegram: the topic's menu, Copy Link)";
  private static final String PUBLIC =
      "a public group's link does not hold the group's id; set groupId and topicId instead";

  /**
   * @throws IllegalArgumentException if an id is not one
   */
  public TopicRef {
    groupId = Ids.group("groupId", groupId);
    topicId = Ids.positive("topicId", topicId);
  }

  /**
   * Reads a topic's link in the forms that Telegram hands out.
   *
   * @throws IllegalArgumentException if it is not such a link; the text says what is expected
   */
  public static TopicRef parse(String link) {
    String text = Texts.stripBlanks(link);
    TopicRef plain = plain(text);
    if (plain != null) {
      return plain;
    }
    Matcher web = WEB_LINK.matcher(text);
    if (web.matches()) {
      String thread = queryValue(web.group(3), "thread");
      return of(web.group(1), thread != null ? thread : web.group(2));
    }
    Matcher app = APP_LINK.matcher(text);
    if (app.matches()) {
      String channel = queryValue(app.group(1), "channel");
      String thread = queryValue(app.group(1), "thread");
      String topic = thread != null ? thread : queryValue(app.group(1), "post");
      if (channel != null && topic != null) {
        return of(channel, topic);
      }
    }
    throw new IllegalArgumentException(
        "not a topic's link: "
            + Texts.quote(text)
            + "; "
            + (PUBLIC_LINK.matcher(text).matches() ? PUBLIC : FORMS));
  }

  /** Of the form that Hotline says and {@link #link()} has; null of any other. */
  private static @Nullable TopicRef plain(String link) {
    int slash = link.lastIndexOf('/');
    if (slash <= PLAIN.length() || !link.startsWith(PLAIN)) {
      return null;
    }
    String group = link.substring(PLAIN.length(), slash);
    String topic = link.substring(slash + 1);
    boolean fits = Ids.isInteger(group) && Ids.isInteger(topic) && !topic.startsWith("-");
    return fits ? of(group, topic) : null;
  }

  /**
   * Makes a reference of ids as they come: text or number, the group with or without {@code -100}.
   *
   * @throws IllegalArgumentException naming the id that is not one
   */
  public static TopicRef of(Object groupId, Object topicId) {
    return new TopicRef(groupId("groupId", groupId), topicId("topicId", topicId));
  }

  /**
   * Reads a group's id as it comes, text or number, with or without {@code -100}.
   *
   * @param name how the caller calls the id, for the error
   * @throws IllegalArgumentException naming what is wrong
   */
  public static String groupId(String name, Object value) {
    return Ids.group(name, value);
  }

  /**
   * Reads a topic's id as it comes, text or number.
   *
   * @param name how the caller calls the id, for the error
   * @throws IllegalArgumentException naming what is wrong
   */
  public static long topicId(String name, Object value) {
    return Ids.positive(name, value);
  }

  /** The topic's link, {@code https://t.me/c/G/T}. */
  public String link() {
    return PLAIN + groupId + "/" + topicId;
  }

  private static @Nullable String queryValue(@Nullable String query, String name) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
        return pair.substring(equals + 1);
      }
    }
    return null;
  }

  // Written out because of JDK-8078641: what Java 17 makes of a record's own keeps its classes from
  // being unloaded with a web application.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicRef that
        && groupId.equals(that.groupId)
        && topicId == that.topicId;
  }

  @Override
  public int hashCode() {
    return 31 * groupId.hashCode() + Long.hashCode(topicId);
  }
}
