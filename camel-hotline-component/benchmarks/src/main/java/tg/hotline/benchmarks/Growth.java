package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a call costs after a million calls what it cost after ten thousand. */
final class Growth implements Scenario {

  private static final int IN_FLIGHT = 16;
  private static final int CALLS = 1_000_000;
  private static final int STEP = 10_000;

  /** So many steps are one row, of which the median is taken. */
  private static final int STEPS = 9;

  /** Before them the JVM still compiles. */
  private static final int WARM_UP = 200_000;

  /** What a row comes to. */
  private record Row(int calls, double bytes, double cpuNanos, double heap) {}

  @Override
  public Result run(URI server) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (Child worker =
        new Child(
            Child.HALF_A_GIB, Worker.class, Sides.HOTLINE, server.resolve("/send/0"), IN_FLIGHT)) {
      worker.ask(WARM_UP);
      int calls = 0;
      while (calls < CALLS) {
        List<Figures> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
          steps.add(Figures.of(worker.ask(STEP)));
        }
        calls += STEPS * STEP;
        rows.add(
            new Row(
                calls,
                Medians.of(steps.stream().mapToDouble(Figures::bytes)),
                Medians.of(steps.stream().mapToDouble(Figures::cpuNanos)),
                Double.parseDouble(worker.ask(Worker.HEAP))));
        int rest = Math.min(CALLS - calls, 90_000);
        if (rest > 0) {
          worker.ask(rest);
          calls += rest;
        }
      }
    }
    Row first = rows.get(0);
    Row last = rows.get(rows.size() - 1);
    return new Result(
        "A million calls, 16 in flight",
        List.of("After calls", "B/call", "CPU µs/call", "Heap after a full collection, KB"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        number(row.calls),
                        number(row.bytes),
                        number(row.cpuNanos / 1000),
                        number(row.heap / 1024)))
            .toList(),
        List.of(
            atMost(10, " %", "allocation per call grows by", percent(first.bytes, last.bytes)),
            atMost(10, " %", "CPU time per call grows by", percent(first.cpuNanos, last.cpuNanos)),
            atMost(10, " %", "heap grows by", percent(first.heap, last.heap))),
        Map.of());
  }

  private static double percent(double before, double after) {
    return 100 * (after / before - 1);
  }
}
