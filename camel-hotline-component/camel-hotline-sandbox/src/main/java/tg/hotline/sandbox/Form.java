package tg.hotline.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands behind the {@code ?} of a URL, and in bodies of forms. */
final class Form {
  static final String TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  /** The parameters, decoded; of those that come twice, the first. */
  static Map<String, String> parameters(String encoded) throws BadRequest {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        parameters.putIfAbsent(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decoded(String text) throws BadRequest {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest("a parameter is not encoded as it should be");
    }
  }
}
