package tg.hotline.topics;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Hotline asks of a caller: the access token of the connections' owner, sent as the header
 * {@code X-API-KEY}, and one connection's {@code instance} and {@code api_key}, sent in the body.
 *
 * @param accessToken secret, issued by Hotline's support, one per owner
 * @param instance the connection's number; kept as text, because it passes 2^53
 * @param apiKey secret, issued by the setup bot, one per connection
 */
public record Credentials(String accessToken, String instance, String apiKey) {

  /**
   * @throws IllegalArgumentException if one is blank or the token could not stand in a header line
   */
  public Credentials {
    requireText(accessToken, "accessToken");
    requireText(instance, "instance");
    requireText(apiKey, "apiKey");
    for (int i = 0; i < accessToken.length(); i++) {
      char c = accessToken.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException(
            "accessToken holds a character that an HTTP header cannot carry"
                + " (a blank, a line break or a letter outside ASCII)");
      }
    }
  }

  private static void requireText(String value, String name) {
    if (Objects.requireNonNull(value, name).isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
  }

  /** Names the connection and none of the secrets. */
  @Override
  public String toString() {
    return "Credentials[instance=" + instance + "]";
  }

  // Written out because of JDK-8078641: what Java 17 makes of a record's own keeps its classes from
  // being unloaded with a web application.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Credentials that
        && accessToken.equals(that.accessToken)
        && instance.equals(that.instance)
        && apiKey.equals(that.apiKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accessToken, instance, apiKey);
  }
}
