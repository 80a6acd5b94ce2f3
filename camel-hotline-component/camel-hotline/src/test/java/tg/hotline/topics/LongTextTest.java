package tg.hotline.topics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {

  private static final int LONGEST = IncomingInTopic.MAX_LENGTH;

  private static Arguments cut(String name, int room, String text, String... parts) {
    return Arguments.of(name, room, text, List.of(parts));
  }

  static Stream<Arguments> cuts() {
    String family = "👨‍👩‍👧‍👦"; // 11 units
    String accents = "e" + "\u0301".repeat(30);
    return Stream.of(
        cut("fits", 10, " 0123456\n ", " 0123456\n "),
        cut(
            "a paragraph before all",
            20,
            "a\n\nb. c d\ne\nf. g h i j",
            "a",
            "b. c d\ne\nf. g h i j"),
        cut("the last paragraph", 12, "a\n\nb\n\nc\n\nd\n\ne\n\nf", "a\n\nb\n\nc\n\nd", "e\n\nf"),
        cut("a blank line with blanks", 9, "a\n \t\nb\nc d e", "a", "b\nc d e"),
        cut("CRLF", 9, "a b\r\n\r\nc\r\nd e", "a b", "c\r\nd e"),
        cut("one CRLF is one line end", 7, "a\r\nb. c d", "a", "b. c d"),
        cut("U+2029 ends a paragraph", 6, "a\u2029b\nc d", "a", "b\nc d"),
        cut("U+2028 ends a line", 6, "a\u2028b. c d", "a", "b. c d"),
        cut("a paragraph that ends where the room does", 4, "a bc\n\nd", "a bc", "d"),
        cut("a line before a sentence", 10, "a. b\nc. d e", "a. b", "c. d e"),
        cut("a sentence before a word", 10, "a b. c d e f", "a b.", "c d e f"),
        cut("the last sentence", 10, "a! b? c d e", "a! b?", "c d e"),
        cut("…!?", 6, "a…!? b c", "a…!?", "b c"),
        cut("a quote after the sentence", 12, "He: \"Go.\" we go", "He: \"Go.\"", "we go"),
        cut("a bracket after the sentence", 12, "(Go now.) we go", "(Go now.)", "we go"),
        cut("a German quote", 12, "Er: „Ja.“ und nun", "Er: „Ja.“", "und nun"),
        cut("no sentence within a number", 8, "a 3.1415 b c", "a 3.1415", "b c"),
        cut("no sentence within a name", 12, "see x.org/a-b-c", "see", "x.org/a-b-c"),
        cut("Chinese", 8, "今天很好。明天也很好。", "今天很好。", "明天也很好。"),
        cut("Chinese quote", 10, "他说:“好。”然后走了很远", "他说:“好。”", "然后走了很远"),
        cut("Japanese quote", 10, "「はい。」と彼は言って去った", "「はい。」", "と彼は言って去った"),
        cut("a word", 10, "hello big world", "hello big", "world"),
        cut("white space around a cut", 8, "  hello \t  world  \n", "hello", "world  \n"),
        cut("no white space", 4, "0123456789", "0123", "4567", "89"),
        cut("emoji stay whole", 4, "a😀😀😀", "a😀", "😀😀"),
        cut("a family stays whole", 14, family + family, family, family),
        cut("flags stay whole", 6, "🇩🇪🇫🇷🇺🇦", "🇩🇪", "🇫🇷", "🇺🇦"),
        cut("an accent stays", 4, "abce\u0301fg", "abc", "e\u0301fg"),
        cut("a blank with an accent is none", 5, "abcd \u0301ef", "abcd", " \u0301ef"),
        cut("Hangul", 4, "가각한글", "가각한글"),
        cut(
            "Hangul in letters",
            4,
            "\u1112\u1161\u11AB\u1112\u1161",
            "\u1112\u1161\u11AB",
            "\u1112\u1161"),
        cut(
            "a grapheme that is too long",
            20,
            accents,
            "e" + "\u0301".repeat(19),
            "\u0301".repeat(11)),
        cut("it is cut between code points", 12, family + "\u200D👦x", "👨‍👩‍👧‍👦\u200D", "👦x"),
        cut("invisible parts are left out", 4, "a " + "\u200B".repeat(20) + " b", "a", "b"),
        cut("white space that is too long", 4, " ".repeat(50) + "a" + "\n".repeat(50), "a"),
        cut(
            "white space between",
            4,
            "a" + " ".repeat(50) + "b\u3000" + "\n".repeat(50) + "c",
            "a",
            "b",
            "c"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cuts")
  void cutsWhereItHurtsLeast(String name, int room, String text, List<String> parts) {
    assertThat(LongText.split(text, room, false)).isEqualTo(parts);
  }

  static Stream<Arguments> beginnings() {
    return Stream.of(
        Arguments.of("hello", "hello"),
        Arguments.of("hello big world", "hello big…"),
        Arguments.of("a loooooooooooong", "a loooooooo…"),
        Arguments.of("hello.\n\nx y z a b c", "hello.\n\nx y…"),
        Arguments.of("0123456789😀😀", "0123456789…"),
        Arguments.of("0123456789😀", "0123456789😀"),
        Arguments.of("0123456789ab  \n  ", "0123456789ab"),
        Arguments.of("    0123456789a", "0123456789a"),
        Arguments.of("\u200B".repeat(44) + "hi", "hi"),
        Arguments.of("e" + "\u0301".repeat(40), "e" + "\u0301".repeat(10) + "…"));
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void truncates(String text, String beginning) {
    assertThat(LongText.truncate(text, 12)).isEqualTo(beginning);
  }

  @Test
  void numbersTheParts() {
    assertThat(LongText.split("hello big wide world", 12, true))
        .containsExactly("(1/4) hello", "(2/4) big", "(3/4) wide", "(4/4) world");
    assertThat(LongText.split("hello big world", 15, true)).containsExactly("hello big world");
    assertThat(LongText.split("hello big world   ", 15, true)).containsExactly("hello big world");
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 99, 100})
  void keepsRoomForTheNumbers(int parts) {
    List<String> split = LongText.split("x".repeat(parts * LONGEST), LONGEST, true);

    assertThat(split).hasSizeBetween(parts + 1, parts + 4);
    for (int i = 0; i < split.size(); i++) {
      assertThat(split.get(i)).matches("\\(" + (i + 1) + "/" + split.size() + "\\) x+");
    }
    assertThat(split).allMatch(part -> part.length() <= LONGEST);
    assertThat(split.stream().map(part -> part.replaceFirst(".* ", "")).collect(joining()))
        .hasSize(parts * LONGEST);
  }

  private static final List<List<String>> ALPHABETS =
      List.of(
          List.of("a", "b", " ", ".", "\n", "\n\n", "\r\n", "? ", "\""),
          List.of("word", " ", ", ", ". ", ".\n", "\n\n", "3.14", "…", ") "),
          List.of("今", "天", "。", "！", "」", "「", "\u3000", "ア", "글", "OK.", "．"),
          List.of("👨", "\u200D", "👩‍👧", "🏽", "🇩", "🇪", "\uFE0F", " ", "❤"),
          List.of("e", "\u0301", "\u0301\u0302", " ", "\u0600", "\u0915", "\u094D", "\u1112"),
          List.of(" ", "\t", "\u00A0", "\u2028", "\u2029", "\u000B", "\r", "\n", "\u200B", "x"),
          List.of("\u200B", "\uFEFF", "\u202E", "\u0001", "\u0085", "x", " \u0301"));

  /** Random texts over alphabets that hurt; a failure tells seed and text. */
  @Test
  void holdsItsPromisesForAnyText() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      String text = text(random);
      int room = 20 + random.nextInt(60);
      String about = "seed %d, run %d, room %d: %s".formatted(seed, run, room, escaped(text));
      holds(about, text, room, random.nextInt(3) == 0);
      String beginning = LongText.truncate(text, room);
      assertThat(beginning.length()).as(about).isLessThanOrEqualTo(room);
      assertThat(text).as(about).contains(beginning.replaceFirst("…$", ""));
    }
  }

  private static void holds(String about, String text, int room, boolean numbered) {
    List<String> parts = LongText.split(text, room, numbered);
    if (text.length() <= room) {
      assertThat(parts).as(about).containsExactly(text);
      return;
    }
    assertThat(parts).as(about).allMatch(part -> part.length() <= room);
    assertThat(parts).as(about).noneMatch(part -> Texts.strip(part).isEmpty());
    if (numbered && parts.size() > 1) {
      int longestNumber = "(100/100) ".length();
      inOrder(about, text, withoutNumbers(about, parts), room - longestNumber);
    } else {
      inOrder(about, text, parts, room).forEach(at -> cutIsTheBest(about, text, at, parts, room));
    }
  }

  private static List<String> withoutNumbers(String about, List<String> parts) {
    List<String> bare = new ArrayList<>();
    for (String part : parts) {
      String number = "(" + (bare.size() + 1) + "/" + parts.size() + ") ";
      assertThat(part).as(about).startsWith(number);
      bare.add(part.substring(number.length()));
    }
    return bare;
  }

  /** Finds each part again; between them is nothing to see, and no grapheme is halved. */
  private static List<Integer> inOrder(String about, String text, List<String> parts, int room) {
    List<Integer> boundaries = boundaries(text);
    List<Integer> starts = new ArrayList<>();
    int from = 0;
    for (String part : parts) {
      int at = text.indexOf(part, from);
      assertThat(at).as("%s in %s", escaped(part), about).isNotNegative();
      assertThat(Texts.strip(text.substring(from, at))).as("left out, %s", about).isEmpty();
      from = at + part.length();
      for (int cut : new int[] {at, from}) {
        assertThat(boundaries.contains(cut) || graphemeAround(boundaries, cut) > room)
            .as("grapheme whole at %d, %s", cut, about)
            .isTrue();
        assertThat(cut == text.length() || !Character.isLowSurrogate(text.charAt(cut)))
            .as("character whole at %d, %s", cut, about)
            .isTrue();
      }
      starts.add(at);
    }
    assertThat(Texts.strip(text.substring(from))).as("left out, %s", about).isEmpty();
    return starts;
  }

  private static List<Integer> boundaries(String text) {
    List<Integer> boundaries = new ArrayList<>(List.of(0));
    Matcher grapheme = Pattern.compile("\\X").matcher(text);
    while (grapheme.find()) {
      boundaries.add(grapheme.end());
    }
    return boundaries;
  }

  private static int graphemeAround(List<Integer> boundaries, int at) {
    int before = 0;
    for (int boundary : boundaries) {
      if (boundary > at) {
        return boundary - before;
      }
      before = boundary;
    }
    return 0;
  }

  /** Told once more, by regular expressions over all places that are in the room. */
  private static void cutIsTheBest(
      String about, String text, int start, List<String> parts, int room) {
    String rest = text.substring(start);
    List<Integer> boundaries = boundaries(rest);
    int best = -1;
    int bestRank = -1;
    for (int at : boundaries) {
      int rank = at == 0 || at > room ? -1 : rank(rest, at, boundaries);
      if (rank >= bestRank && rank >= 0) {
        bestRank = rank;
        best = at;
      }
    }
    if (rest.length() <= room) {
      best = rest.length();
    }
    if (best > 0) {
      String part = rest.substring(0, best);
      assertThat(parts).as("%s (rank %d) in %s", escaped(part), bestRank, about).contains(part);
    }
  }

  private static final Pattern BLANKS =
      Pattern.compile("(?:\\r\\n|[\\s\\h\\v\u001C-\u001F&&[^\u0085\u00A0\u2007\u202F]])*");
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\u000B\f\u2028]");
  private static final Pattern SENTENCE =
      Pattern.compile(".*[.!?…。．！]+[\"')」.!?…。．！]*", Pattern.DOTALL);
  private static final Pattern CJK = Pattern.compile("[今天「\u3000ア글]");

  /** −1: no place; 0: grapheme, 1: word, 2: sentence, 3: line, 4: paragraph, 5: end of text. */
  private static int rank(String text, int at, List<Integer> boundaries) {
    Matcher blanks = BLANKS.matcher(text).region(at, text.length());
    int end = blanks.lookingAt() ? blanks.end() : at;
    while (!boundaries.contains(end)) { // a blank with an accent is none
      end--;
    }
    int before = boundaries.get(boundaries.indexOf(at) - 1);
    if (BLANKS.matcher(text.substring(before, at)).matches()) {
      return -1;
    }
    boolean sentence = SENTENCE.matcher(text.substring(0, at)).matches();
    if (end == at) {
      boolean cjk = at < text.length() && CJK.matcher(text.substring(at, at + 1)).matches();
      return at == text.length() ? 5 : sentence && cjk ? 2 : 0;
    }
    String run = text.substring(at, end);
    long lines = LINE_END.matcher(run).results().count();
    return end == text.length()
        ? 5
        : lines > 1 || run.contains("\u2029") ? 4 : lines == 1 ? 3 : sentence ? 2 : 1;
  }

  private static String text(Random random) {
    List<String> alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
    int length = random.nextInt(400);
    StringBuilder text = new StringBuilder("y"); // something to see
    while (text.length() < length) {
      String letter = alphabet.get(random.nextInt(alphabet.size()));
      text.append(letter.repeat(random.nextInt(20) == 0 ? 1 + random.nextInt(80) : 1));
    }
    return text.toString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c > ' ' && c < 127 ? String.valueOf(c) : "\\u%04X".formatted((int) c));
    }
    return escaped.toString();
  }

  static Stream<Arguments> hostile() {
    return Stream.concat(
        Stream.of("\u0301", "👨\u200D", "\u0600", "a\n\nb" + " ".repeat(5000))
            .map(pattern -> Arguments.of(escaped(pattern), pattern, 10_000_000)),
        Stream.of(
                " ",
                "\n",
                "a",
                "🇩",
                "\u1112\u1161",
                "\u200B",
                "a\n\n",
                "a\r\n",
                "\u2028a",
                ". ",
                "a.\"' ",
                "。今",
                " \u0301")
            .map(pattern -> Arguments.of(escaped(pattern), pattern, 1_000_000)));
  }

  /** At these lengths anything that is not linear would take minutes. */
  @ParameterizedTest(name = "{0} to {2}")
  @MethodSource("hostile")
  void takesTimeByTheLengthAlone(String name, String pattern, int length) {
    String text = "x" + pattern.repeat(length / pattern.length()) + "x";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          List<String> parts = LongText.split(text, LONGEST, false);
          assertThat(parts.get(parts.size() - 1)).endsWith("x");
        });
  }
}
