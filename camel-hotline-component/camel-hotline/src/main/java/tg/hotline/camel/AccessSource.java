package tg.hotline.camel;

import java.util.function.Consumer;
import java.util.function.Supplier;
import tg.hotline.topics.Access;
import tg.hotline.topics.Tally;

/**
 * Gives each call the credentials that hold at its start, with their gate. Holds the last gate, so
 * that it lives as long as its producer. Thread-safe.
 */
final class AccessSource implements Supplier<Access> {

  private final Supplier<Connections.Found> find;
  private final Gates gates;
  private final Tally tally;
  private final Consumer<Access> changed;
  private volatile Access last;

  /**
   * @param first what is found now
   * @param find asked before each call
   * @param tally where its calls are counted
   * @param changed told of other credentials before they are used
   */
  AccessSource(
      Connections.Found first,
      Supplier<Connections.Found> find,
      Gates gates,
      Tally tally,
      Consumer<Access> changed) {
    this.find = find;
    this.gates = gates;
    this.tally = tally;
    this.changed = changed;
    this.last = use(first);
  }

  @Override
  public Access get() {
    try {
      Connections.Found found = find.get();
      Access access = last;
      if (!access.credentials().equals(found.credentials())) {
        access = use(found);
        last = access;
      }
      return access;
    } catch (RuntimeException | Error e) {
      tally.countUncalled("no credentials: " + e.getMessage());
      throw e;
    }
  }

  private Access use(Connections.Found found) {
    Access access = new Access(found.credentials(), gates.of(found), tally);
    changed.accept(access);
    return access;
  }
}
