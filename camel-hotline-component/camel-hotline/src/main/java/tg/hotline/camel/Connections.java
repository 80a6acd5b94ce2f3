package tg.hotline.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Gate;
import tg.hotline.topics.Texts;

/**
 * Finds whose credentials a call is made with: those in the endpoint's options, those of the
 * connection it names, or the component's.
 *
 * @param own the component's configuration
 * @param named the component's connections by name
 * @param limits the component's, for connections that set none
 */
record Connections(
    HotlineConfiguration own, Map<String, HotlineConnection> named, Gate.Limits limits) {

  static final String PROPERTY = "camel.component.hotline.";
  private static final String OWN = "component";
  private static final String ENDPOINTS = "endpoint";

  /**
   * Credentials with whom they belong to.
   *
   * @param name the connection's, {@value #OWN} or {@value #ENDPOINTS}; no secret
   * @param owner the same in more words
   */
  record Found(Credentials credentials, Gate.Limits limits, String name, String owner) {

    /** Whether they are an endpoint's own: those of other endpoints have the same name. */
    boolean isEndpoints() {
      return name.equals(ENDPOINTS);
    }

    /** Tells apart those of one name, but for endpoints with one instance and other secrets. */
    String id() {
      return isEndpoints() ? name + "-" + credentials.instance() : name;
    }
  }

  private static String bare(String name) {
    return name.replaceFirst("^#(bean:)?", "");
  }

  /** By toD it may come from anywhere. */
  private static String shown(String name) {
    return Texts.excerpt(bare(name));
  }

  /**
   * Finds an endpoint's credentials.
   *
   * @throws IllegalArgumentException naming the option that is missing or wrong
   */
  Found find(HotlineConfiguration endpoint, CamelContext context) {
    String name = endpoint.getConnection();
    if (name != null && endpoint.hasCredentials()) {
      throw new IllegalArgumentException(
          "connection=" + name + " and accessToken, instance, apiKey exclude each other");
    }
    if (name == null && !endpoint.hasPair()) {
      name = own.getConnection();
      if (name != null && own.hasPair()) {
        throw new IllegalArgumentException(
            "%sconnection=%s and %sinstance, apiKey exclude each other"
                .formatted(PROPERTY, name, PROPERTY));
      }
    }
    if (name != null) {
      return named(name, connection(name, endpoint, context), endpoint.getAccessToken());
    }
    HotlineConfiguration pair = endpoint.hasPair() ? endpoint : own; // never half and half
    String property = endpoint.hasPair() ? "the endpoint's " : PROPERTY;
    Missing missing = new Missing();
    Credentials credentials =
        missing.credentials(
            missing.required(
                PROPERTY, "accessToken", endpoint.getAccessToken(), own.getAccessToken()),
            missing.required(property, "instance", pair.getInstance()),
            missing.required(property, "apiKey", pair.getApiKey()));
    return endpoint.hasCredentials()
        ? new Found(credentials, limits, ENDPOINTS, "an endpoint's own credentials")
        : new Found(credentials, limits, OWN, "the component");
  }

  /**
   * Checks the connections whose credentials are known before they are used.
   *
   * @throws IllegalArgumentException naming the property that is missing or wrong
   */
  List<Found> declared() {
    List<Found> found = new ArrayList<>();
    named.forEach(
        (name, connection) -> {
          if (connection.getCredentials() == null) {
            found.add(named(name, connection, null));
          }
        });
    return found;
  }

  private Found named(String name, HotlineConnection connection, @Nullable String accessToken) {
    String property = PROPERTY + "connections[" + name + "].";
    Supplier<Credentials> supplier = connection.getCredentials();
    if (supplier != null && (accessToken != null || connection.hasSecrets())) {
      throw new IllegalArgumentException(
          property + "credentials and accessToken, instance, apiKey exclude each other");
    }
    Missing missing = new Missing();
    Credentials credentials =
        supplier != null
            ? supplied(name, supplier)
            : missing.credentials(
                missing.required(
                    property,
                    "accessToken",
                    accessToken,
                    connection.getAccessToken(),
                    own.getAccessToken()),
                missing.required(property, "instance", connection.getInstance()),
                missing.required(property, "apiKey", connection.getApiKey()));
    return new Found(credentials, limits(property, connection), shown(name), "connection " + name);
  }

  @SuppressWarnings("ConstantValue") // written by others, who may not know of nulls
  private static Credentials supplied(String name, Supplier<Credentials> supplier) {
    Credentials credentials = supplier.get();
    if (credentials == null) {
      throw new IllegalArgumentException(
          "the supplier of connection " + name + " gave no credentials");
    }
    return credentials;
  }

  private Gate.Limits limits(String property, HotlineConnection connection) {
    Integer concurrent = connection.getMaxConcurrentCalls();
    Integer queued = connection.getMaxQueuedCalls();
    String rate = connection.getRateLimit();
    return new Gate.Limits(
        concurrent == null ? limits.maxConcurrentCalls() : concurrent,
        queued == null ? limits.maxQueuedCalls() : queued,
        rate == null ? limits.rateLimit() : RateLimitOption.read(property + "rateLimit", rate));
  }

  /** Null if there is none of this name now. */
  static @Nullable HotlineConnection bean(String name, CamelContext context) {
    return context.getRegistry().lookupByNameAndType(bare(name), HotlineConnection.class);
  }

  private HotlineConnection connection(
      String name, HotlineConfiguration endpoint, CamelContext context) {
    HotlineConnection connection = name.startsWith("#") ? null : named.get(name);
    if (connection == null) {
      connection = bean(name, context);
    }
    if (connection == null && name.equals(endpoint.getConnection())) {
      connection = endpoint.templatesConnection();
    }
    if (connection == null) {
      String shown = Texts.excerpt(name); // by toD it may come from anywhere
      throw new IllegalArgumentException(
          "connection=%s: there is %s of this name; set %sconnections[%s].instance and so on, or make a bean of type %s"
              .formatted(
                  shown,
                  named.isEmpty() ? "none" : "only " + new TreeSet<>(named.keySet()) + ", none",
                  PROPERTY,
                  shown,
                  HotlineConnection.class.getName()));
    }
    return connection;
  }

  /** Gathers what is missing, so that all of it is told at once. */
  private static final class Missing {
    private final List<String> names = new ArrayList<>();

    /** The first value that is there; an empty text, remembering its name, if none is. */
    String required(String of, String name, @Nullable String... values) {
      for (String value : values) {
        if (value != null && !value.isBlank()) {
          return value.strip();
        }
      }
      names.add(of + name);
      return "";
    }

    Credentials credentials(String accessToken, String instance, String apiKey) {
      if (!names.isEmpty()) {
        throw new IllegalArgumentException(
            "Hotline's credentials are incomplete: set " + String.join(", ", names));
      }
      return new Credentials(accessToken, instance, apiKey);
    }
  }
}
