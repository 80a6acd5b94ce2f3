package tg.hotline.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Fault;

/**
 * A call as the sandbox's ledger has it.
 *
 * @param at when it was received
 * @param part null if that was not read
 * @param fault what was played, if anything
 * @param effects how often it took effect: never or once
 * @param answered false if the sandbox was killed before
 */
record LedgerCall(
    Instant at, @Nullable Part part, @Nullable Fault fault, int effects, boolean answered) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Whether nobody but the ledger can know what became of it. */
  boolean ambiguous() {
    return !answered || toldBy(Fault.Told.UNKNOWN);
  }

  /** Whether it was hit by a fault of which a caller can know so much. */
  boolean toldBy(Fault.Told told) {
    return fault != null && fault.told() == told;
  }

  /** All calls in the order they were received. A line that was cut by a kill says nothing. */
  static Collection<LedgerCall> read(Path ledger) throws IOException {
    Map<String, LedgerCall> calls = new LinkedHashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(ledger)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode entry = parsed(line);
        if (entry != null) {
          calls.compute(
              entry.get("run").textValue() + "/" + entry.get("call"),
              (name, before) -> next(entry, before));
        }
      }
    }
    return calls.values();
  }

  private static LedgerCall next(JsonNode entry, @Nullable LedgerCall before) {
    String step = entry.get("step").textValue();
    if (before == null) {
      if (!"received".equals(step)) {
        throw new IllegalStateException("Not received before: " + entry);
      }
      JsonNode fault = entry.get("fault");
      return new LedgerCall(
          Instant.parse(entry.get("at").textValue()),
          Part.of(entry.get("text").textValue()),
          fault == null ? null : Fault.labelled(fault.textValue()),
          0,
          false);
    }
    return switch (step) {
      case "effect" ->
          new LedgerCall(before.at, before.part, before.fault, before.effects + 1, before.answered);
      case "answered" -> new LedgerCall(before.at, before.part, before.fault, before.effects, true);
      default -> throw new IllegalStateException("Received twice, or unknown: " + entry);
    };
  }

  private static @Nullable JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
