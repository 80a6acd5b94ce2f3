/**
 * The client of Hotline's Topics API, version 1. It knows nothing of Camel and can be used alone.
 *
 * <p>The way of a call: {@link tg.hotline.topics.TopicsRequest} → {@link
 * tg.hotline.topics.TopicsClient} → {@link tg.hotline.topics.Gate} → {@link
 * tg.hotline.topics.HttpTransport} → {@code AnswerReader} → {@link tg.hotline.topics.TopicsResult};
 * {@link tg.hotline.topics.RetryPolicy} decides whether the way is gone once more.
 */
@NullMarked
package tg.hotline.topics;

import org.jspecify.annotations.NullMarked;
