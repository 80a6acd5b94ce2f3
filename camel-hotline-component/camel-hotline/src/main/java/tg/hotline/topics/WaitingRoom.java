package tg.hotline.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait at a gate, and those who rest before they wait again. Lanes are served in turn,
 * each in the order in which its turns were taken. Every step takes logarithmic time at most, but
 * {@link #pushOutFor}, which looks at each lane. Times are nanoseconds of a clock that only goes
 * forward and may pass the largest number. Not thread-safe.
 */
final class WaitingRoom {

  private static final Comparator<Waiting> BY_ARRIVAL =
      Comparator.<Waiting>comparingLong(waiting -> waiting.turn.arrival())
          .thenComparingLong(waiting -> waiting.number);

  private static final Comparator<Waiting> BY_ALARM =
      ((Comparator<Waiting>) (one, other) -> Long.signum(one.alarm - other.alarm))
          .thenComparingLong(waiting -> waiting.number);

  private static final class Lane {
    final NavigableSet<Waiting> returning = new TreeSet<>(BY_ARRIVAL);
    final NavigableSet<Waiting> newcomers = new TreeSet<>(BY_ARRIVAL);
    int resting;

    NavigableSet<Waiting> side(Waiting waiting) {
      return waiting.returning ? returning : newcomers;
    }

    boolean nobodyWaits() {
      return returning.isEmpty() && newcomers.isEmpty();
    }

    int size() {
      return returning.size() + newcomers.size() + resting;
    }

    Waiting first() {
      if (returning.isEmpty() || newcomers.isEmpty()) {
        return (returning.isEmpty() ? newcomers : returning).first();
      }
      return BY_ARRIVAL.compare(returning.first(), newcomers.first()) < 0
          ? returning.first()
          : newcomers.first();
    }
  }

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Set<Lane> rotation = new LinkedHashSet<>(); // where somebody waits; next one first
  private final NavigableSet<Waiting> resting = new TreeSet<>(BY_ALARM);
  private final NavigableSet<Waiting> waiting = new TreeSet<>(BY_ALARM);
  private long numbers;

  /** How many wait or rest. */
  int size() {
    return resting.size() + waiting.size();
  }

  boolean nobodyWaits() {
    return waiting.isEmpty();
  }

  /** Comes to wait. */
  void enter(Waiting one) {
    one.number = numbers++;
    queue(one);
  }

  /** Comes to rest, and then to wait. */
  void rest(Waiting one, long until) {
    one.number = numbers++;
    one.alarm = until;
    resting.add(one);
    lane(one).resting++;
  }

  /** Lets those wait whose rest is over. */
  void rouse(long now) {
    while (!resting.isEmpty() && resting.first().alarm - now <= 0) {
      Waiting one = resting.pollFirst();
      lane(one).resting--;
      queue(one);
    }
  }

  private void queue(Waiting one) {
    one.alarm = one.deadline;
    waiting.add(one);
    Lane lane = lane(one);
    lane.side(one).add(one);
    rotation.add(lane);
  }

  private Lane lane(Waiting one) {
    return lanes.computeIfAbsent(one.turn.lane(), name -> new Lane());
  }

  /** Takes out whose turn it is, if anybody waits. */
  @Nullable Waiting next() {
    if (rotation.isEmpty()) {
      return null;
    }
    Lane lane = rotation.iterator().next();
    Waiting next = lane.first();
    rotation.remove(lane);
    rotation.add(lane); // to the end
    remove(next);
    return next;
  }

  /** Takes out one whose deadline has come, if there is one. */
  @Nullable Waiting late(long now) {
    if (waiting.isEmpty() || waiting.first().deadline - now > 0) {
      return null;
    }
    Waiting late = waiting.first();
    remove(late);
    return late;
  }

  /**
   * Takes out the one that has to make room for a newcomer: the latest newcomer of the lane that
   * has most here; null if it has at most one more than the newcomer's own.
   */
  @Nullable Waiting pushOutFor(Turn newcomer) {
    Lane own = lanes.get(newcomer.lane());
    int most = own == null ? 1 : own.size() + 1;
    Waiting latest = null;
    for (Lane lane : lanes.values()) {
      if (lane.size() > most && !lane.newcomers.isEmpty()) {
        most = lane.size();
        latest = lane.newcomers.last();
      }
    }
    if (latest != null) {
      remove(latest);
    }
    return latest;
  }

  /** Whether anybody of the lane is here. */
  boolean hasAnyOf(Turn turn) {
    return lanes.containsKey(turn.lane());
  }

  private void remove(Waiting one) {
    waiting.remove(one);
    Lane lane = lane(one);
    lane.side(one).remove(one);
    if (lane.nobodyWaits()) {
      rotation.remove(lane);
    }
    if (lane.size() == 0) {
      lanes.remove(one.turn.lane());
    }
  }

  /** When a rest ends or a deadline comes next; null if nobody is here. */
  @Nullable Long nextAlarm() {
    if (resting.isEmpty() || waiting.isEmpty()) {
      return size() == 0 ? null : (Long) (resting.isEmpty() ? waiting : resting).first().alarm;
    }
    long rested = resting.first().alarm;
    long late = waiting.first().alarm;
    return rested - late < 0 ? rested : late;
  }

  /** Empties the room. */
  List<Waiting> clear() {
    List<Waiting> all = new ArrayList<>(waiting);
    all.addAll(resting);
    waiting.clear();
    resting.clear();
    rotation.clear();
    lanes.clear();
    return all;
  }
}
