package tg.hotline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An exchange of scenario A allocates no more than was recorded. Of a JVM that does not optimize,
 * since then it allocates the same each time: how much is optimized away depends on time.
 */
class AllocationTest {

  private static final List<String> WITHOUT_C2 =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

  private static final int IN_FLIGHT = 16;
  private static final int WARM_UP = 10_000;
  private static final int CALLS = 5_000;
  private static final int ROUNDS = 4;

  @Test
  void anExchangeAllocatesNoMoreThanWasRecorded() throws Exception {
    double recorded = recorded();
    assertThat(allocated())
        .as("bytes; recorded were %,.0f. A new figure needs a page in docs/decisions", recorded)
        .isBetween(0.9 * recorded, 1.1 * recorded);
  }

  /** The most of some rounds: of a thread that ends in a round nobody knows what it allocated. */
  private static double allocated() throws IOException {
    try (Child server = new Child(WITHOUT_C2, AnsweringServer.class);
        Child worker =
            new Child(
                WITHOUT_C2,
                Worker.class,
                Sides.HOTLINE,
                URI.create("http://127.0.0.1:" + server.read() + "/send/0"),
                IN_FLIGHT)) {
      worker.ask(WARM_UP);
      double most = 0;
      for (int round = 0; round < ROUNDS; round++) {
        most = Math.max(most, Figures.of(worker.ask(CALLS)).bytes());
      }
      return most;
    }
  }

  /** The figure of the latest page that records one. */
  private static double recorded() throws IOException {
    Pattern figure = Pattern.compile("Recorded allocation of an exchange: ([0-9,]+) B");
    try (Stream<Path> pages = Files.list(Path.of("../../docs/decisions"))) {
      return pages
          .sorted()
          .flatMap(page -> figure.matcher(text(page)).results())
          .map(MatchResult::group)
          .map(found -> Double.valueOf(found.replaceAll("[^0-9]", "")))
          .reduce((earlier, later) -> later)
          .orElseThrow();
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
