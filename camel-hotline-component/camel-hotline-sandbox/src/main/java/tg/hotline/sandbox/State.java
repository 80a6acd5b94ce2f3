package tg.hotline.sandbox;

/**
 * Everything that a reset forgets. A call keeps the state in which it arrived, so a late effect of
 * one test cannot reach the next.
 */
record State(Hotline hotline, Journal journal, Script script, Slots slots) {

  static State of(Seed seed, Slots slots) {
    Hotline hotline = new Hotline(seed);
    return new State(hotline, new Journal(hotline), new Script(), slots);
  }
}
