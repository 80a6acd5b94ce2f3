package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the first call takes in a JVM that has just started: of a Camel context with nothing in it
 * yet, and of the raw client.
 */
final class Start implements Scenario {

  private static final int ROUNDS = 15;
  private static final double MEGA = 1_000_000;

  /** What a side came to. */
  private record First(double nanos, double bytes) {

    static First of(Class<?> side, URI url) throws Exception {
      try (Child child = new Child(List.of(), side, url)) {
        String[] words = child.read().split(" ", -1);
        return new First(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
      }
    }
  }

  @Override
  public Result run(URI server) throws Exception {
    URI url = server.resolve("/send/0");
    List<First> raw = new ArrayList<>();
    List<First> ours = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      raw.add(First.of(FirstCall.ByRawClient.class, url));
      ours.add(First.of(FirstCall.ByComponent.class, url));
    }
    return new Result(
        "From an empty Camel context to the end of the first call, each in a JVM of its own",
        List.of("Side", "ms", "MB allocated"),
        List.of(row("HttpClient 5 async", raw), row("camel-hotline", ours)),
        List.of(
            atMost(
                80,
                " ms",
                "longer than the raw client",
                (median(ours, First::nanos) - median(raw, First::nanos)) / MEGA),
            atMost(
                5,
                " MB",
                "more than the raw client",
                (median(ours, First::bytes) - median(raw, First::bytes)) / MEGA)),
        Map.of());
  }

  private static List<String> row(String side, List<First> all) {
    return List.of(
        side, number(median(all, First::nanos) / MEGA), number(median(all, First::bytes) / MEGA));
  }

  private static double median(List<First> all, ToDoubleFunction<First> figure) {
    return Medians.of(all.stream().mapToDouble(figure));
  }
}
