package tg.hotline.camel;

import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Access;
import tg.hotline.topics.TopicsClient;

/**
 * What a producer or consumer has from its start to its stop.
 *
 * @param client makes its calls
 * @param access what it makes them with, now
 * @param cache of topics, shared with those whose calls would be the same; null if none is kept
 * @param connection where they are counted
 * @param name by which whose credentials they are is known; no secret
 * @param board what it shares with the others
 */
record Line(
    TopicsClient client,
    Supplier<Access> access,
    @Nullable TopicCache cache,
    ConnectionInUse connection,
    String name,
    Switchboard board) {

  /** Watches the calls for an exchange, if anybody wants to know of them. */
  Watch watch(Exchange exchange) {
    return board.watch(exchange, name);
  }
}
