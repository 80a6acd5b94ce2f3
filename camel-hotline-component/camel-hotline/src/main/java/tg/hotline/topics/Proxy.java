package tg.hotline.topics;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP forward proxy. To https it opens a tunnel, so that it sees neither token nor text.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param username for Basic authentication, null for none
 * @param password secret, null for none
 */
public record Proxy(String host, int port, @Nullable String username, @Nullable String password) {

  /**
   * @throws IllegalArgumentException naming the option that is missing or wrong
   */
  public Proxy {
    if (host.isBlank() || host.contains("/") || host.contains("@")) {
      throw new IllegalArgumentException(
          "proxyHost must be the name or address of a machine, without http:// and without user");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("proxyPort must be 1 to 65535, not " + port);
    }
    if ((username == null) != (password == null)) {
      throw new IllegalArgumentException("proxyUsername and proxyPassword belong together");
    }
    if (username != null && username.contains(":")) {
      throw new IllegalArgumentException("proxyUsername must hold no colon (RFC 7617)");
    }
  }

  /**
   * The header by which the proxy knows us, null if it need not. It is sent without being asked
   * for, so that no answer makes HttpClient send a request a second time.
   */
  @Nullable SecretHeader authorization() {
    if (username == null) {
      return null;
    }
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new SecretHeader(
        "Proxy-Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Names the machine and no user. */
  @Override
  public String toString() {
    return "Proxy[" + host + ":" + port + "]";
  }

  // Written out because of JDK-8078641: what Java 17 makes of a record's own keeps its classes from
  // being unloaded with a web application.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Proxy that
        && host.equals(that.host)
        && port == that.port
        && Objects.equals(username, that.username)
        && Objects.equals(password, that.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, port, username, password);
  }
}
