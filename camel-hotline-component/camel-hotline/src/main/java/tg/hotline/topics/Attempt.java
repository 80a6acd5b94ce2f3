package tg.hotline.topics;

import java.time.Instant;

/**
 * One try of a call, or the end of a call that came to none. Holds no secret, and no text.
 *
 * @param number counts the tries of a call, from 1; 0 if the call ended before its first: the gate
 *     let it not through, or it had no credentials
 * @param outcome how the try ended; a call may go on after it
 * @param status the answer's HTTP status, 0 without an answer
 * @param began when the try began; of number 0, when the call came
 * @param nanos from then to its end, in nanoseconds
 */
public record Attempt(int number, Outcome outcome, int status, Instant began, long nanos) {

  /** Is told of every try of a call. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Told of the tries of one call in their order, one at a time, before the next one begins and
     * before the caller is told what the call came to. Runs on a thread of {@link
     * TopicsClient.Engine#hop()}, or on any when that one takes no more tasks: how long it takes
     * holds this call and, but for that, no other. What it throws is logged and changes nothing.
     */
    void tried(Attempt attempt);
  }
}
