package tg.hotline.camel;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.Texts;
import tg.hotline.topics.TopicRef;

/**
 * Look up support topics in Hotline, the support desk inside Telegram, and send messages to its
 * operators.
 */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "hotline",
    title = "Hotline",
    syntax = "hotline:operation",
    remote = true,
    category = {Category.CHAT, Category.SAAS},
    headersClass = HotlineConstants.class)
public class HotlineEndpoint extends ScheduledPollEndpoint
    implements AsyncEndpoint, EndpointServiceLocation {

  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

  /** Operators are people: they need no quicker look. In milliseconds. */
  private static final long DELAY = 60_000;

  @UriPath(enums = "info,send")
  @Metadata(
      required = true,
      description = "info looks a topic up; send sends the operators a message.")
  private final HotlineOperation operation;

  @UriParam private HotlineConfiguration configuration;

  @UriParam
  @Metadata(
      description =
          "info: the topic, by its link, such as https://t.me/c/2101424779/5343. Otherwise it is"
              + " read from the headers or the body.")
  private @Nullable String topicLink;

  @UriParam
  @Metadata(
      description = "info: the operators' group, with topicId; the first number of a topic's link.")
  private @Nullable String groupId;

  @UriParam
  @Metadata(description = "info: the topic in the group; the second number of a topic's link.")
  private @Nullable String topicId;

  @UriParam
  @Metadata(
      description =
          "send: Telegram id of the customer whose operators get the message. Otherwise it is read"
              + " from the header or the body.")
  private @Nullable String userId;

  @UriParam
  @Metadata(
      description =
          "A bean, such as #bean:sent. send: remembers over restarts, by idempotentKey, what was"
              + " sent, so that nothing is sent twice. from info: remembers over restarts what was"
              + " seen of the topics, so that nothing is emitted twice; one for each route. Use one"
              + " that is durable and writes an entry only once, such as camel-sql's"
              + " JdbcMessageIdRepository.")
  private @Nullable IdempotentRepository idempotentRepository;

  @UriParam
  @Metadata(
      description =
          "send: a Simple expression that names the message and no other, such as ${header.orderId}."
              + " Needs idempotentRepository. What was sent under the same key before is not sent"
              + " again.")
  private @Nullable String idempotentKey;

  @UriParam(label = "consumer")
  @Metadata(
      description =
          "from info: the topics to watch, by their links, separated by commas or blanks. None, if"
              + " it is empty. Instead of topicLink, groupId and topicId.")
  private @Nullable String topicLinks;

  @UriParam(label = "consumer", javaType = "java.time.Duration", defaultValue = "0")
  @Metadata(
      description =
          "from info: for how long a topic must have been as it is, by its last date, before it is"
              + " emitted. 0: at once.")
  private long unchangedFor;

  @UriParam(label = "consumer", defaultValue = "UTC")
  @Metadata(
      description =
          "from info: the time zone of a topic's last date, which names none, such as Europe/Berlin;"
              + " for unchangedFor.")
  private String timeZone = "UTC";

  // ScheduledPollEndpoint's own, once more: the catalog takes a default from an endpoint's fields.
  @UriParam(
      label = "consumer,scheduler",
      javaType = "java.time.Duration",
      defaultValue = "" + DELAY,
      description = "Milliseconds from the end of a poll to the next.")
  private long delay = DELAY;

  /** The component's; what differs from it was set for this endpoint. */
  private final long commonCacheTtl;

  private @Nullable Expression keyExpression;

  HotlineEndpoint(
      String uri,
      HotlineComponent component,
      HotlineOperation operation,
      HotlineConfiguration configuration) {
    super(uri, component);
    this.operation = operation;
    this.configuration = configuration;
    this.commonCacheTtl = configuration.getCacheTtl();
    setDelay(DELAY);
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    checkTopic();
    configuration.topicToVerify();
    if (userId != null) {
      IncomingInTopic.userId("userId", userId);
    }
    if (operation == HotlineOperation.SEND
        && (topicLink != null || groupId != null || topicId != null || topicLinks != null)) {
      throw new IllegalArgumentException(
          "hotline:send goes to a customer (userId), not to a topic (topicLink, groupId, topicId,"
              + " topicLinks)");
    }
    if (operation == HotlineOperation.INFO && userId != null) {
      throw new IllegalArgumentException(
          "hotline:info looks up a topic (topicLink, or groupId and topicId), not a userId");
    }
    if (operation == HotlineOperation.SEND && hasCacheTtl()) {
      throw new IllegalArgumentException(
          "hotline:send asks for nothing that could be kept; cacheTtl is for to(\"hotline:info\")");
    }
    checkIdempotence();
  }

  private boolean hasCacheTtl() {
    long ttl = configuration.getCacheTtl();
    return ttl != 0 && ttl != commonCacheTtl;
  }

  private void checkIdempotence() {
    if (operation == HotlineOperation.INFO && idempotentKey != null) {
      throw new IllegalArgumentException(
          "hotline:info may be repeated, and takes no idempotentKey");
    }
    if (operation == HotlineOperation.INFO
        || (idempotentRepository == null && idempotentKey == null)) {
      return;
    }
    if (idempotentKey == null || idempotentKey.isBlank()) {
      throw new IllegalArgumentException(
          "idempotentRepository needs idempotentKey, an expression that names the message; set both"
              + " or neither");
    }
    if (idempotentRepository == null) {
      throw new IllegalArgumentException(
          "idempotentKey needs idempotentRepository, a bean that remembers keys; set both or"
              + " neither");
    }
    keyExpression = getCamelContext().resolveLanguage("simple").createExpression(idempotentKey);
    keyExpression.init(getCamelContext());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (idempotentRepository != null) {
      // The context stops it at its end; others may use it for as long.
      getCamelContext().addService(idempotentRepository);
    }
  }

  /**
   * The marks of an exchange's key; null if this endpoint has no repository.
   *
   * @throws IllegalArgumentException if the key comes out empty or broken
   */
  @Nullable Marks marks(Exchange exchange) {
    Expression expression = keyExpression;
    IdempotentRepository repository = idempotentRepository;
    if (expression == null || repository == null) {
      return null;
    }
    String key = expression.evaluate(exchange, String.class);
    MessageHelper.resetStreamCache(exchange.getMessage()); // it may have read the body
    if (key == null || Texts.strip(key).isEmpty()) {
      throw badKey("came out empty");
    }
    try {
      return new Marks(repository, Marks.fit(key));
    } catch (IllegalArgumentException e) {
      throw badKey(e.getMessage());
    }
  }

  private IllegalArgumentException badKey(@Nullable String what) {
    return new IllegalArgumentException(
        "hotline:send: idempotentKey=%s %s; nothing was sent"
            .formatted(Texts.excerpt(String.valueOf(idempotentKey)), what));
  }

  private void checkTopic() {
    String group = groupId == null ? null : TopicRef.groupId("groupId", groupId);
    Long topic = topicId == null ? null : (Long) TopicRef.topicId("topicId", topicId);
    if (topicLink == null) {
      return;
    }
    TopicRef link = InfoInput.parse("topicLink", topicLink);
    if ((group != null && !group.equals(link.groupId()))
        || (topic != null && topic != link.topicId())) {
      throw new IllegalArgumentException(
          "topicLink names %s, but the ids beside it are groupId=%s and topicId=%s; set only topicLink"
              .formatted(link.link(), group, topic));
    }
  }

  @Override
  public Producer createProducer() {
    return switch (operation) {
      case INFO -> {
        if (idempotentRepository != null) {
          throw new IllegalArgumentException(
              "hotline:info may be repeated, and takes an idempotentRepository only in"
                  + " from(\"hotline:info\")");
        }
        if (topicLinks != null || unchangedFor != 0) {
          throw new IllegalArgumentException(
              "topicLinks and unchangedFor are for from(\"hotline:info\"); set topicLink to look one"
                  + " topic up");
        }
        yield new InfoProducer(this);
      }
      case SEND -> new SendProducer(this);
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    InfoConsumer consumer = new InfoConsumer(this, processor, watched());
    configureConsumer(consumer);
    return consumer;
  }

  /** For {@code pollEnrich}: one look at one topic. */
  @Override
  public PollingConsumer createPollingConsumer() {
    Set<TopicRef> topics = watched();
    if (topics.size() != 1 || idempotentRepository != null || unchangedFor != 0) {
      throw new IllegalArgumentException(
          "to poll hotline:info once (pollEnrich) is to look at one topic as it is now: set topicLink,"
              + " and neither topicLinks, idempotentRepository nor unchangedFor");
    }
    return new InfoPollingConsumer(this, topics.iterator().next());
  }

  /** The topics that a consumer watches; none, if {@code topicLinks} is empty. */
  private Set<TopicRef> watched() {
    if (operation == HotlineOperation.SEND) {
      throw new IllegalArgumentException(
          "hotline:send cannot be read from; from(\"hotline:info\") watches topics");
    }
    if (hasCacheTtl()) {
      throw new IllegalArgumentException(
          "from(\"hotline:info\") and pollEnrich look at topics as they are now; cacheTtl is for"
              + " to(\"hotline:info\")");
    }
    if (unchangedFor < 0) {
      throw new IllegalArgumentException("unchangedFor must be 0 or longer");
    }
    zone();
    boolean one = topicLink != null || groupId != null || topicId != null;
    if (one == (topicLinks != null)) {
      throw new IllegalArgumentException(
          "from(\"hotline:info\") needs topics to watch: set "
              + (one ? "only one of " : "")
              + "topicLinks, topicLink, or groupId and topicId");
    }
    Set<TopicRef> topics = new LinkedHashSet<>();
    if (topicLinks != null) {
      for (String link : SEPARATORS.split(topicLinks, -1)) {
        if (!link.isEmpty()) {
          topics.add(InfoInput.parse("topicLinks", link));
        }
      }
    } else if (topicLink != null) {
      topics.add(InfoInput.parse("topicLink", topicLink));
    } else if (groupId != null && topicId != null) {
      topics.add(TopicRef.of(groupId, topicId));
    } else {
      throw new IllegalArgumentException(
          (groupId == null ? "groupId" : "topicId")
              + " is missing; the ids of group and topic belong together");
    }
    return topics;
  }

  /** The zone of a topic's last date. */
  ZoneId zone() {
    try {
      return ZoneId.of(timeZone.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "timeZone=%s is no time zone such as UTC or Europe/Berlin"
              .formatted(Texts.excerpt(timeZone)),
          e);
    }
  }

  HotlineComponent component() {
    return (HotlineComponent) getComponent();
  }

  @Override
  public String getServiceUrl() {
    return configuration.getApiUrl();
  }

  @Override
  public String getServiceProtocol() {
    return configuration.getApiUrl().replaceFirst(":.*", "");
  }

  public HotlineOperation getOperation() {
    return operation;
  }

  public HotlineConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(HotlineConfiguration configuration) {
    this.configuration = configuration;
  }

  public @Nullable String getTopicLink() {
    return topicLink;
  }

  public void setTopicLink(String topicLink) {
    this.topicLink = topicLink;
  }

  public @Nullable String getGroupId() {
    return groupId;
  }

  public void setGroupId(String groupId) {
    this.groupId = groupId;
  }

  public @Nullable String getTopicId() {
    return topicId;
  }

  public void setTopicId(String topicId) {
    this.topicId = topicId;
  }

  public @Nullable String getUserId() {
    return userId;
  }

  public void setUserId(String userId) {
    this.userId = userId;
  }

  public @Nullable IdempotentRepository getIdempotentRepository() {
    return idempotentRepository;
  }

  public void setIdempotentRepository(IdempotentRepository idempotentRepository) {
    this.idempotentRepository = idempotentRepository;
  }

  public @Nullable String getIdempotentKey() {
    return idempotentKey;
  }

  public void setIdempotentKey(String idempotentKey) {
    this.idempotentKey = idempotentKey;
  }

  public @Nullable String getTopicLinks() {
    return topicLinks;
  }

  public void setTopicLinks(String topicLinks) {
    this.topicLinks = topicLinks;
  }

  public long getUnchangedFor() {
    return unchangedFor;
  }

  public void setUnchangedFor(long unchangedFor) {
    this.unchangedFor = unchangedFor;
  }

  public String getTimeZone() {
    return timeZone;
  }

  public void setTimeZone(String timeZone) {
    this.timeZone = timeZone;
  }

  @Override
  public long getDelay() {
    return delay;
  }

  @Override
  public final void setDelay(long delay) {
    super.setDelay(delay);
    this.delay = delay;
  }
}
