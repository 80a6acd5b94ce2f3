package tg.hotline.camel;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.MessageHelper;
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
    producerOnly = true,
    remote = true,
    category = {Category.CHAT, Category.SAAS},
    headersClass = HotlineConstants.class)
public class HotlineEndpoint extends DefaultEndpoint
    implements AsyncEndpoint, EndpointServiceLocation {

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
          "send: remembers over restarts, by idempotentKey, what was sent, so that nothing is sent"
              + " twice: a bean, such as #bean:sent. Use one that is durable and writes an entry only"
              + " once, such as camel-sql's JdbcMessageIdRepository.")
  private @Nullable IdempotentRepository idempotentRepository;

  @UriParam
  @Metadata(
      description =
          "send: a Simple expression that names the message and no other, such as ${header.orderId}."
              + " Needs idempotentRepository. What was sent under the same key before is not sent"
              + " again.")
  private @Nullable String idempotentKey;

  private @Nullable Expression keyExpression;

  HotlineEndpoint(
      String uri,
      HotlineComponent component,
      HotlineOperation operation,
      HotlineConfiguration configuration) {
    super(uri, component);
    this.operation = operation;
    this.configuration = configuration;
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
        && (topicLink != null || groupId != null || topicId != null)) {
      throw new IllegalArgumentException(
          "hotline:send goes to a customer (userId), not to a topic (topicLink, groupId, topicId)");
    }
    if (operation == HotlineOperation.INFO && userId != null) {
      throw new IllegalArgumentException(
          "hotline:info looks up a topic (topicLink, or groupId and topicId), not a userId");
    }
    checkIdempotence();
  }

  private void checkIdempotence() {
    if (idempotentRepository == null && idempotentKey == null) {
      return;
    }
    if (operation == HotlineOperation.INFO) {
      throw new IllegalArgumentException(
          "hotline:info may be repeated, and takes neither idempotentRepository nor idempotentKey");
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
      case INFO -> new InfoProducer(this);
      case SEND -> new SendProducer(this);
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("hotline: endpoints can be written to, not read from");
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
}
