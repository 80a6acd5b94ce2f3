package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names begin with their lane: a1 and a2 wait in lane a. */
class WaitingRoomTest {

  private static final long NEVER = 1_000_000;

  private final WaitingRoom room = new WaitingRoom();
  private final Map<String, Turn> turns = new HashMap<>();

  private Turn turn(String name) {
    return turns.computeIfAbsent(name, n -> new Turn(n.substring(0, 1)));
  }

  private Waiting visitor(String name, boolean returning, long deadline) {
    return new Waiting(new Named(name, turn(name)), returning, deadline);
  }

  private void enter(String... names) {
    for (String name : names) {
      room.enter(visitor(name, false, NEVER));
    }
  }

  private static @Nullable String name(@Nullable Waiting one) {
    return one == null ? null : one.visitor.toString();
  }

  private List<String> everybody() {
    return IntStream.range(0, room.size())
        .mapToObj(i -> Objects.requireNonNull(name(room.next())))
        .toList();
  }

  @Test
  void servesTheLanesInTurn() {
    enter("a1", "a2", "a3", "a4", "b1", "c1", "c2");
    assertThat(everybody()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3", "a4");
    assertThat(room.next()).isNull();
    assertThat(room.nextAlarm()).isNull();
  }

  @Test
  void goesOnWithTheLaneAfterTheLastEvenIfThatOneIsEmpty() {
    enter("a1", "b1", "c1");
    assertThat(name(room.next())).isEqualTo("a1");
    enter("a2");
    assertThat(everybody()).containsExactly("b1", "c1", "a2");
  }

  @Test
  void putsReturningOnesBeforeLaterArrivals() {
    for (String name : List.of("a1", "a2", "a3", "a4")) {
      turn(name);
    }
    enter("a2", "a4");
    room.rest(visitor("a1", true, NEVER), 10);
    room.rest(visitor("a3", true, NEVER), 10);
    room.rouse(9);
    assertThat(name(room.next())).isEqualTo("a2");
    room.rouse(10);
    assertThat(everybody()).containsExactly("a1", "a3", "a4");
  }

  @Test
  void keepsTheOrderOfOneTurn() {
    Turn turn = new Turn("a");
    for (int i = 0; i < 5; i++) {
      room.enter(new Waiting(new Named("a" + i, turn), i > 0, NEVER));
    }
    assertThat(everybody()).containsExactly("a0", "a1", "a2", "a3", "a4");
  }

  /** The clock may pass its largest number on the way. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 10, Long.MAX_VALUE - 30, Long.MAX_VALUE - 60})
  void wakesForTheNextRestOrDeadline(long start) {
    room.enter(visitor("a2", false, start + 70));
    room.enter(visitor("a1", false, start + 50));
    room.rest(visitor("a3", true, start + 90), start + 40);
    room.rest(visitor("a4", true, start + 80), start + 20);
    assertThat(room.nextAlarm()).isEqualTo(start + 20);
    room.rouse(start + 20);
    assertThat(room.nextAlarm()).isEqualTo(start + 40);
    room.rouse(start + 40);
    assertThat(room.nextAlarm()).isEqualTo(start + 50);
    assertThat(room.late(start + 49)).isNull();
    assertThat(name(room.late(start + 50))).isEqualTo("a1");
    assertThat(room.late(start + 50)).isNull();
    assertThat(name(room.late(start + 85))).isEqualTo("a2");
    assertThat(name(room.late(start + 85))).isEqualTo("a4");
    assertThat(room.nextAlarm()).isEqualTo(start + 90);
    assertThat(everybody()).containsExactly("a3");
  }

  @Test
  void pushesOutTheLatestNewcomerOfTheFullestLane() {
    enter("a1", "a2", "a3", "b1");
    assertThat(name(room.pushOutFor(turn("c1")))).isEqualTo("a3");
    assertThat(room.pushOutFor(turn("b2"))).as("one more than in b").isNull();
    assertThat(room.pushOutFor(turn("a4"))).as("its own lane").isNull();
    assertThat(name(room.pushOutFor(turn("c1")))).isEqualTo("a2");
    assertThat(room.pushOutFor(turn("c1"))).as("none has two").isNull();
    assertThat(everybody()).containsExactly("a1", "b1");
  }

  @Test
  void pushesOutNobodyWhoReturnsAndCountsThoseWhoRest() {
    room.enter(visitor("a1", true, NEVER));
    room.enter(visitor("a2", true, NEVER));
    room.rest(visitor("a3", true, NEVER), 10);
    assertThat(room.pushOutFor(turn("b1"))).isNull();
    room.enter(visitor("a4", false, NEVER));
    room.enter(visitor("a5", true, NEVER));
    assertThat(name(room.pushOutFor(turn("b1")))).isEqualTo("a4");
  }

  @Test
  void countsWhoRestedOnce() {
    room.rest(visitor("a1", true, NEVER), 10);
    room.rouse(10);
    enter("a2", "b1");
    assertThat(room.pushOutFor(turn("b2"))).as("a has one more than b").isNull();
  }

  /** Against a room that is a list. */
  @Test
  void agreesWithASimplerRoom() {
    Random random = new Random(1);
    List<Waiting> list = new ArrayList<>();
    List<String> rotation = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(100) < 52) {
        Waiting one =
            visitor((char) ('a' + random.nextInt(4)) + "" + i, random.nextInt(5) == 0, NEVER);
        room.enter(one);
        list.add(one);
        if (!rotation.contains(one.turn.lane())) {
          rotation.add(one.turn.lane());
        }
      } else if (!list.isEmpty()) {
        String lane = rotation.remove(0);
        Waiting first =
            list.stream().filter(one -> one.turn.lane().equals(lane)).findFirst().orElseThrow();
        list.remove(first);
        if (list.stream().anyMatch(one -> one.turn.lane().equals(lane))) {
          rotation.add(lane);
        }
        assertThat(room.next()).isSameAs(first);
      }
      assertThat(room.size()).isEqualTo(list.size());
    }
    assertThat(room.clear()).containsExactlyInAnyOrderElementsOf(list);
    assertThat(room.next()).isNull();
    assertThat(Arrays.asList(room.nextAlarm(), room.late(NEVER))).containsOnlyNulls();
  }

  private record Named(String name, Turn turn) implements Gate.Visitor {
    @Override
    public void admitted(boolean waited) {
      throw new AssertionError(name);
    }

    @Override
    public void refused(String reason) {
      throw new AssertionError(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
