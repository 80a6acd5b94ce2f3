package tg.hotline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Call.Outcome;

/**
 * The calls, in the order they arrived. Keeps the newest, and writes all into the ledger.
 * Thread-safe.
 */
final class Journal {
  static final int MAX_CALLS = 100_000;
  private static final int MAX_FIELD = 64;

  private final Log<Call> calls = new Log<>(MAX_CALLS);
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

  /**
   * Enters a call as pending.
   *
   * @param fault what will be played, if anything
   */
  Call arrived(Fields fields, @Nullable Fault fault) {
    Instant now = Instant.now();
    Call arrived = enter(fields, now);
    ledger.received(arrived, clean(fields.text("message"), Hotline.MAX_TEXT), fault);
    watcher.accept(new Change.OfCall(arrived.number()));
    return arrived;
  }

  private Call enter(Fields fields, Instant now) {
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
                0));
  }

  /** Told before the caller gets the answer, so that who has the answer finds it here. */
  void ended(Call call, int status, Outcome outcome, boolean tookEffect) {
    long millis = Duration.between(call.at(), Instant.now()).toMillis();
    ledger.answered(call.number(), status, outcome);
    calls.replace(call.number(), c -> c.ended(status, outcome, tookEffect, millis));
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
