package tg.hotline.topics;

/** A visitor in a {@link WaitingRoom}; compared by identity. */
final class Waiting {

  final Gate.Visitor visitor;
  final Turn turn;

  /** Its turn was let through before: it has a place before later arrivals, whatever is full. */
  final boolean returning;

  /** When it gives up, in nanoseconds. */
  final long deadline;

  /** Tells those of one turn or one moment apart; given by the room. */
  long number;

  /** When it is to be looked after next: the end of its rest, then its deadline. */
  long alarm;

  Waiting(Gate.Visitor visitor, boolean returning, long deadline) {
    this.visitor = visitor;
    this.turn = visitor.turn();
    this.returning = returning;
    this.deadline = deadline;
  }
}
