package tg.hotline.sandbox;

import java.util.function.Consumer;

/**
 * Everything that a reset forgets. A call keeps the state in which it arrived, so a late effect of
 * one test cannot reach the next.
 */
record State(
    Hotline hotline,
    Journal journal,
    Script script,
    BotScript botScript,
    FaultMix faults,
    Slots slots) {

  static State of(
      Seed seed, Ledger ledger, FaultMix faults, Slots slots, Consumer<Change> watcher) {
    Hotline hotline = new Hotline(seed, watcher);
    return new State(
        hotline,
        new Journal(hotline, ledger, watcher),
        new Script(watcher),
        new BotScript(),
        faults,
        slots);
  }
}
