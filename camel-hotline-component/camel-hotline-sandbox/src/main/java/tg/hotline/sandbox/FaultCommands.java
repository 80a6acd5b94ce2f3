package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people do to the next calls, and what they can choose from. */
final class FaultCommands {
  static final int MAX_TIMES = 1000;

  private final Supplier<State> state;
  private final Supplier<Phase> phase;
  private final Consumer<Phase> enter;

  /**
   * @param enter begins a phase
   */
  FaultCommands(Supplier<State> state, Supplier<Phase> phase, Consumer<Phase> enter) {
    this.state = state;
    this.phase = phase;
    this.enter = enter;
  }

  /** All that can be scripted by its label, in the order to show it. */
  static void offers(Exchange exchange) throws IOException {
    ArrayNode offers = Json.MAPPER.createArrayNode();
    for (Offer offer : Offer.ALL) {
      offers
          .addObject()
          .put("label", offer.label())
          .put("says", offer.says())
          .put("told", offer.told().name())
          .put("effect", offer.effect());
    }
    exchange.send(Console.ok(offers));
  }

  /** What the next calls get, and the phase. */
  static ObjectNode script(State state, Phase phase) {
    ObjectNode script = Json.object().put("phase", ConsoleJson.name(phase));
    entries(script.putArray("next"), state.script().queue());
    entries(script.putArray("always"), state.script().standing());
    return script;
  }

  /** {@code label}, and {@code times} if the calls after it get it too. */
  ObjectNode play(JsonNode body) throws Refusal {
    String label = body.path("label").asText("");
    Offer offer =
        Offer.labelled(label)
            .orElseThrow(
                () -> new Refusal("label is none of those that GET /console/api/faults lists"));
    JsonNode times = body.path("times");
    if (!times.isMissingNode()
        && !(times.isInt() && times.intValue() >= 1 && times.intValue() <= MAX_TIMES)) {
      throw new Refusal("times is not a whole number from 1 to " + MAX_TIMES);
    }
    state.get().script().add(times.asInt(1), Script.ANY, offer.answer().get(), label);
    return now();
  }

  /** Forgets what the next calls were to get. */
  ObjectNode clear() {
    state.get().script().clearNext();
    return now();
  }

  /** {@code phase}, but not {@link Phase#STOPPED}, from which nobody could come back by HTTP. */
  ObjectNode phase(JsonNode body) throws Refusal {
    String name = body.path("phase").asText("");
    Phase wanted =
        phases()
            .filter(one -> ConsoleJson.name(one).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        "phase is none of "
                            + phases().map(ConsoleJson::name).collect(Collectors.joining(", "))));
    enter.accept(wanted);
    return now();
  }

  private ObjectNode now() {
    return script(state.get(), phase.get());
  }

  private static void entries(ArrayNode array, List<Script.Entry> entries) {
    for (Script.Entry entry : entries) {
      array
          .addObject()
          .put("label", entry.label())
          .put("times", entry.times())
          .put("any_call", entry.matchesAny());
    }
  }

  private static Stream<Phase> phases() {
    return Stream.of(Phase.RUNNING, Phase.STARTING, Phase.LOADING, Phase.UPGRADING);
  }
}
