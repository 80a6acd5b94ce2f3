package tg.hotline.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Call.Outcome;

/** The calls, in the order they arrived. Keeps the newest. Thread-safe. */
final class Journal {
  static final int MAX_CALLS = 100_000;
  private static final int MAX_FIELD = 64;

  private final Log<Call> calls = new Log<>(MAX_CALLS);
  private final Hotline hotline;

  Journal(Hotline hotline) {
    this.hotline = hotline;
  }

  Log<Call> calls() {
    return calls;
  }

  /** Enters a call as pending. */
  Call arrived(Fields fields) {
    Instant now = Instant.now();
    return calls.append(
        number ->
            new Call(
                number,
                now,
                clean(fields.text("action")),
                clean(fields.text("instance")),
                clean(fields.text("group_id")),
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
    calls.replace(call.number(), c -> c.ended(status, outcome, tookEffect, millis));
  }

  /** Of a call that was answered before. */
  void tookEffect(Call call) {
    calls.replace(
        call.number(), c -> c.ended(c.status(), c.outcome(), /* posted= */ true, c.millis()));
  }

  private @Nullable String clean(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String clean = hotline.withoutSecrets(text);
    return clean.length() > MAX_FIELD ? clean.substring(0, MAX_FIELD) + "…" : clean;
  }
}
