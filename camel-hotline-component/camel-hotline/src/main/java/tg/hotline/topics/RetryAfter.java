package tg.hotline.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds or an HTTP date. Pure. */
final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  /** So that what is longer, however absurd, is still a number. */
  private static final int DIGITS = 9;

  private RetryAfter() {}

  /**
   * How long an answer asks to wait, at most {@code most}.
   *
   * @param clock the time here, for an answer that does not say when it was given
   * @return null if it does not ask, or asks for what cannot be
   */
  static @Nullable Duration of(HttpAnswer answer, Instant clock, Duration most) {
    String asked = answer.retryAfter() == null ? "" : answer.retryAfter().strip();
    if (SECONDS.matcher(asked).matches()) {
      String digits = asked.replaceFirst("^0+(?=.)", "");
      return digits.length() > DIGITS
          ? most
          : shorter(Duration.ofSeconds(Long.parseLong(digits)), most);
    }
    Instant until = DateUtils.parseStandardDate(asked);
    if (until == null) {
      return null;
    }
    // By the clock that the date was made with, if it is known: ours may go otherwise.
    Instant given = answer.date() == null ? null : DateUtils.parseStandardDate(answer.date());
    Duration wait = Duration.between(given == null ? clock : given, until);
    return wait.isNegative() ? null : shorter(wait, most);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
