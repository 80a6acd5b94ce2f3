package tg.hotline.camel;

import org.apache.camel.CamelException;
import org.apache.camel.spi.HttpResponseAware;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsRequest;
import tg.hotline.topics.TopicsResult;

/**
 * A call of Hotline that did not go well. Which of the three kinds it is says what may be done
 * next. The message names what was asked for and what came back, and holds no secret. There is no
 * stack trace but the cause's.
 */
public abstract sealed class HotlineException extends CamelException implements HttpResponseAware
    permits HotlineRejectedException, HotlineNotSentException, HotlineDeliveryUnknownException {

  private static final long serialVersionUID = 1L;

  private int httpResponseCode;
  private @Nullable String httpResponseStatus;
  private int parts = 1;
  private int partsSent;
  private transient Progress.@Nullable Texts progress;

  HotlineException(String message, int httpResponseCode, @Nullable Throwable cause) {
    super(message, cause);
    this.httpResponseCode = httpResponseCode;
  }

  static HotlineException of(TopicsRequest<?> request, TopicsResult.Failure<?> failure) {
    return of(request.action() + " for " + request.subject(), failure);
  }

  static HotlineException of(String call, TopicsResult.Failure<?> failure) {
    String what = call + ": " + failure.reason();
    return switch (failure.outcome()) {
      case REJECTED -> new HotlineRejectedException(what, failure.status(), failure.cause());
      case NOT_SENT -> new HotlineNotSentException(what, failure.status(), failure.cause());
      case UNKNOWN -> new HotlineDeliveryUnknownException(what, failure.status(), failure.cause());
      case OK -> throw new IllegalStateException("a failure that is none: " + failure);
    };
  }

  /**
   * Does nothing, so it has no stack trace of its own: that would show how a thread of the
   * component came to tell of a call, and nothing of the route. Its cause, where there is one, has
   * its own.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** How the call ended; never {@link Outcome#OK}. */
  public abstract Outcome getOutcome();

  HotlineException ofParts(int count, int sent) {
    parts = count;
    partsSent = sent;
    return this;
  }

  void setProgress(Progress.Texts reached) {
    progress = reached;
  }

  Progress.@Nullable Texts progress() {
    return progress;
  }

  /** How many messages the text goes out in; 1 if it is not split. */
  public int getParts() {
    return parts;
  }

  /** How many of them, the first ones, are known to be sent: by this call or one before it. */
  public int getPartsSent() {
    return partsSent;
  }

  /** The HTTP status of Hotline's last answer, 0 if there was none. */
  @Override
  public int getHttpResponseCode() {
    return httpResponseCode;
  }

  @Override
  public void setHttpResponseCode(int httpResponseCode) {
    this.httpResponseCode = httpResponseCode;
  }

  @Override
  public @Nullable String getHttpResponseStatus() {
    return httpResponseStatus;
  }

  @Override
  public void setHttpResponseStatus(@Nullable String httpResponseStatus) {
    this.httpResponseStatus = httpResponseStatus;
  }
}
