package tg.hotline.camel;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.RateLimit;

/**
 * Reads and writes the option {@code rateLimit}: calls, a slash and a duration as Camel writes it.
 */
final class RateLimitOption {

  /** Camel's own reading takes what it does not understand for 0. */
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,9})/(\\d{1,9}|(?=\\d)(?:\\d{1,9}d)?(?:\\d{1,9}h)?(?:\\d{1,9}m(?!s))?(?:\\d{1,9}s)?(?:\\d{1,9}ms)?)");

  private static final String OFF = "off";

  private RateLimitOption() {}

  /**
   * @param name of the option, for errors
   * @return null for no limit
   * @throws IllegalArgumentException naming the option and an example
   */
  static @Nullable RateLimit read(String name, String value) {
    if (value.equals(OFF)) {
      return null;
    }
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "%s=%s is not a number of calls per duration, such as 20/1m or 50/1s, nor off"
              .formatted(name, value));
    }
    Duration period = Duration.ofMillis(TimeUtils.toMilliSeconds(form.group(2)));
    try {
      return new RateLimit(Integer.parseInt(form.group(1)), period);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s=%s: %s".formatted(name, value, e.getMessage()), e);
    }
  }

  /** As it is read. */
  static String write(@Nullable RateLimit limit) {
    return limit == null ? OFF : limit.toString();
  }
}
