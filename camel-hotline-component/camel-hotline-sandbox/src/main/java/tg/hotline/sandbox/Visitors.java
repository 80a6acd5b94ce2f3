package tg.hotline.sandbox;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns away web pages from elsewhere. A page in the developer's browser can reach a port on
 * loopback: by its own address ({@code Origin} tells), or by a name of its own that it lets point
 * to 127.0.0.1, DNS rebinding ({@code Host} tells).
 */
final class Visitors {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private final boolean onLoopback;

  Visitors(InetAddress listening) {
    onLoopback = listening.isLoopbackAddress();
  }

  /**
   * Why this request is refused; empty if it is not.
   *
   * @param anyMethodActs whether a GET changes something too. Links and images of foreign pages
   *     come without {@code Origin}, but browsers say {@code Sec-Fetch-Site}
   */
  Optional<String> objection(Headers headers, boolean anyMethodActs) {
    String host = headers.first("Host");
    // Listening for other machines, by someone's explicit wish, it cannot know all its names.
    if (onLoopback && !isLoopback(host)) {
      return Optional.of(
          "The sandbox listens on loopback and answers to localhost, 127.0.0.0/8 and [::1] only,"
              + " not to another Host");
    }
    String origin = headers.first("Origin");
    boolean foreign = origin != null && !isLoopback(authority(origin)) && !isItself(origin, host);
    boolean loaded = anyMethodActs && headers.contains("Sec-Fetch-Site", "cross-site");
    if (foreign || loaded) {
      return Optional.of("The sandbox does not serve web pages of another Origin");
    }
    return Optional.empty();
  }

  private static boolean isItself(String origin, @Nullable String host) {
    return host != null && host.equalsIgnoreCase(authority(origin));
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isLoopback(@Nullable String authority) {
    return authority != null
        && LOOPBACK.matcher(authority.replaceFirst(":\\d{1,5}$", "")).matches();
  }
}
