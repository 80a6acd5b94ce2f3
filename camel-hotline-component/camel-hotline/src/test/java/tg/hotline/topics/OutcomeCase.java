package tg.hotline.topics;

import java.util.EnumSet;
import java.util.Set;

/** Something that can happen to a call, and how it is to be judged. */
final class OutcomeCase {

  /** Sets the stage for one call. */
  interface Play {
    Stage open() throws Exception;
  }

  final String name;
  final Play play;
  private Set<Ending> info;
  private Set<Ending> send;
  private boolean effect;
  private boolean heals = true;
  private boolean retried = true;

  OutcomeCase(String name, Ending ending, Play play) {
    this.name = name;
    this.play = play;
    this.info = EnumSet.of(ending);
    this.send = info;
    this.effect = ending == Ending.DONE;
  }

  /** For {@code send} it ends in another row. */
  OutcomeCase ofSend(Ending ending) {
    send = EnumSet.of(ending);
    return this;
  }

  /** It may as well end in this row. */
  OutcomeCase or(Ending ending) {
    info = EnumSet.copyOf(info);
    info.add(ending);
    send = info;
    return this;
  }

  /** Whether {@code send} posts a message. */
  OutcomeCase effect(boolean value) {
    effect = value;
    return this;
  }

  /** Happens to each try. */
  OutcomeCase lasting() {
    heals = false;
    return this;
  }

  /** When to try again is not this table's business. */
  OutcomeCase once() {
    retried = false;
    return this;
  }

  Set<Ending> endings(TopicsRequest<?> request) {
    return request instanceof InfoByTopic ? info : send;
  }

  /** How many messages one try posts. */
  int effects(TopicsRequest<?> request) {
    return effect && request instanceof IncomingInTopic ? 1 : 0;
  }

  boolean heals() {
    return heals;
  }

  boolean retried() {
    return retried;
  }
}
