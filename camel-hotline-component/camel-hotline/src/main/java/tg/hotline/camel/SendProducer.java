package tg.hotline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicRef;

/** {@code hotline:send}: sends the body's text to the operators of a customer. */
final class SendProducer extends HotlineProducer<IncomingInTopic, SentMessage> {

  SendProducer(HotlineEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  IncomingInTopic request(Exchange exchange) {
    return SendInput.message(getEndpoint(), exchange);
  }

  @Override
  void writeHeaders(IncomingInTopic request, SentMessage answer, Message message) {
    AnswerHeaders.write(answer, message);
    message.setHeader(HotlineConstants.USER_ID, request.userId());
    TopicRef topic = answer.topic();
    if (topic != null) {
      AnswerHeaders.writeTopic(topic, message);
    }
  }
}
