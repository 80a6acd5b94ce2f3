package tg.hotline.sandbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Transcript.CameIn;
import tg.hotline.sandbox.Transcript.WentOut;

/** What came in and went out with the newest calls. Thread-safe. */
final class Transcripts {
  static final int KEPT = 500;

  private record Numbered(long number, Transcript transcript) {}

  /** By the call's number, modulo. */
  private final AtomicReferenceArray<@Nullable Numbered> newest = new AtomicReferenceArray<>(KEPT);

  void cameIn(long number, CameIn cameIn) {
    Numbered entry = new Numbered(number, new Transcript(cameIn, null));
    newest.accumulateAndGet(
        slot(number),
        entry,
        (old, added) ->
            old != null && added != null && old.number() > added.number() ? old : added);
  }

  /** Does nothing for a call that is no longer kept. */
  void wentOut(long number, WentOut wentOut) {
    newest.updateAndGet(
        slot(number),
        old ->
            old != null && old.number() == number
                ? new Numbered(number, old.transcript().ended(wentOut))
                : old);
  }

  /** By the call's number; empty if it is no longer kept, or has not come yet. */
  Optional<Transcript> of(long number) {
    Numbered entry = number < 1 ? null : newest.get(slot(number));
    return entry != null && entry.number() == number
        ? Optional.of(entry.transcript())
        : Optional.empty();
  }

  private static int slot(long number) {
    return (int) (number % KEPT);
  }
}
