package tg.hotline.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.Gate;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * A text on its way: its parts one after the other, from the first that the exchange has not sent
 * yet; between the two marks of its key, if it has one. One thread at a time has it.
 */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final String FULL =
      "as many as maxQueuedCalls allows wait for idempotentRepository already; send slower or raise"
          + " it";

  /** Makes the calls, and knows who wants to hear of them. */
  interface Caller {

    /** Sends a part, which is numbered from 1. */
    void call(int part, Consumer<TopicsResult<SentMessage>> callback);

    /** A part, or all of the text if it is 0, is not sent now, since it is known how that ends. */
    void notCalled(int part, Outcome outcome);
  }

  private final Exchange exchange;
  private final HotlineEndpoint to;
  private final OutgoingText text;
  private final @Nullable Marks marks;
  private final Caller caller;
  private final Runnable done;
  private final MarkThreads threads;
  private final Progress before;
  private final List<SentMessage> sent;

  /** How an earlier try of the next part ended, if that may have been sent. */
  private @Nullable Failure<SentMessage> unknown;

  /** Whether this exchange wrote the first mark, by this try or one before. */
  private boolean marked;

  /**
   * @param marks of the text's key; null if it has none
   * @param done to be run once, at the end
   */
  Delivery(
      Exchange exchange,
      HotlineEndpoint to,
      OutgoingText text,
      @Nullable Marks marks,
      MarkThreads threads,
      Caller caller,
      Runnable done) {
    this.exchange = exchange;
    this.to = to;
    this.text = text;
    this.marks = marks;
    this.caller = caller;
    this.done = done;
    this.threads = threads;
    this.before = Progress.of(exchange, to, text);
    this.sent = new ArrayList<>(before.sent());
    this.unknown = before.unknown();
    this.marked = marks != null && marks.equals(before.marks());
  }

  /**
   * Sends what is not sent yet.
   *
   * @throws HotlineException if an earlier try may have been sent and is not to be repeated,
   *     another copy of the exchange sends the rest, or too many wait for their marks; nothing is
   *     under way then
   */
  void begin() throws HotlineException {
    if (marks == null) {
      HotlineException refusal = refusal();
      if (refusal != null) {
        throw notCalled(refusal);
      }
      next();
      return;
    }
    Marks own = marks;
    try {
      threads.before(() -> begin(own), () -> failUncalled(noPlace(Gate.STOPPING, null)));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      throw uncalled(noPlace(threads.isStopping() ? Gate.STOPPING : FULL, e));
    }
  }

  /** On a thread that the repository may hold. */
  private void begin(Marks own) {
    boolean isDone;
    try { // also where there is no first mark: old ones go, or a person has removed it
      isDone = own.isDone(exchange);
      marked = marked || (!isDone && own.start(exchange));
    } catch (Throwable e) { // the mark may be another's by now, so none is removed
      failUncalled(new Failure<>(Outcome.NOT_SENT, 0, Marks.broken(e), e));
      return;
    }
    if (!isDone && !marked) {
      try {
        isDone = own.isDone(exchange); // by now, perhaps
      } catch (Throwable e) {
        failUncalled(new Failure<>(Outcome.UNKNOWN, 0, own.held() + "; " + Marks.broken(e), e));
        return;
      }
      if (!isDone && unknown == null) {
        unknown = new Failure<>(Outcome.UNKNOWN, 0, own.held(), null);
      }
    }
    if (isDone) {
      threads.goOn(this::succeedUncalled);
      return;
    }
    HotlineException refusal = refusal();
    if (refusal != null) {
      threads.goOn(
          () -> {
            exchange.setException(notCalled(refusal));
            done.run();
          });
      return;
    }
    next(); // on this thread: on another, who came later could be first
  }

  /** For an exception that ends it, though no call was made. */
  private HotlineException notCalled(HotlineException failure) {
    caller.notCalled(Math.min(sent.size() + 1, text.parts().size()), failure.getOutcome());
    return failure;
  }

  /**
   * How the text ended, though nothing was done for it this time. So the exchange keeps what it
   * had: a progress of its own would let it go on beside a copy that has taken the rest.
   */
  private HotlineException uncalled(Failure<SentMessage> failure) {
    HotlineException exception = DeliveryFailures.failed(text, sent.size(), unknown, failure);
    before.keep(exchange, to, text, exception);
    return notCalled(exception);
  }

  private void failUncalled(Failure<SentMessage> failure) {
    threads.goOn(
        () -> {
          try {
            exchange.setException(uncalled(failure));
          } catch (Throwable e) { // never seen; the exchange must end
            exchange.setException(e);
          }
          done.run();
        });
  }

  private void succeedUncalled() {
    caller.notCalled(0, Outcome.OK);
    succeed(new SentMessage(null, text.whole(), null, null, List.of(), Map.of()), null);
  }

  private void goOn() {
    threads.goOn(done);
  }

  private static Failure<SentMessage> noPlace(String reason, @Nullable Throwable cause) {
    return new Failure<>(Outcome.NOT_SENT, 0, reason, cause);
  }

  /** Why this try is not to send it; null if it is. */
  private @Nullable HotlineException refusal() {
    if (unknown != null && !to.getConfiguration().isResendUnknown()) {
      HotlineException failure = DeliveryFailures.notAgain(text, sent.size(), unknown);
      before.keep(exchange, to, text, failure);
      return failure;
    }
    return before.take() ? null : DeliveryFailures.sentElsewhere(text, sent.size());
  }

  private void next() {
    if (sent.size() == text.parts().size()) {
      succeed(SentMessage.whole(text.whole(), sent), marks);
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

  /**
   * @param toFinish to be marked as done; null if they are
   */
  private void succeed(SentMessage answer, @Nullable Marks toFinish) {
    try {
      write(answer);
      if (marks != null && toFinish == null) {
        exchange.getMessage().setHeader(HotlineConstants.ALREADY_SENT, true);
      }
      before.end(exchange);
    } catch (Throwable e) { // nothing of it is to be sent again
      before.reached(sent, null, marked ? marks : null).keep(exchange, to, text, null);
      exchange.setException(e);
    }
    if (toFinish == null) {
      goOn();
    } else {
      end(
          toFinish.done()
              + " could not be added to idempotentRepository; the message was sent, and"
              + " a later send with this key will be held as UNKNOWN",
          () -> toFinish.finish(exchange));
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
    Marks toForget = null;
    try {
      HotlineException exception = failed(failure);
      exchange.setException(exception);
      // Nothing of it may have been sent, by this try or another, so it may be sent yet.
      toForget = marked && exception.getOutcome() != Outcome.UNKNOWN ? marks : null;
    } catch (Throwable e) {
      exchange.setException(e);
    }
    Marks own = toForget;
    if (own == null) {
      goOn();
    } else {
      end(
          own.started()
              + " could not be removed from idempotentRepository; nothing was sent, but a later"
              + " send with this key will be held as UNKNOWN until it is removed",
          () -> own.forget(exchange));
    }
  }

  /** How the text ended; the exchange keeps what a later try must know. */
  private HotlineException failed(Failure<SentMessage> failure) {
    HotlineException exception = DeliveryFailures.failed(text, sent.size(), unknown, failure);
    if (failure.outcome() == Outcome.UNKNOWN) {
      unknown = failure;
    }
    before.reached(sent, unknown, marked ? marks : null).keep(exchange, to, text, exception);
    return exception;
  }

  /** Writes or removes a mark, whatever becomes of that, and ends. */
  private void end(String warning, Runnable mark) {
    boolean runs =
        threads.after(
            () -> {
              try {
                mark.run();
              } catch (Throwable e) { // the outcome stands
                LOG.warn("{}", warning, e);
              } finally {
                goOn();
              }
            });
    if (!runs) {
      LOG.warn("{}: the component has stopped", warning);
      goOn();
    }
  }
}
