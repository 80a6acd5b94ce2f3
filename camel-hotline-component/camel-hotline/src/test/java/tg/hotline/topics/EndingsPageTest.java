package tg.hotline.topics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tg.hotline.GeneratedParts;

/** The docs' table of answers is written from {@link Ending}. */
class EndingsPageTest {

  private static final Path PAGE = Path.of("../../docs/delivery.adoc");

  @Test
  void holdsWhatTheCodeHas() throws IOException {
    String rows =
        Stream.of(Ending.values())
            .map(
                ending ->
                    "|%s |%s |%s |%s"
                        .formatted(
                            GeneratedParts.escape(ending.description()),
                            ending.outcome(),
                            again(ending.outcome(), true),
                            again(ending.outcome(), false)))
            .collect(Collectors.joining("\n"));
    GeneratedParts.assertHolds(
        PAGE,
        Map.of(
            "outcomes",
            GeneratedParts.table("6,2,1,1", "|What was seen |Outcome |`info` |`send`", rows)));
  }

  private static String again(Outcome outcome, boolean repeatable) {
    if (outcome == Outcome.OK) {
      return "";
    }
    return RetryPolicy.allows(outcome, repeatable) ? "again" : "ends";
  }
}
