package tg.hotline.camel;

import org.apache.camel.Exchange;
import tg.hotline.topics.TopicsClient;

/**
 * What a producer or consumer has from its start to its stop.
 *
 * @param client makes its calls
 * @param connection where they are counted
 * @param name by which whose credentials they are is known; no secret
 * @param board what it shares with the others
 */
record Line(TopicsClient client, ConnectionInUse connection, String name, Switchboard board) {

  /** Watches the calls for an exchange, if anybody wants to know of them. */
  Watch watch(Exchange exchange) {
    return board.watch(exchange, name);
  }
}
