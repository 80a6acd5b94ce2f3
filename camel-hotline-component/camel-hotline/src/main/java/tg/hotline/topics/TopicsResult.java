package tg.hotline.topics;

import org.jspecify.annotations.Nullable;

/**
 * What a call came to.
 *
 * @param <A> the answer of a call that went well
 */
public sealed interface TopicsResult<A extends TopicsAnswer> {

  /** How the call ended. */
  Outcome outcome();

  /**
   * The call did what was asked.
   *
   * @param answer what Hotline said
   */
  record Success<A extends TopicsAnswer>(A answer) implements TopicsResult<A> {
    @Override
    public Outcome outcome() {
      return Outcome.OK;
    }
  }

  /**
   * The call did not do what was asked, or nobody knows.
   *
   * @param outcome any but {@link Outcome#OK}
   * @param status the HTTP status of the last answer, 0 without one
   * @param reason one line for people, without secrets
   * @param cause what broke, if it was not an answer
   */
  record Failure<A extends TopicsAnswer>(
      Outcome outcome, int status, String reason, @Nullable Throwable cause)
      implements TopicsResult<A> {

    Failure<A> because(String more) {
      return new Failure<>(outcome, status, reason + more, cause);
    }
  }
}
