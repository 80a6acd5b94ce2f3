package tg.hotline.sandbox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets in a call's texts, which may be anything: JSON, broken or cut short, JSON in a text
 * of JSON, a form. Hidden are the sandbox's own, what was sent as {@code X-API-KEY}, and the value
 * of whatever is named {@code api_key}: somebody may have pasted a real one. Where it cannot tell
 * the end of a value, it hides the rest of the text. Immutable.
 */
final class Masking {
  static final String MASK = "***";

  /** Replacing what is shorter wherever it occurs would hide what is no secret. */
  private static final int SHORTEST_PASTED = 4;

  private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)\\\\++u00([2-7][0-9a-fA-F])");
  private static final String BLANKS = "(?:\\s|\\\\++[nrt])";

  /** The name, with what may stand between it and its value in JSON, a form, XML or multipart. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)api[_-]?key(?:\\\\*+[\"'])?+(?:"
              + BLANKS
              + "*+[:=>]++"
              + BLANKS
              + "*+|(?<=[\"'])"
              + BLANKS
              + "++)");

  private final UnaryOperator<String> own;
  private final Set<String> pasted = new LinkedHashSet<>();

  /**
   * @param own hides the sandbox's own
   * @param accessToken the header {@code X-API-KEY}
   * @param body what came in: what is secret there is secret in the answer too
   */
  Masking(UnaryOperator<String> own, @Nullable String accessToken, String body) {
    this.own = own;
    Consumer<String> learn =
        value -> {
          if (value.length() >= SHORTEST_PASTED) {
            pasted.add(value);
          }
        };
    if (accessToken != null) {
      learn.accept(accessToken);
    }
    String unused = masked(unescaped(body), learn);
  }

  /** The text without secrets. */
  String apply(String text) {
    String clean = own.apply(unescaped(text));
    for (String secret : pasted) {
      clean = clean.replace(secret, MASK);
    }
    return masked(clean, value -> {});
  }

  /** JSON may write any character as an escape, and so name a field that does not look so. */
  private static String unescaped(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(
            match -> {
              char plain = (char) Integer.parseInt(match.group(1), 16);
              return Matcher.quoteReplacement(
                  Character.isLetterOrDigit(plain) || "_-.:+/=".indexOf(plain) >= 0
                      ? String.valueOf(plain)
                      : match.group());
            });
  }

  private static String masked(String text, Consumer<String> values) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher name = NAME.matcher(text);
    int done = 0;
    while (done < text.length() && name.find(done)) {
      int quote = skip(text, name.end(), '\\');
      int start;
      int end;
      if (quote < text.length() && (text.charAt(quote) == '"' || text.charAt(quote) == '\'')) {
        start = quote + 1;
        end = endOfQuoted(text, start, quote - name.end());
      } else {
        start = name.end();
        end = endOfBare(text, start);
      }
      out.append(text, done, start);
      if (end > start) {
        values.accept(text.substring(start, end));
        out.append(start == name.end() ? '"' + MASK + '"' : MASK);
      }
      done = end;
    }
    return out.append(text, Math.min(done, text.length()), text.length()).toString();
  }

  /**
   * Where the value ends that begins behind a quote.
   *
   * @param depth how many backslashes are before that quote: 0 in JSON, 1 in a text of JSON, 3 in a
   *     text of JSON in a text of JSON. As many are before the closing one; a quote within the
   *     value has more, and a value's own backslashes come in pairs of as many and one.
   */
  private static int endOfQuoted(String text, int start, int depth) {
    char quote = text.charAt(start - 1);
    for (int at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
      int backslashes = 0;
      while (at - backslashes > start && text.charAt(at - backslashes - 1) == '\\') {
        backslashes++;
      }
      if (backslashes % (2 * (depth + 1)) == depth) {
        return at - depth;
      }
    }
    return text.length();
  }

  /** Of a number, or of what somebody forgot to quote; an object or array hides all behind it. */
  private static int endOfBare(String text, int start) {
    if (start < text.length() && "{[".indexOf(text.charAt(start)) >= 0) {
      return text.length();
    }
    int end = start;
    while (end < text.length() && ",}]&<\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int skip(String text, int from, char what) {
    int at = from;
    while (at < text.length() && text.charAt(at) == what) {
      at++;
    }
    return at;
  }
}
