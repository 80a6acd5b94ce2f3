package tg.hotline.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every side sends.
 *
 * @param userId the customer's Telegram id
 * @param text for the operators
 */
record Message(long userId, String text) {

  /** What the server says that it got, so every message has this text. */
  static final String TEXT =
      "Order 10045 is paid: 129.90 EUR by card. Deliver on Friday, call the customer an hour before.";

  static final Message OF_ALL = new Message(987654321, TEXT);

  static final String ACCESS_TOKEN = "benchmark-access-token";
  static final String INSTANCE = "13209946874612345";
  static final String API_KEY = "pQTngMZLh0NmAh";

  /** The request's body, for those who write it by a mapper. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("action", "incoming_in_topic");
    fields.put("user_id", userId);
    fields.put("message", text);
    fields.put("instance", INSTANCE);
    fields.put("api_key", API_KEY);
    return fields;
  }
}
