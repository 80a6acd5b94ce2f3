package tg.hotline.camel;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private volatile @Nullable Access last;

  /**
   * @param tally where its calls are counted
   * @param changed told of other credentials before they are used
   */
  AccessSource(
      Supplier<Connections.Found> find, Gates gates, Tally tally, Consumer<Access> changed) {
    this.find = find;
    this.gates = gates;
    this.tally = tally;
    this.changed = changed;
  }

  @Override
  public Access get() {
    Connections.Found found = find.get();
    Access access = last;
    if (access == null || !access.credentials().equals(found.credentials())) {
      access = new Access(found.credentials(), gates.of(found), tally);
      last = access;
      changed.accept(access);
    }
    return access;
  }
}
