package tg.hotline.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Attempt;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicsAnswer;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.TopicsRequest;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.Turn;

/** Has an eye on the calls that are made for one exchange: audits and counts them. */
final class Watch {

  /** Watches nothing, at no cost. */
  static final Watch NONE = new Watch();

  /** Whose calls they are. */
  private record Caller(
      Audit audit, String exchangeId, @Nullable String routeId, @Nullable String traceId) {}

  /** What a call is about. The text is hashed once, and only if somebody is told. */
  private static final class Subject {
    final HotlineOperation operation;
    final @Nullable String topic;
    final @Nullable Long user;
    final @Nullable String text;
    final int part;
    final int parts;
    private @Nullable String sha256;

    /** Of a lookup. */
    Subject(InfoByTopic request) {
      this.operation = HotlineOperation.INFO;
      this.topic = request.topic().link();
      this.user = null;
      this.text = null;
      this.part = 1;
      this.parts = 1;
    }

    /** Of a message. */
    Subject(OutgoingText text, int part) {
      this.operation = HotlineOperation.SEND;
      this.topic = null;
      this.user = text.userId();
      this.text = part == 0 ? text.whole() : text.parts().get(part - 1).message();
      this.part = part;
      this.parts = text.parts().size();
    }

    @Nullable String sha256() {
      if (sha256 == null && text != null) {
        sha256 = Sha256.of(text);
      }
      return sha256;
    }
  }

  private final String connection;
  private final @Nullable Caller caller;
  private final @Nullable Meters meters;

  private Watch() {
    this.connection = "";
    this.caller = null;
    this.meters = null;
  }

  /**
   * Begins to watch; on the thread that the exchange comes with, since a trace may be bound to it.
   *
   * @param connection whose credentials the calls are made with
   */
  Watch(Exchange exchange, String connection, Audit audit, @Nullable Meters meters) {
    this.connection = connection;
    this.caller =
        audit.isHeard()
            ? new Caller(
                audit,
                exchange.getExchangeId(),
                ExchangeHelper.getRouteId(exchange),
                TraceIds.of(exchange))
            : null;
    this.meters = meters;
  }

  /** Looks a topic up. */
  void call(
      TopicsClient client,
      InfoByTopic request,
      Turn turn,
      Consumer<? super TopicsResult<TopicInfo>> callback) {
    call(client, request, turn, new Subject(request), callback);
  }

  /** Sends the parts of a text. */
  Delivery.Caller caller(TopicsClient client, OutgoingText text, Turn turn) {
    return new Delivery.Caller() {
      @Override
      public void call(int part, Consumer<TopicsResult<SentMessage>> callback) {
        Watch.this.call(
            client, text.parts().get(part - 1), turn, new Subject(text, part), callback);
      }

      @Override
      public void notCalled(int part, Outcome outcome) {
        tell(new Subject(text, part), new Attempt(0, outcome, 0, Instant.now(), 0));
      }
    };
  }

  private <A extends TopicsAnswer> void call(
      TopicsClient client,
      TopicsRequest<A> request,
      Turn turn,
      Subject subject,
      Consumer<? super TopicsResult<A>> callback) {
    Meters counting = meters;
    if (counting == null) {
      client.call(
          request, turn, caller == null ? null : attempt -> tell(subject, attempt), callback);
      return;
    }
    long began = System.nanoTime();
    client.call(
        request,
        turn,
        attempt -> {
          if (attempt.number() > 0) {
            counting.tried(subject.operation, connection, attempt.outcome());
          }
          tell(subject, attempt);
        },
        result -> {
          counting.called(
              subject.operation, connection, result.outcome(), System.nanoTime() - began);
          callback.accept(result);
        });
  }

  private void tell(Subject subject, Attempt attempt) {
    if (caller != null) {
      caller.audit.tell(
          new AuditEvent(
              attempt.began(),
              subject.operation,
              connection,
              subject.topic,
              subject.user,
              subject.part,
              subject.parts,
              attempt.number(),
              attempt.outcome(),
              attempt.status(),
              Duration.ofNanos(attempt.nanos()).toMillis(),
              subject.text == null ? null : (Integer) subject.text.length(),
              subject.sha256(),
              caller.exchangeId,
              caller.routeId,
              caller.traceId));
    }
  }
}
