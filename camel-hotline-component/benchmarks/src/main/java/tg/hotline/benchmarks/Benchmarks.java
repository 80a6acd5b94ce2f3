package tg.hotline.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the scenarios that are named, or all, prints what they came to, and writes it. */
final class Benchmarks {

  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("A", SideBySide.sixteenInFlight());
    SCENARIOS.put("B", SideBySide.twoThousandInFlight());
    SCENARIOS.put("C", SideBySide.oneAtATime());
    SCENARIOS.put("D", new Enrichment());
    SCENARIOS.put("E", new Queued(100_000, 3));
    SCENARIOS.put("F", new Growth());
    SCENARIOS.put("G", new LongFile());
    SCENARIOS.put("H", new Start());
  }

  private Benchmarks() {}

  /**
   * @param args letters of scenarios with commas between them; with {@code
   *     -Dhotline.docs.write=true} what they come to is written into docs/performance.adoc
   */
  public static void main(String[] args) throws Exception {
    Report report =
        Boolean.getBoolean("hotline.docs.write")
            ? Report.into(Path.of("docs/performance.adoc"))
            : Report.printed();
    List<String> letters = args.length == 0 ? List.of() : List.of(args[0].split(",", -1));
    for (String letter : letters.isEmpty() ? SCENARIOS.keySet() : letters) {
      Scenario scenario = SCENARIOS.get(letter);
      if (scenario == null) {
        throw new IllegalArgumentException(
            "There is no scenario " + letter + ", only " + SCENARIOS.keySet());
      }
      try (Child server = new Child(List.of(), AnsweringServer.class)) {
        report.add(letter, scenario.run(URI.create("http://127.0.0.1:" + server.read())));
      }
    }
  }
}
