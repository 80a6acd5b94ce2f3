package tg.hotline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.Turn;

/** {@code hotline:info}: looks up the topic that options, headers or body name. */
final class InfoProducer extends HotlineProducer {

  InfoProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  void begin(Line running, Exchange exchange, Turn turn, Runnable done) {
    look(running, exchange, InfoInput.topic(getEndpoint(), exchange), turn, done);
  }

  /**
   * Looks a topic up for who is no producer, and returns at once. Whoever stops the component waits
   * for the end.
   *
   * @param done run once, when the exchange has the answer or the exception; on a thread that may
   *     block, or on this one if the look cannot even begin
   */
  static void lookForConsumer(
      Line line, Exchange exchange, TopicRef topic, Turn turn, Runnable done) {
    InFlight inFlight = line.board().inFlight();
    inFlight.begin();
    Runnable ended =
        () -> {
          done.run();
          inFlight.end();
        };
    try {
      look(line, exchange, topic, turn, ended);
    } catch (Throwable e) { // never seen; nobody is to wait for it
      exchange.setException(e);
      ended.run();
    }
  }

  private static void look(Line line, Exchange exchange, TopicRef topic, Turn turn, Runnable done) {
    InfoByTopic request = new InfoByTopic(topic);
    line.watch(exchange)
        .call(line.client(), request, turn, result -> finish(exchange, request, result, done));
  }

  private static void finish(
      Exchange exchange, InfoByTopic request, TopicsResult<TopicInfo> result, Runnable done) {
    try {
      if (result instanceof TopicsResult.Success<TopicInfo> success) {
        Message message = answered(exchange, success.answer());
        AnswerHeaders.write(success.answer(), message);
        AnswerHeaders.writeTopic(request.topic(), message);
      } else if (result instanceof TopicsResult.Failure<TopicInfo> failure) {
        exchange.setException(HotlineException.of(request, failure));
      }
    } catch (Throwable e) {
      exchange.setException(e);
    } finally {
      done.run();
    }
  }
}
