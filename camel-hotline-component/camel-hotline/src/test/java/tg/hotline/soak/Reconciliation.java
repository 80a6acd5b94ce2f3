package tg.hotline.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tg.hotline.sandbox.Fault;
import tg.hotline.topics.Outcome;

/** Compares what the route was told of each text with what the ledger has of it. */
final class Reconciliation {

  /**
   * A moment at which calls broke of which the ledger does not know what they were to be.
   *
   * @param calls how many at most
   */
  record Break(Instant at, int calls) {}

  /**
   * What was found. The lists hold a word on each finding.
   *
   * @param lost told OK, and the ledger has no effect of a part
   * @param silentDuplicates the ledger has two effects of a part, and the route was not told
   *     UNKNOWN
   * @param knownDuplicates the ledger has two effects of a part, and the route was told UNKNOWN
   * @param denied told NOT_SENT or REJECTED, and the ledger has an effect
   * @param resent called again after a call that may have taken effect
   * @param unexplained told UNKNOWN or REJECTED, and nothing that was played gives a reason
   * @param sentInPart of those told UNKNOWN, the long texts of which some parts took effect and the
   *     next surely did not
   * @param ambiguousFaults calls of which nobody but the ledger can know what became of them,
   *     {@code unseen} included
   * @param unseen of these, the calls on their way to what was killed, of which the ledger has
   *     nothing: as many as texts that were told UNKNOWN soon after and have no other reason
   */
  record Report(
      List<String> lost,
      List<String> silentDuplicates,
      List<String> knownDuplicates,
      List<String> denied,
      List<String> resent,
      List<String> unexplained,
      Map<Outcome, Integer> told,
      int sentInPart,
      int ambiguousFaults,
      int unseen) {

    int count(Outcome outcome) {
      return told.getOrDefault(outcome, 0);
    }

    /** The line that the proof prints. */
    String line() {
      return "lost=%d silent-duplicates=%d unknown=%d ambiguous-faults=%d rejected=%d not-sent=%d sent=%d denied=%d sent-in-part=%d unseen-at-kills=%d"
          .formatted(
              lost.size(),
              silentDuplicates.size(),
              count(Outcome.UNKNOWN) - sentInPart,
              ambiguousFaults,
              count(Outcome.REJECTED),
              count(Outcome.NOT_SENT),
              count(Outcome.OK),
              denied.size(),
              sentInPart,
              unseen);
    }
  }

  /** How long after a break its calls may be told: a thread or a collector may be slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What the ledger has of a text. */
  private static final class Facts {
    private final Map<Integer, Integer> effects = new HashMap<>();
    private final Set<Integer> ambiguous = new HashSet<>();
    private final Set<Integer> surelyNot = new HashSet<>();
    private boolean resent;
    private boolean refused;
    private boolean notSent;

    void add(LedgerCall call, int part) {
      resent |= ambiguous.contains(part);
      effects.merge(part, call.effects(), Integer::sum);
      if (call.ambiguous()) {
        ambiguous.add(part);
      }
      if (call.toldBy(Fault.Told.REJECTED) || call.toldBy(Fault.Told.NOT_SENT)) {
        surelyNot.add(part);
      }
      refused |= call.toldBy(Fault.Told.REJECTED);
      notSent |= call.toldBy(Fault.Told.NOT_SENT);
    }

    int effects(int part) {
      return effects.getOrDefault(part, 0);
    }

    /** Whether the first parts took effect, and a fault says of the next that it surely did not. */
    boolean sentInPart() {
      int next = 1;
      while (effects(next) > 0) {
        next++;
      }
      return next > 1 && surelyNot.contains(next);
    }
  }

  private final List<String> lost = new ArrayList<>();
  private final List<String> silentDuplicates = new ArrayList<>();
  private final List<String> knownDuplicates = new ArrayList<>();
  private final List<String> denied = new ArrayList<>();
  private final List<String> resent = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();
  private final List<Told> withoutReason = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new HashMap<>();
  private final Map<Integer, Facts> texts = new HashMap<>();
  private int sentInPart;
  private int ambiguousFaults;

  private Reconciliation() {}

  /**
   * Reconciles.
   *
   * @param told each text once
   * @param calls in the order they were received
   * @param kills when the sandbox was killed, and how many calls could be on their way to it
   */
  static Report of(Collection<Told> told, Collection<LedgerCall> calls, Collection<Break> kills) {
    return new Reconciliation().report(told, calls, kills);
  }

  private Report report(
      Collection<Told> told, Collection<LedgerCall> calls, Collection<Break> kills) {
    List<Break> unread = new ArrayList<>();
    for (LedgerCall call : calls) {
      if (call.ambiguous()) {
        ambiguousFaults++;
      }
      Part part = call.part();
      if (part != null) {
        texts.computeIfAbsent(part.id(), id -> new Facts()).add(call, part.number());
      } else if (call.ambiguous()) {
        unread.add(new Break(call.at(), 1));
      }
    }
    told.forEach(this::compare);
    explain(unread);
    int left = withoutReason.size();
    explain(kills);
    int unseen = left - withoutReason.size();
    withoutReason.forEach(
        text -> unexplained.add(word(text, facts(text).notSent ? "after NOT_SENT" : "no reason")));
    return new Report(
        lost,
        silentDuplicates,
        knownDuplicates,
        denied,
        resent,
        unexplained,
        outcomes,
        sentInPart,
        ambiguousFaults + unseen,
        unseen);
  }

  private Facts facts(Told text) {
    return texts.getOrDefault(text.id(), new Facts());
  }

  private void compare(Told text) {
    Outcome outcome = text.outcome();
    Facts facts = facts(text);
    outcomes.merge(outcome, 1, Integer::sum);
    int[] effects = IntStream.rangeClosed(1, text.parts()).map(facts::effects).toArray();
    String word = word(text, Arrays.toString(effects));
    if (IntStream.of(effects).anyMatch(count -> count > 1)) {
      (outcome == Outcome.UNKNOWN ? knownDuplicates : silentDuplicates).add(word);
    }
    if (facts.resent) {
      resent.add(word);
    }
    boolean any = IntStream.of(effects).anyMatch(count -> count > 0);
    boolean all = IntStream.of(effects).allMatch(count -> count > 0);
    switch (outcome) {
      case OK -> {
        if (!all) {
          lost.add(word);
        }
      }
      case NOT_SENT, REJECTED -> {
        if (any) {
          denied.add(word);
        }
        if (outcome == Outcome.REJECTED && !text.refusable() && !facts.refused) {
          unexplained.add(word);
        }
      }
      case UNKNOWN -> {
        if (!facts.ambiguous.isEmpty()) {
          return;
        }
        if (facts.sentInPart()) {
          sentInPart++;
        } else {
          withoutReason.add(text);
        }
      }
    }
  }

  /** Takes each break for the reason of the first texts that were told soon after it. */
  private void explain(Collection<Break> breaks) {
    withoutReason.sort(Comparator.comparing(Told::at));
    for (Break broken : breaks) {
      List<Told> explained =
          withoutReason.stream()
              .filter(text -> !text.at().isBefore(broken.at()))
              .filter(text -> !text.at().isAfter(broken.at().plus(PATIENCE)))
              .limit(broken.calls())
              .toList();
      withoutReason.removeAll(explained);
    }
  }

  private static String word(Told text, String what) {
    return "%d told %s: %s %s".formatted(text.id(), text.outcome(), what, text.reason()).strip();
  }
}
