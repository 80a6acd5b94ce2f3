package tg.hotline.camel;

import tg.hotline.topics.TopicsClient;

/**
 * What a producer has from its start to its stop.
 *
 * @param client makes its calls
 * @param connection where they are counted
 */
record Line(TopicsClient client, ConnectionInUse connection) {}
