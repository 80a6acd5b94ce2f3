package tg.hotline.topics;

import java.util.Map;

/**
 * One call of the Topics API, without credentials.
 *
 * @param <A> the answer of a call that went well
 */
public sealed interface TopicsRequest<A extends TopicsAnswer> permits InfoByTopic, IncomingInTopic {

  /** The request's {@code action} in the Topics API. */
  String action();

  /** What the call is about, for texts that people read; holds no secret and no message. */
  String subject();

  /** Whether the call can be made again when it may have run already. */
  boolean repeatable();

  /** The {@code result} by which Hotline says that it did it. */
  String expectedResult();

  /** Makes the answer of the fields that Hotline sent; never fails, whatever their types are. */
  A answer(Map<String, Object> fields);
}
