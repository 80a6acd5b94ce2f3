package tg.hotline.sandbox;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request's headers; of those that come twice, the first. */
final class Headers {
  private static final int MAX = 1000;

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Reads them, and the empty line behind them. */
  static Headers read(Peer peer) throws IOException {
    Headers headers = new Headers();
    for (String line = peer.readLine(); !line.isEmpty(); line = peer.readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.values.size() >= MAX) {
        throw new BadRequest("not a header, or too many");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return headers;
  }

  void add(String name, String value) {
    values.putIfAbsent(name, value);
  }

  @Nullable String first(String name) {
    return values.get(name);
  }

  String first(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** What the body says to be, in lower case and without parameters; empty if it does not. */
  String mediaType() {
    return first("Content-Type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the header has this word, which is in lower case. */
  boolean contains(String name, String word) {
    return first(name, "").toLowerCase(Locale.ROOT).contains(word);
  }
}
