package tg.hotline.examples;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;

/** How far a file's rows have come, and how fast. Thread-safe. */
@NullMarked
final class CsvProgress {

  /** The rate is that of the last minute: steady, and soon right when the service slows down. */
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final long rows;
  private final LongSupplier clock;
  private final long start;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong sentBefore = new AtomicLong();
  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(long nanos, long done) {}

  /**
   * Starts the clock.
   *
   * @param rows how many there are
   * @param clock nanoseconds, as {@link System#nanoTime} tells them
   */
  CsvProgress(long rows, LongSupplier clock) {
    this.rows = rows;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** A row failed; {@link #rowDone} comes for it too. */
  void rowFailed() {
    failed.incrementAndGet();
  }

  /** A row was sent by an earlier reading; {@link #rowDone} comes for it too. */
  void rowSentBefore() {
    sentBefore.incrementAndGet();
  }

  /** A row is through, whatever became of it. */
  void rowDone() {
    done.incrementAndGet();
  }

  /** {@code 41,200 of 100,000}. */
  String rowsDone() {
    return text("%,d of %,d", done.get(), rows);
  }

  /**
   * What to tell now. To be asked again and again in the same distance: the first answer is empty,
   * since what is through within one needs no such line.
   */
  synchronized Optional<String> line() {
    Mark now = new Mark(clock.getAsLong(), done.get());
    while (marks.size() > 1 && now.nanos - marks.getFirst().nanos > WINDOW) {
      marks.removeFirst();
    }
    Mark first = marks.peekFirst();
    Mark before = marks.peekLast();
    marks.addLast(now);
    if (first == null || before == null) {
      return Optional.empty();
    }
    // A minute's rate says nothing of a service that has just stopped to answer.
    double rate =
        now.done == before.done ? 0 : rate(now.done - first.done, now.nanos - first.nanos);
    long left = rows - now.done;
    return Optional.of(
        text(
            "%,d of %,d rows done%s, %,d failed, %,d left, %s, %s",
            now.done,
            rows,
            sentBefore.get() > 0 ? text(", %,d sent before", sentBefore.get()) : "",
            failed.get(),
            left,
            perSecond(rate),
            rate == 0 ? "time to go unknown" : time(left / rate) + " to go"));
  }

  /** What became of the rows: {@code 58,787 sent, 41,200 sent before, 13 not, in 54 s, 1,850/s}. */
  String total() {
    long nanos = clock.getAsLong() - start;
    return text("%,d sent", rows - failed.get() - sentBefore.get())
        + (sentBefore.get() > 0 ? text(", %,d sent before", sentBefore.get()) : "")
        + (anyFailed() ? text(", %,d not", failed.get()) : "")
        + ", in "
        + time(nanos / 1e9)
        + ", "
        + perSecond(rate(done.get(), nanos));
  }

  boolean anyFailed() {
    return failed.get() > 0;
  }

  private static double rate(long rows, long nanos) {
    return rows * 1e9 / Math.max(1, nanos);
  }

  private static String perSecond(double rate) {
    return text(rate > 0 && rate < 9.95 ? "%.1f/s" : "%,.0f/s", rate);
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds((long) Math.ceil(seconds));
    if (time.toHours() > 0) {
      return text("%,d h %d min", time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? text("%d min %d s", time.toMinutes(), time.toSecondsPart())
        : text("%d s", time.toSeconds());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
