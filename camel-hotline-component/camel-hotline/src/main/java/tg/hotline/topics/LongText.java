package tg.hotline.topics;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text that is longer than a message can be. Lengths are UTF-16 code units. The time it
 * takes grows with the text's length, whatever the text is.
 */
final class LongText {

  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final char ACCENTS = '\u0300';
  private static final String ELLIPSIS = "…";
  private static final String ENDS_A_SENTENCE = ".!?…‼⁇⁈⁉。．！？｡؟۔।॥";

  private static final Set<UnicodeScript> CJK =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  /** Where a text can be cut, the best place last. */
  private enum Place {
    CHARACTER,
    GRAPHEME,
    WORD,
    SENTENCE,
    LINE,
    PARAGRAPH,
    TEXT
  }

  /**
   * A cut.
   *
   * @param end where the part before it ends
   * @param next where the part after it begins; the white space between is dropped
   */
  private record Cut(Place place, int end, int next) {

    Cut or(Place otherPlace, int otherEnd, int otherNext) {
      return otherPlace.compareTo(place) < 0 ? this : new Cut(otherPlace, otherEnd, otherNext);
    }
  }

  private final String text;
  private final Matcher graphemes;

  private LongText(String text) {
    this.text = text;
    this.graphemes = GRAPHEME.matcher(text);
  }

  /**
   * Splits a text at the last paragraph end that leaves the part short enough, else at the last
   * line end, end of a sentence, white space, grapheme. Only a single grapheme that is too long is
   * itself cut, between code points. White space around a cut is dropped, and so is a part with
   * nothing to see in it.
   *
   * @param longest what a part may have, its number included
   * @param numbered whether each part of several begins with its number, as in {@code (2/5) }
   * @return at least one part, if there is anything to see in the text
   */
  static List<String> split(String text, int longest, boolean numbered) {
    List<String> parts = new LongText(text).parts(longest);
    int digits = 0;
    while (numbered && digits < digits(parts)) {
      digits = digits(parts);
      parts = new LongText(text).parts(longest - "(/) ".length() - 2 * digits);
    }
    return numbered ? numbered(parts) : parts;
  }

  private static int digits(List<String> parts) {
    return parts.size() < 2 ? 0 : String.valueOf(parts.size()).length();
  }

  private static List<String> numbered(List<String> parts) {
    int count = parts.size();
    List<String> numbered = new ArrayList<>(count);
    for (String part : parts) {
      numbered.add(count == 1 ? part : "(" + (numbered.size() + 1) + "/" + count + ") " + part);
    }
    return numbered;
  }

  /**
   * The beginning of a text with an ellipsis, cut at a word if one ends in the last quarter, else
   * at a grapheme; or the text itself, if it fits.
   *
   * @param longest what the result may have
   */
  static String truncate(String text, int longest) {
    return new LongText(text).beginning(longest);
  }

  private List<String> parts(int room) {
    if (text.length() <= room) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    for (int start = afterBlanks(0); start < text.length(); ) {
      Cut cut = cut(start, room, Place.PARAGRAPH);
      String part = text.substring(start, cut.end());
      if (isVisible(part)) {
        parts.add(part);
      }
      start = cut.next();
    }
    return parts;
  }

  private String beginning(int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int room = longest - ELLIPSIS.length();
    for (int start = afterBlanks(0); start < text.length(); ) {
      Cut cut = cut(start, longest, Place.WORD);
      if (cut.place() != Place.TEXT) {
        cut = cut(start, room, Place.WORD);
        if (cut.end() - start < room - room / 4) {
          cut = cut(start, room, Place.GRAPHEME);
        }
      }
      String part = text.substring(start, cut.end());
      if (isVisible(part)) {
        return isVisible(text.substring(cut.next())) ? part + ELLIPSIS : part;
      }
      start = cut.next();
    }
    return text;
  }

  private static boolean isVisible(String part) {
    return !Texts.strip(part).isEmpty();
  }

  /**
   * The best cut of a part that begins at a grapheme and has no white space in front.
   *
   * @param best the best place that is of interest
   */
  private Cut cut(int start, int room, Place best) {
    int length = text.length();
    if (length - start <= room) {
      return new Cut(Place.TEXT, length, length);
    }
    int limit = start + room;
    int inCharacter = Character.isLowSurrogate(text.charAt(limit)) ? 1 : 0;
    Cut cut = new Cut(Place.CHARACTER, limit - inCharacter, limit - inCharacter);
    boolean sentence = false; // ends here, if what follows lets it
    for (int at = start; at <= limit; ) {
      int next = afterBlanks(at);
      if (next == length) {
        return new Cut(Place.TEXT, at, length);
      }
      if (next > at) {
        cut = cut.or(atMost(best, white(at, next, sentence)), at, next);
        sentence = false;
      } else {
        int c = text.codePointAt(at);
        boolean closes = closes(c);
        if (at > start) {
          boolean ends = sentence && !closes && isCjk(c);
          cut = cut.or(atMost(best, ends ? Place.SENTENCE : Place.GRAPHEME), at, at);
        }
        next = afterGrapheme(at, limit + 2);
        sentence = next - at == 1 && (ENDS_A_SENTENCE.indexOf(c) >= 0 || (sentence && closes));
      }
      at = next;
    }
    return cut;
  }

  private static Place atMost(Place best, Place place) {
    return place.compareTo(best) > 0 ? best : place;
  }

  /** What ends where white space stands. */
  private Place white(int from, int to, boolean sentence) {
    int lineEnds = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\u2029') {
        return Place.PARAGRAPH;
      }
      boolean second = c == '\n' && i > from && text.charAt(i - 1) == '\r';
      if (c == '\u2028' || (c >= '\n' && c <= '\r' && !second)) {
        lineEnds++;
      }
    }
    return lineEnds > 1
        ? Place.PARAGRAPH
        : lineEnds == 1 ? Place.LINE : sentence ? Place.SENTENCE : Place.WORD;
  }

  /** After the white space that begins here; a blank that bears an accent is none. */
  private int afterBlanks(int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      int end = afterGrapheme(at, at + 3);
      if (!isBlank(text.charAt(end - 1))) {
        return at;
      }
      at = end;
    }
    return at;
  }

  /** After the grapheme that begins here, or up to where it is of interest. */
  private int afterGrapheme(int from, int limit) {
    int next = from + 1;
    char c = text.charAt(from);
    if (c < ACCENTS && c != '\r' && (next == text.length() || text.charAt(next) < ACCENTS)) {
      return next; // a shortcut for many languages: below, only CRLF is joined
    }
    graphemes.region(from, Math.min(limit, text.length()));
    return graphemes.lookingAt() ? graphemes.end() : next;
  }

  /** Not a no-break space, at which nothing is to be cut. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c);
  }

  /** A closing quote or bracket, or another mark that ends a sentence, as in "?!". */
  private static boolean closes(int c) {
    return switch (Character.getType(c)) {
      case Character.END_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION -> // in German “ closes
          true;
      default -> c == '"' || c == '\'' || ENDS_A_SENTENCE.indexOf(c) >= 0;
    };
  }

  private static boolean isCjk(int c) {
    return CJK.contains(UnicodeScript.of(c))
        || (c >= '\u3000' && c <= '\u303F') // its punctuation
        || (c >= '\uFF00' && c <= '\uFFEF'); // its wide and narrow forms
  }
}
