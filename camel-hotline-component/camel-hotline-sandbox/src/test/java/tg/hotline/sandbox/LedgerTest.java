package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder = Path.of("");

  @Test
  void eachStepIsALineAndAnotherRunGoesOn() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (HotlineSandbox hotline = HotlineSandbox.builder().ledger(file).start()) {
      new Caller(hotline).call(Caller.send(Seed.USER_ID, "hi, " + Seed.API_KEY));
      assertThat(steps(file)).containsExactly("1 received", "1 effect", "1 answered");
    }
    Files.writeString(file, Files.readString(file) + "{\"run\":\"torn");
    try (HotlineSandbox hotline = HotlineSandbox.builder().ledger(file).start()) {
      new Caller(hotline).call(Caller.INFO);
      new Caller(hotline).call(Caller.send(1, "nobody"));
    }

    assertThat(steps(file))
        .containsExactly(
            "1 received",
            "1 effect",
            "1 answered",
            "torn",
            "1 received",
            "1 answered",
            "2 received",
            "2 answered");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).contains("\"user_id\":987654321", "\"text\":\"hi, ***\"");
    assertThat(lines.get(2)).contains("\"status\":200", "\"outcome\":\"message_sent\"");
    assertThat(run(lines.get(0))).isEqualTo(run(lines.get(2))).isNotEqualTo(run(lines.get(5)));
    assertThat(run(lines.get(5))).isEqualTo(run(lines.get(7)));
    assertThat(String.join("", lines)).doesNotContain(Seed.API_KEY, Seed.ACCESS_TOKEN);
  }

  @Test
  void whatCannotBeWrittenDoesNotHappen() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has it");
    try (HotlineSandbox hotline = HotlineSandbox.builder().ledger(full).start()) {
      assertThatThrownBy(() -> new Caller(hotline).call(Caller.send(Seed.USER_ID, "hi")))
          .isInstanceOf(IOException.class);
      assertThat(hotline.messages()).isEmpty();
    }
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() {
    Path file = folder.resolve("ledger.jsonl");
    Path nowhere = folder.resolve("none").resolve("ledger.jsonl");
    try (HotlineSandbox hotline = HotlineSandbox.builder().ledger(file).start()) {
      assertThat(hotline.port()).isPositive();
      assertThatThrownBy(() -> HotlineSandbox.builder().ledger(file).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("Cannot write the ledger " + file + ": another sandbox writes to it");
    }
    assertThatThrownBy(() -> HotlineSandbox.builder().ledger(nowhere).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot write the ledger " + nowhere);
  }

  @Test
  void aFaultOfTheMixIsNamedInTheLedgerAndWhatIsScriptedGoesBefore() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (HotlineSandbox hotline = HotlineSandbox.builder().ledger(file).faults(1, 4).start()) {
      FaultMix same = new FaultMix(1, 4);
      hotline.answerNext(Answer.usual());
      assertThat(new Caller(hotline).call(Caller.INFO).body()).contains("topic_info");
      Fault first = same.next().orElseThrow();
      hotline.reset();
      try {
        new Caller(hotline).call(Caller.INFO);
      } catch (IOException e) {
        assertThat(first.answer()).as("cuts the connection").isNotInstanceOf(Answer.Raw.class);
      }
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.get(0)).doesNotContain("\"fault\"");
      assertThat(lines.get(2)).contains("\"fault\":\"" + first.label() + "\"");
    }
  }

  @Test
  void theMixHasItsShareAndEveryFaultAndTheSameForTheSameSeed() {
    List<Optional<Fault>> drawn = drawn(0.05, 42);

    assertThat(drawn).isEqualTo(drawn(0.05, 42)).isNotEqualTo(drawn(0.05, 43));
    Map<Fault, Integer> counts = new HashMap<>();
    drawn.forEach(fault -> fault.ifPresent(f -> counts.merge(f, 1, Integer::sum)));
    assertThat(counts.keySet()).containsExactlyInAnyOrder(Fault.values());
    assertThat(counts.values().stream().mapToInt(i -> i).sum()).isBetween(4_500, 5_500);
    assertThat(drawn(0, 42)).containsOnly(Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HotlineSandbox.builder().faults(1.5, 1))
        .withMessage("share must be 0 to 1, not 1.5");
  }

  @Test
  void everyFaultIsOnThePage() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "sandbox.adoc"));

    assertThat(page).contains(Stream.of(Fault.values()).map(f -> "`" + f.label() + "`").toList());
    assertThat(Fault.labelled("cut-after-effect")).isEqualTo(Fault.CUT_AFTER_EFFECT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.labelled("cute"))
        .withMessage("Unknown fault: cute");
  }

  private static List<Optional<Fault>> drawn(double share, long seed) {
    FaultMix mix = new FaultMix(share, seed);
    return IntStream.range(0, 100_000).mapToObj(i -> mix.next()).toList();
  }

  private static List<String> steps(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .map(
            line ->
                line.endsWith("torn")
                    ? "torn"
                    : line.replaceFirst(".*\"call\":(\\d+),\"step\":\"(\\w+)\".*", "$1 $2"))
        .toList();
  }

  private static String run(String line) {
    return line.replaceFirst(".*\"run\":\"([^\"]+)\".*", "$1");
  }
}
