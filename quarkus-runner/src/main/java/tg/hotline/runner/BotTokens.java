package tg.hotline.runner;

import java.util.List;
import java.util.Map;
import tg.hotline.sandbox.Seed;

/**
 * The settings by which the examples' bots are who they are at Telegram. Their values are secrets.
 */
final class BotTokens {

  /** Whose bots the examples run in mode sandbox. */
  static final Map<String, String> SANDBOX =
      Map.of(
          "hotline.bot.token", Seed.BOT_TOKEN,
          "hotline.ai.token", Seed.SALES_BOT_TOKEN,
          "hotline.orders.token", Seed.ORDERS_BOT_TOKEN,
          "hotline.broadcast.token", Seed.BOT_TOKEN);

  /** The settings' names. */
  static final List<String> SETTINGS = SANDBOX.keySet().stream().sorted().toList();

  private BotTokens() {}
}
