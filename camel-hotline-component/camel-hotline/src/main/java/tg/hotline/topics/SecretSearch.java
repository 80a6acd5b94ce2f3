package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Looks for secrets in a text, however they are written there: as they are, or escaped for JSON, a
 * URL or HTML, more than once too. Immutable.
 */
final class SecretSearch {

  private static final String MASK = "***";

  private static final Map<Integer, String> NAMED =
      Map.of(
          (int) '"',
          "quot",
          (int) '&',
          "amp",
          (int) '<',
          "lt",
          (int) '>',
          "gt",
          (int) '\'',
          "apos");

  private final List<String> secrets;
  private final int shortest;
  private final boolean plain;

  /** With one of these an escape begins. */
  private final String escapes;

  private final Pattern pattern;

  SecretSearch(List<String> all) {
    secrets = all.stream().distinct().toList();
    shortest = secrets.stream().mapToInt(String::length).min().orElse(0);
    plain = secrets.stream().allMatch(secret -> secret.chars().allMatch(c -> c <= 0x7f));
    escapes = secrets.stream().anyMatch(secret -> secret.contains(" ")) ? "\\%&+" : "\\%&";
    pattern = Pattern.compile(secrets.stream().map(SecretSearch::written).collect(joining("|")));
  }

  boolean finds(String text) {
    return mayHold(text) && pattern.matcher(text).find();
  }

  String mask(String text) {
    return mayHold(text) ? pattern.matcher(text).replaceAll(MASK) : text;
  }

  /** False for most texts, which need no dear look then. Holds for all that a text consists of. */
  boolean mayHold(String text) {
    if (text.length() < shortest) {
      return false;
    }
    if (!plain) {
      return true;
    }
    for (int i = 0; i < escapes.length(); i++) {
      if (text.indexOf(escapes.charAt(i)) >= 0) {
        return true;
      }
    }
    for (String secret : secrets) {
      if (text.contains(secret)) {
        return true;
      }
    }
    return false;
  }

  private static String written(String secret) {
    return secret.codePoints().mapToObj(SecretSearch::written).collect(joining());
  }

  /** All ways to write a character. What may be repeated is bounded: answers are hostile. */
  private static String written(int c) {
    String text = Character.toString(c);
    StringBuilder ways = new StringBuilder("(?:\\\\{0,8}").append(Pattern.quote(text));
    ways.append("|(?i:\\\\{1,8}");
    text.chars().forEach(unit -> ways.append("u%04x\\\\{0,8}".formatted(unit)));
    ways.append('|');
    for (byte b : text.getBytes(UTF_8)) {
      ways.append("%%(?:25){0,4}%02x".formatted(b));
    }
    if (c > 0x7f) { // else a second way for the same: the search would take for ever
      // What HttpClient quotes of a head is UTF-8 read as Latin-1.
      ways.append('|').append(Pattern.quote(new String(text.getBytes(UTF_8), ISO_8859_1)));
    }
    String entity = NAMED.get(c);
    ways.append(
        "|&(?:amp;){0,4}(?:#0{0,4}%d|#x0{0,4}%x%s);)"
            .formatted(c, c, entity == null ? "" : "|" + entity));
    return ways.append(c == ' ' ? "|\\+)" : ")").toString();
  }
}
