package tg.hotline.topics;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Decides where secrets and customers' data may be posted to. */
public final class ApiUrl {

  /** The service's own address (Topics API, version 1). */
  public static final String PRODUCTION = "https://n8n.production.hotline.tg/webhook/topic_action";

  // Literals only: a name in DNS can point anywhere, 127.0.0.1.example.org among them.
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[(::1|0:0:0:0:0:0:0:1)]",
          Pattern.CASE_INSENSITIVE);

  private ApiUrl() {}

  /**
   * Reads the address of the Topics API.
   *
   * @param allowInsecureHttp whether plain http may leave this machine
   * @throws IllegalArgumentException if it is no address, not https, or holds a user or password
   */
  public static URI parse(String apiUrl, boolean allowInsecureHttp) {
    URI uri;
    try {
      uri = new URI(apiUrl.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("apiUrl is not a URL: " + e.getReason());
    }
    if (uri.getRawUserInfo() != null
        || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
      throw new IllegalArgumentException("apiUrl must hold no user or password");
    }
    if (uri.getHost() == null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "apiUrl must be like " + PRODUCTION + ", not " + Texts.quote(apiUrl));
    }
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    if (secure || (plain && (allowInsecureHttp || LOOPBACK.matcher(uri.getHost()).matches()))) {
      return uri;
    }
    throw new IllegalArgumentException(
        "apiUrl must begin with https://"
            + (plain ? "; plain http to another machine needs allowInsecureHttp=true" : "")
            + ": "
            + Texts.quote(apiUrl));
  }
}
