package tg.hotline.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All sides beside each other: each has a round in turn, then each the next one, the first of a
 * turn being another one each time. So what the machine does besides hits all of them alike.
 *
 * @param inFlight calls at a time; where it is one, each call waits for the one before
 * @param millis until the server answers
 * @param calls of a round
 * @param warmUp rounds that are not counted
 * @param rounds that are
 */
record Comparison(int inFlight, int millis, int calls, int warmUp, int rounds) {

  /** What the sides came to, round by round. */
  record Outcome(Map<Sides, List<Figures>> figures) {

    /** The median of a side's rounds. */
    double median(Sides side, ToDoubleFunction<Figures> figure) {
      return Medians.of(rounds(side).stream().mapToDouble(figure));
    }

    /** The least and the most of a side's rounds. */
    String spread(Sides side, ToDoubleFunction<Figures> figure) {
      DoubleSummaryStatistics all = rounds(side).stream().mapToDouble(figure).summaryStatistics();
      return Goal.number(all.getMin()) + " – " + Goal.number(all.getMax());
    }

    /** The median of what a side is to another in the same turn, as a share. */
    double ratio(Sides side, Sides other, ToDoubleFunction<Figures> figure) {
      return paired(side, other, figure, (mine, its) -> mine / its);
    }

    /** The median of what a side has more than another in the same turn. */
    double difference(Sides side, Sides other, ToDoubleFunction<Figures> figure) {
      return paired(side, other, figure, (mine, its) -> mine - its);
    }

    private double paired(
        Sides side, Sides other, ToDoubleFunction<Figures> figure, DoubleBinaryOperator compared) {
      List<Figures> its = rounds(other);
      List<Figures> mine = rounds(side);
      return Medians.of(
          IntStream.range(0, its.size())
              .mapToDouble(
                  turn ->
                      compared.applyAsDouble(
                          figure.applyAsDouble(mine.get(turn)),
                          figure.applyAsDouble(its.get(turn)))));
    }

    List<Figures> rounds(Sides side) {
      return figures.getOrDefault(side, List.of());
    }
  }

  /** A side at work. */
  private record Contestant(Sides side, Child worker, List<Figures> figures) {}

  /** Runs it. */
  Outcome run(URI server, List<Sides> sides) throws IOException {
    URI url = server.resolve("/send/" + millis);
    List<Contestant> turn = new ArrayList<>();
    try {
      for (Sides side : sides) {
        Child worker = new Child(Child.HALF_A_GIB, Worker.class, side, url, inFlight);
        turn.add(new Contestant(side, worker, new ArrayList<>()));
      }
      for (int round = -warmUp; round < rounds; round++) {
        for (Contestant contestant : turn) {
          Figures measured = Figures.of(contestant.worker.ask(calls));
          if (round >= 0) {
            contestant.figures.add(measured);
          }
        }
        Collections.rotate(turn, 1);
      }
    } finally {
      for (Contestant contestant : turn) {
        contestant.worker.close();
      }
    }
    Map<Sides, List<Figures>> figures = new EnumMap<>(Sides.class);
    turn.forEach(contestant -> figures.put(contestant.side, contestant.figures));
    return new Outcome(figures);
  }
}
