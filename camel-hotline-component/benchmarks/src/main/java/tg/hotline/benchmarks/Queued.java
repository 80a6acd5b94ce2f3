package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Many sends wait at a gate that lets none through.
 *
 * @param sends as many
 * @param rounds each in a JVM of its own, which has never told anybody to give up before
 */
record Queued(int sends, int rounds) implements Scenario {

  /**
   * What a round came to.
   *
   * @param camel bytes of a send that a route's step holds, whichever it is, without its text
   * @param hotline bytes more that it takes while it waits at the gate
   * @param cancel milliseconds until all are told that nobody wants them any more
   * @param stop milliseconds until all are told that Camel stops, and it has stopped
   */
  record Round(double camel, double hotline, double cancel, double stop) {

    /** As one line. */
    String line() {
      return camel + " " + hotline + " " + cancel + " " + stop;
    }

    static Round of(String line) {
      List<Double> figures = Arrays.stream(line.split(" ")).map(Double::valueOf).toList();
      return new Round(figures.get(0), figures.get(1), figures.get(2), figures.get(3));
    }
  }

  @Override
  public Result run(URI server) throws Exception {
    List<Round> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      try (Child worker = new Child(Child.HALF_A_GIB, QueuedWorker.class, server, sends)) {
        all.add(Round.of(worker.read()));
      }
    }
    return new Result(
        "%,d sends wait at the gate".formatted(sends),
        List.of("", "Median", "Least", "Most"),
        List.of(
            row("B held by Camel for each, beyond its text", all, Round::camel),
            row("B more held by the component", all, Round::hotline),
            row("ms until all are cancelled", all, Round::cancel),
            row("ms until all are told of the stop, and Camel has stopped", all, Round::stop)),
        List.of(
            atMost(1_024, " B", "held for each that waits", median(all, Round::hotline)),
            atMost(1_000, " ms", "until all are cancelled", median(all, Round::cancel)),
            atMost(1_000, " ms", "until Camel has stopped", median(all, Round::stop))),
        Map.of());
  }

  private static List<String> row(String title, List<Round> all, ToDoubleFunction<Round> figure) {
    return List.of(
        title,
        number(median(all, figure)),
        number(figures(all, figure).min().orElse(0)),
        number(figures(all, figure).max().orElse(0)));
  }

  private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
    return Medians.of(figures(all, figure));
  }

  private static DoubleStream figures(List<Round> all, ToDoubleFunction<Round> figure) {
    return all.stream().mapToDouble(figure);
  }
}
