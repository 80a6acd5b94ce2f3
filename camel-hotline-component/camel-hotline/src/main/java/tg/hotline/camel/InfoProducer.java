package tg.hotline.camel;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import tg.hotline.topics.Access;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.TopicsResult;
import tg.hotline.topics.Turn;

/** {@code hotline:info}: looks up the topic that options, headers or body name. */
final class InfoProducer extends HotlineProducer {

  InfoProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  boolean begin(Line running, Exchange exchange, Runnable done) {
    TopicRef topic = InfoInput.topic(getEndpoint(), exchange);
    TopicCache cache = running.cache();
    if (cache == null) {
      look(running, exchange, topic, turn(exchange), done);
      return false;
    }
    return ask(cache, running, exchange, topic, done);
  }

  /** Whether it is known already. */
  private static boolean ask(
      TopicCache cache, Line running, Exchange exchange, TopicRef topic, Runnable done) {
    InfoByTopic request = new InfoByTopic(topic);
    Access access;
    try {
      access = running.access().get();
    } catch (RuntimeException | Error e) { // told as of any call
      TopicsClient without =
          running
              .client()
              .with(
                  () -> {
                    throw e;
                  });
      look(running, without, exchange, request, turn(exchange), finishing(exchange, request, done));
      return false;
    }
    TopicInfo known =
        cache.ask(
            new TopicCache.Key(access.credentials(), topic),
            callback ->
                look(
                    running,
                    running.client().with(() -> access),
                    exchange,
                    request,
                    turn(exchange),
                    callback),
            finishing(exchange, request, done));
    if (known == null) {
      return false;
    }
    answer(exchange, request, known);
    return true;
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
    look(line, line.client(), exchange, request, turn, finishing(exchange, request, done));
  }

  private static void look(
      Line line,
      TopicsClient client,
      Exchange exchange,
      InfoByTopic request,
      Turn turn,
      Consumer<TopicsResult<TopicInfo>> callback) {
    line.watch(exchange).call(client, request, turn, callback);
  }

  private static Consumer<TopicsResult<TopicInfo>> finishing(
      Exchange exchange, InfoByTopic request, Runnable done) {
    return result -> finish(exchange, request, result, done);
  }

  private static void finish(
      Exchange exchange, InfoByTopic request, TopicsResult<TopicInfo> result, Runnable done) {
    try {
      if (result instanceof TopicsResult.Success<TopicInfo> success) {
        answer(exchange, request, success.answer());
      } else if (result instanceof TopicsResult.Failure<TopicInfo> failure) {
        exchange.setException(HotlineException.of(request, failure));
      }
    } catch (Throwable e) {
      exchange.setException(e);
    } finally {
      done.run();
    }
  }

  private static void answer(Exchange exchange, InfoByTopic request, TopicInfo info) {
    Message message = answered(exchange, info);
    AnswerHeaders.write(info, message);
    AnswerHeaders.writeTopic(request.topic(), message);
  }
}
