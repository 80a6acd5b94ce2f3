package tg.hotline.topics;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Tells whether Hotline repeats the text that was sent to it. What a text may become on its way
 * through a workflow, a page or Telegram makes no difference: other blanks, other Unicode for the
 * same characters, HTML's escapes. Pure.
 */
final class Echo {

  /** An ampersand, escaped any number of times. */
  private static final Pattern AMPERSAND = Pattern.compile("&(?:amp;)++");

  /** By so many times a text's length can differ from that of its normal form. */
  private static final int NORMAL_FORM = 4;

  private Echo() {}

  static boolean isOf(String sent, String repeated) {
    if (sent.equals(repeated)) { // as it nearly always is
      return true;
    }
    String one = plain(sent);
    String other = plain(repeated);
    // To compose a long text of many marks takes very long.
    return other.length() <= NORMAL_FORM * one.length() && composed(one).equals(composed(other));
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static String plain(String text) {
    return Texts.collapse(
        AMPERSAND
            .matcher(text)
            .replaceAll("&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&apos;", "'")
            .replace("&nbsp;", " "));
  }
}
