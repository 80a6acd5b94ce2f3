package tg.hotline.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a round of calls came to.
 *
 * @param perSecond calls
 * @param bytes allocated by a call
 * @param cpuNanos used by a call, of all threads
 * @param threads that lived at a time, at most
 * @param p50 nanoseconds that half of the calls took at most
 * @param p99 the same, of 99 %
 */
record Figures(double perSecond, double bytes, double cpuNanos, int threads, long p50, long p99) {

  /** As one line. */
  String line() {
    return "%s %s %s %d %d %d".formatted(perSecond, bytes, cpuNanos, threads, p50, p99);
  }

  static Figures of(String line) {
    var words = Arrays.stream(line.split(" ")).collect(Collectors.toList());
    return new Figures(
        Double.parseDouble(words.get(0)),
        Double.parseDouble(words.get(1)),
        Double.parseDouble(words.get(2)),
        Integer.parseInt(words.get(3)),
        Long.parseLong(words.get(4)),
        Long.parseLong(words.get(5)));
  }

  static Figures between(Counters before, Counters after, int calls, long p50, long p99) {
    return new Figures(
        calls * 1e9 / (after.nanos() - before.nanos()),
        (double) (after.allocated() - before.allocated()) / calls,
        (double) (after.cpuNanos() - before.cpuNanos()) / calls,
        Counters.peakThreads(),
        p50,
        p99);
  }
}
