package tg.hotline.sandbox;

import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Call.Outcome;

/**
 * What becomes of the calls of one run, told before anybody can see it. Thread-safe.
 *
 * <p>Each method throws an {@link java.io.UncheckedIOException} if it cannot be written down; then
 * it must not happen.
 */
interface Ledger {
  /** Writes nothing down. */
  Ledger NONE =
      new Ledger() {
        @Override
        public void received(Call call, @Nullable String text, @Nullable Fault fault) {}

        @Override
        public void effect(long call) {}

        @Override
        public void answered(long call, int status, Outcome outcome) {}
      };

  /**
   * @param text the message as named by the caller, without secrets, if any
   * @param fault what will be played, if anything
   */
  void received(Call call, @Nullable String text, @Nullable Fault fault);

  /** The call's message will be posted at once. */
  void effect(long call);

  /** The call's answer will go out, or its connection will be closed, at once. */
  void answered(long call, int status, Outcome outcome);
}
