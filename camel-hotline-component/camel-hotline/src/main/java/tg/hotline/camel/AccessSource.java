package tg.hotline.camel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Access;

/**
 * Gives each call the credentials that hold at its start, with their gate. Holds the last gate, so
 * that it lives as long as its producer. Thread-safe.
 */
final class AccessSource implements Supplier<Access> {

  private final Supplier<Connections.Found> find;
  private final Gates gates;
  private final Runnable changed;
  private volatile @Nullable Access last;

  /**
   * Makes a source.
   *
   * @param changed run when there may be a gate that was not there before
   */
  AccessSource(Supplier<Connections.Found> find, Gates gates, Runnable changed) {
    this.find = find;
    this.gates = gates;
    this.changed = changed;
  }

  @Override
  public Access get() {
    Connections.Found found = find.get();
    Access access = last;
    if (access == null || !access.credentials().equals(found.credentials())) {
      access = new Access(found.credentials(), gates.of(found));
      last = access;
      changed.run();
    }
    return access;
  }
}
