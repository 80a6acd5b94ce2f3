package tg.hotline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Call.Outcome;
import tg.hotline.sandbox.Transcript.CameIn;
import tg.hotline.sandbox.Transcript.WentOut;

/**
 * The calls, in the order they arrived. Keeps the newest, of the newest of those what came in and
 * went out, and writes all into the ledger. Thread-safe.
 */
final class Journal {
  static final int MAX_CALLS = 100_000;
  private static final int MAX_FIELD = 64;

  private final Log<Call> calls = new Log<>(MAX_CALLS);
  private final Transcripts transcripts = new Transcripts();
  private final Hotline hotline;
  private final Ledger ledger;
  private final Consumer<Change> watcher;

  Journal(Hotline hotline, Ledger ledger, Consumer<Change> watcher) {
    this.hotline = hotline;
    this.ledger = ledger;
    this.watcher = watcher;
  }

  Log<Call> calls() {
    return calls;
  }

  Transcripts transcripts() {
    return transcripts;
  }

  /** What hides a call's secrets, to show its transcript. */
  Masking masking(CameIn cameIn) {
    return new Masking(hotline::withoutSecrets, cameIn.accessToken(), cameIn.body().kept());
  }

  /**
   * Enters a call as pending.
   *
   * @param fault what will be played, if anything
   */
  Call arrived(CameIn cameIn, Fields fields, @Nullable Fault fault) {
    Instant now = Instant.now();
    Call arrived = enter(fields, fault, now);
    transcripts.cameIn(arrived.number(), cameIn);
    ledger.received(arrived, clean(fields.text("message"), Hotline.MAX_TEXT), fault);
    watcher.accept(new Change.OfCall(arrived.number()));
    return arrived;
  }

  private Call enter(Fields fields, @Nullable Fault fault, Instant now) {
    return calls.append(
        number ->
            new Call(
                number,
                now,
                clean(fields.text("action"), MAX_FIELD),
                clean(fields.text("instance"), MAX_FIELD),
                clean(fields.text("group_id"), MAX_FIELD),
                fields.number("topic_id"),
                fields.number("user_id"),
                0,
                Outcome.PENDING,
                false,
                0,
                fault == null ? null : fault.label()));
  }

  /** What is scripted for a call that has arrived. */
  void plays(Call call, String label) {
    calls.replace(call.number(), c -> c.playing(label));
    watcher.accept(new Change.OfCall(call.number()));
  }

  /** Told before the caller gets the answer, so that who has the answer finds it here. */
  void ended(Call call, WentOut wentOut, Outcome outcome, boolean tookEffect) {
    int status = wentOut.answer() == null ? 0 : wentOut.answer().status();
    transcripts.wentOut(call.number(), wentOut);
    long millis = Duration.between(call.at(), Instant.now()).toMillis();
    ledger.answered(call.number(), status, outcome);
    calls.replace(call.number(), c -> c.ended(status, outcome, tookEffect, millis));
    watcher.accept(new Change.OfCall(call.number()));
  }

  /** It stays pending: nothing goes out, for good. */
  void hangs(Call call) {
    transcripts.wentOut(call.number(), WentOut.HANGS);
    watcher.accept(new Change.OfCall(call.number()));
  }

  /** Told before the message can be seen. */
  void takesEffect(Call call) {
    ledger.effect(call.number());
  }

  /** Of a call that was answered before. */
  void tookEffect(Call call) {
    calls.replace(
        call.number(), c -> c.ended(c.status(), c.outcome(), /* posted= */ true, c.millis()));
    watcher.accept(new Change.OfCall(call.number()));
  }

  private @Nullable String clean(@Nullable String text, int longest) {
    if (text == null) {
      return null;
    }
    String clean = hotline.withoutSecrets(text);
    return clean.length() > longest ? clean.substring(0, longest) + "…" : clean;
  }
}
