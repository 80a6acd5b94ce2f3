package tg.hotline.camel;

import java.util.List;
import tg.hotline.topics.IncomingInTopic;

/**
 * A text and the messages that it goes out in.
 *
 * @param whole as the exchange has it
 * @param parts at least one, in order
 */
record OutgoingText(String whole, List<IncomingInTopic> parts) {

  long userId() {
    return parts.get(0).userId();
  }

  /** Leaves the text out. */
  @Override
  public String toString() {
    return parts.toString();
  }
}
