package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils bytes in the ways in which answers go wrong. The same seed spoils them the same way. */
final class Mutator {

  /** What JSON readers stumble over. */
  private static final List<String> SPANNERS =
      List.of(
          "\"result\":\"message_sent\",",
          "\"result\":\"topic_info\",",
          "\"result\":\"error\",",
          "\"result\":17,",
          "\"result\":null,",
          "\"topic_id\":5344,",
          "\"group_id\":-1002101424779,",
          "\"message\":{},",
          "\"message\":\"hello\",",
          "\"message\":\"Workflow was started\",",
          "\"message\":\"Database is not ready!\",",
          "\"code\":1,\"code\":1,",
          "&nbsp;",
          "e\u0301",
          "\"error\":[],",
          "\\ud83d",
          "\\udc00\\ud83d",
          "\\u0000",
          "\\",
          "\u202e\u0007\u001b[31m\r\n",
          "\ufeff",
          "1e999999999",
          "-0.0e-999999999",
          "9".repeat(400),
          "9".repeat(1200) + ".5",
          "true",
          "null",
          "NaN",
          "\"",
          "{}",
          "[]",
          "/* */",
          "n8n is starting up",
          "<html>");

  private static final List<byte[]> BROKEN_CHARACTERS =
      List.of(
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half of a surrogate pair
          new byte[] {(byte) 0xc0, (byte) 0x80}, // NUL, too long
          new byte[] {(byte) 0xf8, (byte) 0x88},
          new byte[] {(byte) 0xff, (byte) 0xfe});

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T any(List<T> list) {
    return list.get(below(list.size()));
  }

  /** None, one or some of the ways. */
  byte[] mutated(byte[] bytes) {
    byte[] now = bytes;
    for (int left = below(4); left > 0; left--) {
      now = once(now);
    }
    return now;
  }

  private byte[] once(byte[] bytes) {
    int at = below(bytes.length + 1);
    int end = at + below(bytes.length - at + 1);
    return switch (below(400)) {
      case 0 -> insert(bytes, at, huge());
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> insert(bytes, at, any(BROKEN_CHARACTERS));
      default ->
          switch (below(7)) {
            case 0 -> flipped(bytes);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> insert(bytes, at, Arrays.copyOfRange(bytes, at, end));
            case 3 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case 4 -> otherType(bytes);
            default -> insert(bytes, afterComma(bytes, at), any(SPANNERS).getBytes(UTF_8));
          };
    };
  }

  private byte[] huge() {
    return switch (below(5)) {
      case 0 -> "[".repeat(100_000).getBytes(ISO_8859_1);
      case 1 -> "{\"a\":".repeat(100_000).getBytes(ISO_8859_1);
      case 2 -> ("[".repeat(900) + "]".repeat(900)).getBytes(ISO_8859_1);
      case 3 -> "9".repeat(1 + below(50_000)).getBytes(ISO_8859_1);
      default -> "x\u0007é".repeat(1 + below(50_000)).getBytes(UTF_8);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int left = 1 + below(3); left > 0 && copy.length > 0; left--) {
      copy[below(copy.length)] ^= (byte) (1 << below(8));
    }
    return copy;
  }

  /** A text becomes a number, or a number a text, by its quotes. */
  private byte[] otherType(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    String changed =
        below(2) == 0
            ? text.replaceFirst(":\"(\\w+)\"", ":$1")
            : text.replaceFirst(
                ":(\\d+)", any(List.of(":\"$1\"", ":[$1]", ":{\"a\":$1}", ":$1.5")));
    return changed.getBytes(ISO_8859_1);
  }

  /** Where a field may stand, mostly. */
  private int afterComma(byte[] bytes, int at) {
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] == ',' || bytes[i] == '{') {
        return i + 1;
      }
    }
    return at;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] more) {
    return join(join(Arrays.copyOf(bytes, at), more), Arrays.copyOfRange(bytes, at, bytes.length));
  }

  static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
