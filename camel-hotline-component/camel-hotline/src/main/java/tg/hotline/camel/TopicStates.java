package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.TopicInfo;
import tg.hotline.topics.TopicRef;

/**
 * The last state that was seen of each topic: in memory, and over restarts in a repository, which
 * is asked only where memory does not know. So a state that comes again after another is new again,
 * and the repository needs but one entry for each topic. Thread-safe, as long as each topic is one
 * thread's at a time.
 */
final class TopicStates {

  private static final Logger LOG = LoggerFactory.getLogger(TopicStates.class);

  /**
   * @param state the key of the state
   * @param stored whether the repository has it, and it alone
   * @param outdated keys of states before it that the repository may have yet
   */
  private record Seen(String state, boolean stored, Set<String> outdated) {}

  private final @Nullable IdempotentRepository repository;
  private final Map<TopicRef, Seen> last = new ConcurrentHashMap<>();

  /**
   * @param repository null to remember as long as this does
   */
  TopicStates(@Nullable IdempotentRepository repository) {
    this.repository = repository;
  }

  /** Forgets what the repository knows better, since others may have been at work meanwhile. */
  void restart() {
    if (repository != null) {
      last.values().removeIf(Seen::stored);
    }
  }

  /** Names a topic's state and no other, in a form that any repository takes. */
  static String key(TopicRef topic, TopicInfo info) {
    String status = info.topicStatus() == null ? "" : info.topicStatus();
    String date = info.topicLastDate() == null ? "" : info.topicLastDate().toString();
    String key = topic.link() + " " + status + " " + date;
    return Marks.fit(new String(key.getBytes(UTF_8), UTF_8)); // without halves of characters
  }

  /**
   * Whether the topic's state is another than the one that was seen last.
   *
   * @throws RuntimeCamelException if the repository failed
   */
  boolean isNew(TopicRef topic, String state) {
    Seen seen = last.get(topic);
    if (seen == null) {
      if (!contains(topic, state)) {
        return true;
      }
      last.put(topic, new Seen(state, true, Set.of()));
      return false;
    }
    if (!seen.state.equals(state)) {
      return true;
    }
    if (!seen.stored) {
      store(topic, seen);
    }
    return false;
  }

  private boolean contains(TopicRef topic, String state) {
    try {
      return repository != null && repository.contains(state);
    } catch (Throwable e) { // a driver that is missing is an Error
      throw new RuntimeCamelException(
          "hotline:info for " + topic.link() + ": nothing is emitted: " + Marks.broken(e), e);
    }
  }

  /** Notes what was seen; a repository that fails is tried again by {@link #isNew}. */
  void see(TopicRef topic, String state) {
    Seen before = last.get(topic);
    Set<String> outdated = new HashSet<>();
    if (before != null) {
      outdated.addAll(before.outdated);
      outdated.add(before.state);
      outdated.remove(state);
    }
    Seen seen = new Seen(state, false, outdated);
    last.put(topic, seen);
    store(topic, seen);
  }

  private void store(TopicRef topic, Seen seen) {
    try {
      if (repository != null) {
        if (repository.add(seen.state)) {
          repository.confirm(seen.state);
        }
        seen.outdated.forEach(repository::remove);
      }
      last.put(topic, new Seen(seen.state, true, Set.of()));
    } catch (Throwable e) {
      LOG.warn(
          "\"{}\" could not be noted: {}; that is tried again with the next look, and a restart"
              + " before it emits the state once more",
          seen.state,
          Marks.broken(e));
    }
  }
}
