package tg.hotline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Fault;
import tg.hotline.soak.Reconciliation.Break;
import tg.hotline.soak.Reconciliation.Report;
import tg.hotline.topics.Outcome;

/** A proof that cannot fail is none: each thing that must not be is found. */
class ReconciliationTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder = Path.of("");

  @Test
  void whatIsInOrderIsCountedOnly() {
    Report report =
        reconciled(
            List.of(
                told(1, Outcome.OK),
                told(2, Outcome.UNKNOWN),
                told(3, Outcome.NOT_SENT),
                told(4, Outcome.REJECTED)),
            call(1, Fault.DATABASE_NOT_READY, 0),
            call(1, null, 1),
            call(2, Fault.EMPTY_AFTER_EFFECT, 1),
            call(3, Fault.TOO_MANY_REQUESTS, 0),
            call(4, Fault.WRONG_ACCESS_TOKEN, 0));

    assertThat(report.line())
        .isEqualTo(
            "lost=0 silent-duplicates=0 unknown=1 ambiguous-faults=1 rejected=1 not-sent=1 sent=1"
                + " denied=0 sent-in-part=0 unseen-at-kills=0");
    assertThat(report.unexplained()).isEmpty();
    assertThat(report.resent()).isEmpty();
    assertThat(report.knownDuplicates()).isEmpty();
  }

  @Test
  void aLossIsFound() {
    assertThat(reconciled(List.of(told(1, Outcome.OK)), call(1, Fault.EMPTY, 0)).lost())
        .containsExactly("1 told OK: [0]");
    assertThat(reconciled(List.of(told(1, Outcome.OK))).lost()).hasSize(1);
  }

  @Test
  void aLostPartIsFound() {
    Told two = new Told(1, 2, false, Outcome.OK, "", NOON);

    assertThat(reconciled(List.of(two), call(1, null, 1)).lost())
        .containsExactly("1 told OK: [1, 0]");
  }

  @Test
  void aSilentDuplicateIsFound() {
    Report report =
        reconciled(
            List.of(told(1, Outcome.OK)),
            call(1, Fault.GATEWAY_TIMEOUT_AFTER_EFFECT, 1),
            call(1, null, 1));

    assertThat(report.silentDuplicates()).containsExactly("1 told OK: [2]");
    assertThat(report.knownDuplicates()).isEmpty();
    assertThat(report.resent()).hasSize(1);
  }

  @Test
  void aDuplicateThatWasToldIsNoSilentOne() {
    Report report =
        reconciled(
            List.of(told(1, Outcome.UNKNOWN)),
            call(1, Fault.CUT_AFTER_EFFECT, 1),
            call(1, Fault.CUT_AFTER_EFFECT, 1));

    assertThat(report.silentDuplicates()).isEmpty();
    assertThat(report.knownDuplicates()).containsExactly("1 told UNKNOWN: [2]");
  }

  @Test
  void aSecondCallAfterAnAmbiguousOneIsFoundThoughItDidNoHarm() {
    Report report =
        reconciled(List.of(told(1, Outcome.OK)), call(1, Fault.CUT, 0), call(1, null, 1));

    assertThat(report.silentDuplicates()).isEmpty();
    assertThat(report.resent()).hasSize(1);
  }

  @Test
  void whatWasDeniedButSentIsFound() {
    assertThat(
            reconciled(
                    List.of(told(1, Outcome.NOT_SENT), told(2, Outcome.REJECTED)),
                    call(1, null, 1),
                    call(2, Fault.HTML, 1))
                .denied())
        .hasSize(2);
  }

  @Test
  void anUnknownThatTheOutcomeTableCallsNotSentIsFound() {
    Report report =
        reconciled(List.of(told(1, Outcome.UNKNOWN)), call(1, Fault.DATABASE_NOT_READY, 0));

    assertThat(report.unexplained()).containsExactly("1 told UNKNOWN: after NOT_SENT");
  }

  @Test
  void aLongTextSentInPartIsUnknownByRight() {
    Told two = new Told(1, 2, false, Outcome.UNKNOWN, "", NOON);
    Report report =
        reconciled(
            List.of(two),
            call(1, null, 1),
            new LedgerCall(NOON, new Part(1, 2), Fault.RETRY_AFTER, 0, true));

    assertThat(report.unexplained()).isEmpty();
    assertThat(report.sentInPart()).isEqualTo(1);
    assertThat(report.ambiguousFaults()).isZero();
  }

  @Test
  void aLongTextIsNotSentInPartForNoReason() {
    Told two = new Told(1, 2, false, Outcome.UNKNOWN, "", NOON);
    LedgerCall first = call(1, null, 1);

    assertThat(reconciled(List.of(two), first).unexplained())
        .containsExactly("1 told UNKNOWN: no reason");
    assertThat(reconciled(List.of(two), call(1, Fault.RETRY_AFTER, 0), first).unexplained())
        .as("that was the first part's, and is over")
        .hasSize(1);
    Report killed = Reconciliation.of(List.of(two), List.of(first), List.of(new Break(NOON, 1)));
    assertThat(killed.unexplained()).isEmpty();
    assertThat(killed.sentInPart()).isZero();
  }

  @Test
  void aRefusalNeedsAReason() {
    Told unknownUser = new Told(2, 1, true, Outcome.REJECTED, "", NOON);
    Report report =
        reconciled(
            List.of(told(1, Outcome.REJECTED), unknownUser), call(1, null, 0), call(2, null, 0));

    assertThat(report.unexplained()).containsExactly("1 told REJECTED: [0]");
  }

  @Test
  void aRequestThatWasNotReadExplainsOneTextOnlyAndNoneBefore() {
    LedgerCall unread = new LedgerCall(NOON, null, Fault.CUT_REQUEST, 0, true);
    Report report =
        reconciled(
            List.of(
                new Told(1, 1, false, Outcome.UNKNOWN, "", NOON.minusMillis(1)),
                new Told(2, 1, false, Outcome.UNKNOWN, "", NOON.plusMillis(1)),
                new Told(3, 1, false, Outcome.UNKNOWN, "", NOON.plusMillis(2))),
            unread);

    assertThat(report.unexplained())
        .containsExactly("1 told UNKNOWN: no reason", "3 told UNKNOWN: no reason");
    assertThat(report.ambiguousFaults()).isEqualTo(1);
  }

  @Test
  void aKillExplainsWhatWasOnItsWay() {
    List<Told> told = List.of(told(1, Outcome.UNKNOWN), told(2, Outcome.UNKNOWN));
    LedgerCall inFlight = new LedgerCall(NOON, new Part(1, 1), null, 1, false);

    Report report = Reconciliation.of(told, List.of(inFlight), List.of(new Break(NOON, 1)));

    assertThat(report.unexplained()).isEmpty();
    assertThat(report.ambiguousFaults()).isEqualTo(2);
  }

  @Test
  void aLedgerIsReadOverKillsAndTornLines() throws Exception {
    Path ledger = folder.resolve("ledger.jsonl");
    String received = "{\"run\":\"%s\",\"call\":1,\"step\":\"received\",\"at\":\"%s\",%s}\n";
    Files.writeString(
        ledger,
        received.formatted("a", NOON, "\"text\":\"soak-000001.1 hi\",\"fault\":\"empty\"")
            + "{\"run\":\"a\",\"call\":1,\"step\":\"effe\n"
            + received.formatted("b", NOON, "\"text\":\"soak-000002.3 hi\"")
            + "{\"run\":\"b\",\"call\":1,\"step\":\"effect\"}\n"
            + "{\"run\":\"b\",\"call\":1,\"step\":\"answered\",\"status\":200}\n");

    assertThat(LedgerCall.read(ledger))
        .containsExactly(
            new LedgerCall(NOON, new Part(1, 1), Fault.EMPTY, 0, false),
            new LedgerCall(NOON, new Part(2, 3), null, 1, true));
  }

  private static Told told(int id, Outcome outcome) {
    return new Told(id, 1, false, outcome, "", NOON);
  }

  private static LedgerCall call(int id, @Nullable Fault fault, int effects) {
    return new LedgerCall(NOON, new Part(id, 1), fault, effects, true);
  }

  private static Report reconciled(List<Told> told, LedgerCall... calls) {
    return Reconciliation.of(told, List.of(calls), List.of());
  }
}
