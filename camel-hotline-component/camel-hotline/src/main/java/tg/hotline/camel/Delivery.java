package tg.hotline.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * A text on its way: its parts one after the other, from the first that the exchange has not sent
 * yet. One thread at a time has it.
 */
final class Delivery {

  /** Makes the call for one part, which is numbered from 1. */
  interface Caller {
    void call(int part, Consumer<TopicsResult<SentMessage>> callback);
  }

  private final Exchange exchange;
  private final HotlineEndpoint to;
  private final OutgoingText text;
  private final Caller caller;
  private final Runnable done;
  private final Progress before;
  private final List<SentMessage> sent;

  /** How an earlier try of the next part ended, if that may have been sent. */
  private @Nullable Failure<SentMessage> unknown;

  Delivery(Exchange exchange, HotlineEndpoint to, OutgoingText text, Caller caller, Runnable done) {
    this.exchange = exchange;
    this.to = to;
    this.text = text;
    this.caller = caller;
    this.done = done;
    this.before = Progress.of(exchange, to, text);
    this.sent = new ArrayList<>(before.sent());
    this.unknown = before.unknown();
  }

  /**
   * Sends what is not sent yet.
   *
   * @throws HotlineException if an earlier try may have been sent and is not to be repeated, or
   *     another copy of the exchange sends the rest
   */
  void begin() throws HotlineException {
    if (unknown != null && !to.getConfiguration().isResendUnknown()) {
      HotlineException failure = DeliveryFailures.notAgain(text, sent.size(), unknown);
      before.keep(exchange, to, text, failure);
      throw failure;
    }
    if (!before.take()) {
      throw DeliveryFailures.sentElsewhere(text, sent.size());
    }
    next();
  }

  private void next() {
    if (sent.size() == text.parts().size()) {
      succeed();
      return;
    }
    try {
      caller.call(sent.size() + 1, this::ended);
    } catch (Throwable e) { // never seen; the exchange must end
      fail(new Failure<>(Outcome.UNKNOWN, 0, e.toString(), e));
    }
  }

  private void ended(TopicsResult<SentMessage> result) {
    if (result instanceof TopicsResult.Success<SentMessage> success) {
      sent.add(success.answer());
      unknown = null;
      next();
    } else if (result instanceof Failure<SentMessage> failure) {
      fail(failure);
    }
  }

  private void succeed() {
    try {
      write(SentMessage.whole(text.whole(), sent));
      before.end(exchange);
    } catch (Throwable e) { // nothing of it is to be sent again
      before.reached(sent, null).keep(exchange, to, text, null);
      exchange.setException(e);
    } finally {
      done.run();
    }
  }

  private void write(SentMessage answer) {
    Message message = HotlineProducer.answered(exchange, answer);
    AnswerHeaders.write(answer, message);
    message.setHeader(HotlineConstants.USER_ID, text.userId());
    TopicRef topic = answer.topic();
    if (topic != null) {
      AnswerHeaders.writeTopic(topic, message);
    }
  }

  private void fail(Failure<SentMessage> failure) {
    try {
      HotlineException exception = DeliveryFailures.failed(text, sent.size(), unknown, failure);
      exchange.setException(exception);
      if (failure.outcome() == Outcome.UNKNOWN) {
        unknown = failure;
      }
      before.reached(sent, unknown).keep(exchange, to, text, exception);
    } catch (Throwable e) {
      exchange.setException(e);
    } finally {
      done.run();
    }
  }
}
