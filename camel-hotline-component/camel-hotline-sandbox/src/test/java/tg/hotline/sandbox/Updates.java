package tg.hotline.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What a bot's own program would fetch. */
final class Updates {

  private Updates() {}

  /** Those that are not confirmed, which they stay. Nobody else may ask at the same time. */
  static List<Update> pending(BotSession session) {
    List<Update> pending = new ArrayList<>();
    BotSession.Waiter waiter =
        new BotSession.Waiter() {
          @Override
          public void updates(List<Update> updates) {
            pending.addAll(updates);
          }

          @Override
          public void replaced() {
            throw new AssertionError("Nobody else asks");
          }
        };
    if (session.fetch(0, Integer.MAX_VALUE, waiter)) {
      session.timeout(waiter);
    }
    return pending;
  }
}
