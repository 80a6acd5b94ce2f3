package tg.hotline.camel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Access;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Tally;
import tg.hotline.topics.TopicRef;

/** A connection that at least one producer uses, and what is known of it. Thread-safe. */
final class ConnectionInUse {

  private final String name;
  private final Credentials first;
  private final Tally tally = new Tally();
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable Access access;
  private volatile @Nullable Verification verification;

  /** Guarded by {@link ConnectionsInUse}. */
  int producers;

  /**
   * @param first with which it came into use
   */
  ConnectionInUse(String name, Credentials first) {
    this.name = name;
    this.first = first;
  }

  /** With which it came into use; they may have been rotated since. */
  Credentials first() {
    return first;
  }

  String name() {
    return name;
  }

  Tally tally() {
    return tally;
  }

  /** Its calls are made with this one from now on. */
  void changed(Access current) {
    access = current;
  }

  /** Null as long as nobody has found its credentials. */
  @Nullable Statistics statistics() {
    Access current = access;
    return current == null ? null : Statistics.of(name, current);
  }

  /** Null if no producer names a topic to ask for. */
  @Nullable Verification verification() {
    return verification;
  }

  /**
   * The one for all its producers.
   *
   * @throws IllegalArgumentException if another producer asks for another topic
   */
  synchronized Verification verification(TopicRef topic, Supplier<Verification> make) {
    Verification mine = verification;
    if (mine == null) {
      mine = make.get();
      verification = mine;
    } else if (!mine.topic().equals(topic)) {
      throw new IllegalArgumentException(
          "verifyTopic=%s, but another endpoint verifies connection %s by %s; set them alike"
              .formatted(topic.link(), name, mine.topic().link()));
    }
    return mine;
  }

  /** True the first time. */
  boolean isFirstWarning() {
    return warned.compareAndSet(false, true);
  }
}
