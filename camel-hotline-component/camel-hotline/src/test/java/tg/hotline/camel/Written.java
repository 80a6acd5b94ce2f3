package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The secrets of these tests, with all that is escaped somewhere, and how they can be written. */
final class Written {

  static final String TOKEN = "Tk7Qx2Vn9\"/+=&<w>\\%'Zq4Rt8Lm1";
  static final String API_KEY = "Ky3Wp6Bd5 é\"/+=&<w>\\%'Hs9Jc2Fg7";
  static final String USER = "somebody";
  static final String PASSWORD = "Pw8Nz4Xr6:\"/+=&<w>\\%'Ud3Ge5Mk2";

  /** A part of each, which most ways to write them leave as it is. */
  static final List<String> CORES =
      List.of("Tk7Qx2Vn9", "Zq4Rt8Lm1", "Ky3Wp6Bd5", "Hs9Jc2Fg7", "Pw8Nz4Xr6", "Ud3Ge5Mk2");

  private Written() {}

  /** What is told to Hotline, in every way. */
  static Set<String> hotlines() {
    return everyWay(TOKEN, API_KEY);
  }

  /** What is told to the proxy, in every way. */
  static Set<String> proxys() {
    return everyWay(PASSWORD, USER + ":" + PASSWORD);
  }

  private static Set<String> everyWay(String... secrets) {
    Set<String> ways = new LinkedHashSet<>();
    for (String secret : secrets) {
      byte[] bytes = secret.getBytes(UTF_8);
      String json = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
      String url = URLEncoder.encode(secret, UTF_8);
      ways.add(secret);
      ways.add(json);
      ways.add(json.replace("/", "\\/"));
      ways.add(new String(JsonStringEncoder.getInstance().quoteAsString(json)));
      ways.add(each(secret, "\\u%04x"));
      ways.add(url);
      ways.add(url.replace("+", "%20"));
      ways.add(url.replace("%", "%25"));
      ways.add(lowerEscapes(url));
      ways.add(
          secret
              .replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\"", "&quot;")
              .replace("'", "&#39;"));
      ways.add(each(secret, "&#x%X;"));
      ways.add(Base64.getEncoder().encodeToString(bytes));
      ways.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      ways.add(Base64.getUrlEncoder().encodeToString(bytes));
    }
    return ways;
  }

  /** What is searched for. */
  static Set<String> needles() {
    Set<String> needles = hotlines();
    needles.addAll(proxys());
    needles.addAll(CORES);
    return needles;
  }

  private static String each(String secret, String format) {
    return secret.chars().mapToObj(unit -> format.formatted(unit)).collect(Collectors.joining());
  }

  private static String lowerEscapes(String url) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(url)
        .replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }
}
