package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.atLeast;
import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;
import static tg.hotline.benchmarks.Sides.CAMEL_HTTP;
import static tg.hotline.benchmarks.Sides.CAMEL_VERTX_HTTP;
import static tg.hotline.benchmarks.Sides.HOTLINE;
import static tg.hotline.benchmarks.Sides.RAW_BEST;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * All sides send the same messages.
 *
 * @param goals read from what all sides came to
 */
record SideBySide(
    String title, Comparison comparison, Function<Comparison.Outcome, List<Goal>> goals)
    implements Scenario {

  private static final double MICRO = 1_000;

  static Scenario sixteenInFlight() {
    return new SideBySide(
        "16 calls in flight, a server that answers at once",
        new Comparison(16, 0, 20_000, 15, 45), // short rounds: what they are compared with is near
        all ->
            List.of(
                atLeast(0.9, " ×", "throughput beside the raw client", speed(all, RAW_BEST)),
                atLeast(3, " ×", "throughput beside camel-http", speed(all, CAMEL_HTTP)),
                atLeast(
                    2.5, " ×", "throughput beside camel-vertx-http", speed(all, CAMEL_VERTX_HTTP)),
                atMost(
                    12_000, " B", "allocated per exchange", all.median(HOTLINE, Figures::bytes))));
  }

  static Scenario twoThousandInFlight() {
    return new SideBySide(
        "2,000 calls in flight, a server that takes 100 ms",
        new Comparison(2_000, 100, 20_000, 8, 5),
        all ->
            List.of(
                atLeast(0.95, " ×", "throughput beside the raw client", speed(all, RAW_BEST)),
                atLeast(3, " ×", "throughput beside camel-http", speed(all, CAMEL_HTTP)),
                atMost(
                    2,
                    "",
                    "threads more than the raw client's",
                    all.difference(HOTLINE, RAW_BEST, Figures::threads))));
  }

  static Scenario oneAtATime() {
    return new SideBySide(
        "One call after the other, a server that answers at once",
        new Comparison(1, 0, 10_000, 6, 15),
        all ->
            List.of(
                atMost(
                    25,
                    " µs",
                    "half of the calls take longer than the raw client's by",
                    all.difference(HOTLINE, RAW_BEST, Figures::p50) / MICRO)));
  }

  /** With many in flight a call's time is the others' business too, and not measured. */
  private String latency(Comparison.Outcome all, Sides side, ToDoubleFunction<Figures> figure) {
    return comparison.inFlight() == 1 ? number(all.median(side, figure) / MICRO) : "";
  }

  private static double speed(Comparison.Outcome all, Sides other) {
    return all.ratio(HOTLINE, other, Figures::perSecond);
  }

  @Override
  public Result run(URI server) throws Exception {
    Comparison.Outcome all = comparison.run(server, Sides.wanted());
    List<List<String>> rows = new ArrayList<>();
    Map<String, Double> bars = new LinkedHashMap<>();
    for (Sides side : all.figures().keySet()) {
      bars.put(side.title, all.median(side, Figures::perSecond));
      rows.add(
          List.of(
              side.title,
              number(all.median(side, Figures::perSecond)),
              all.spread(side, Figures::perSecond),
              number(all.ratio(side, RAW_BEST, Figures::perSecond)),
              number(all.median(side, Figures::bytes)),
              number(all.median(side, Figures::cpuNanos) / MICRO),
              number(all.median(side, Figures::threads)),
              latency(all, side, Figures::p50),
              latency(all, side, Figures::p99)));
    }
    return new Result(
        title,
        List.of(
            "Side",
            "Calls/s",
            "from – to",
            "× raw",
            "B/call",
            "CPU µs",
            "Threads",
            "p50 µs",
            "p99 µs"),
        rows,
        goals.apply(all),
        bars);
  }
}
