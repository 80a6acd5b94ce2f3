package tg.hotline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import tg.hotline.topics.InfoByTopic;
import tg.hotline.topics.TopicInfo;

/** {@code hotline:info}: looks up the topic that options, headers or body name. */
final class InfoProducer extends HotlineProducer<InfoByTopic, TopicInfo> {

  InfoProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  InfoByTopic request(Exchange exchange) {
    return new InfoByTopic(InfoInput.topic(getEndpoint(), exchange));
  }

  @Override
  void writeHeaders(InfoByTopic request, TopicInfo answer, Message message) {
    AnswerHeaders.write(answer, message);
    AnswerHeaders.writeTopic(request.topic(), message);
  }
}
