package tg.hotline.examples;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.apache.camel.Variable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What topic-watch.camel.yaml cannot say itself: whether a customer has waited too long. Hotline
 * tells the time of a topic without its zone, so the zone is a setting.
 */
@NullMarked
public final class Patience {

  private static final String WAITING = "user_answered";

  private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final Clock clock;
  private ZoneId timeZone = ZoneId.of("UTC");
  private Duration limit = Duration.ofMinutes(15);

  public Patience() {
    this(Clock.systemUTC());
  }

  Patience(Clock clock) {
    this.clock = clock;
  }

  /** Whether the customer was the last to write, and longer ago than the limit. */
  public boolean isOver(
      @Variable("header:topic.CamelHotlineTopicStatus") @Nullable String status,
      @Variable("header:topic.CamelHotlineTopicLastDate") @Nullable LocalDateTime lastDate) {
    return WAITING.equals(status)
        && lastDate != null
        && lastDate.atZone(timeZone).toInstant().plus(limit).isBefore(clock.instant());
  }

  /** Since when the customer waits, for the operators to read. */
  public String since(@Variable("header:topic.CamelHotlineTopicLastDate") LocalDateTime lastDate) {
    return SINCE.format(lastDate) + " " + timeZone;
  }

  /** The zone of {@code topic_last_date}, such as {@code Europe/Berlin}. */
  public void setTimeZone(String timeZone) {
    this.timeZone = ZoneId.of(timeZone);
  }

  /** How long a customer may wait, such as {@code PT15M}. */
  public void setLimit(String limit) {
    this.limit = Duration.parse(limit);
  }
}
