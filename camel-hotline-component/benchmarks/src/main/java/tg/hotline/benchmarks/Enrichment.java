package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.atLeast;
import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many exchanges ask for few topics. The first round begins with nothing known; all rounds together
 * are over before the first answers are too old.
 */
final class Enrichment implements Scenario {

  private static final int EXCHANGES = 100_000;
  private static final int WITHOUT = 20_000;
  private static final int CONCURRENT = 1_000;
  private static final int WARM_UP = 9;
  private static final int ROUNDS = 15;

  @Override
  public Result run(URI server) throws Exception {
    URI url = server.resolve("/info/40");
    int before = AnsweringServer.calls(server);
    Figures cold;
    List<Figures> warm = new ArrayList<>();
    try (Child worker = worker(url, "?cacheTtl=1m")) {
      cold = round(worker, EXCHANGES);
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        Figures measured = round(worker, EXCHANGES);
        if (round >= 0) {
          warm.add(measured);
        }
      }
    }
    int calls = AnsweringServer.calls(server) - before;
    List<Figures> without = new ArrayList<>();
    try (Child worker = worker(url, "")) {
      for (int round = -2; round < 3; round++) {
        Figures measured = round(worker, WITHOUT);
        if (round >= 0) {
          without.add(measured);
        }
      }
    }
    double perSecond = Medians.of(warm.stream().mapToDouble(Figures::perSecond));
    return new Result(
        "100,000 exchanges ask for %d topics, 1,000 at a time, a server that takes 40 ms"
            .formatted(EnrichmentWorker.TOPICS),
        List.of("Round", "Exchanges/s", "from – to", "B/exchange", "CPU µs", "Threads"),
        List.of(
            row("cacheTtl=1m, the first", List.of(cold)),
            row("cacheTtl=1m, later ones", warm),
            row("without cacheTtl", without)),
        List.of(
            atMost(EnrichmentWorker.TOPICS, "", "calls of all rounds together", calls),
            atLeast(200_000, "/s", "exchanges once the topics are known", perSecond)),
        Map.of());
  }

  private static Child worker(URI url, String options) throws IOException {
    return new Child(Child.HALF_A_GIB, EnrichmentWorker.class, url, CONCURRENT, options);
  }

  private static Figures round(Child worker, int exchanges) {
    return Figures.of(worker.ask(exchanges));
  }

  private static List<String> row(String title, List<Figures> rounds) {
    var speeds = rounds.stream().mapToDouble(Figures::perSecond).summaryStatistics();
    return List.of(
        title,
        number(Medians.of(rounds.stream().mapToDouble(Figures::perSecond))),
        number(speeds.getMin()) + " – " + number(speeds.getMax()),
        number(Medians.of(rounds.stream().mapToDouble(Figures::bytes))),
        number(Medians.of(rounds.stream().mapToDouble(Figures::cpuNanos)) / 1_000),
        number(Medians.of(rounds.stream().mapToDouble(Figures::threads))));
  }
}
