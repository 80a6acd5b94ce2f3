package tg.hotline.runner;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page in this machine's browser makes. While the runner listens on
 * loopback it asks for no password, and any page may send requests to loopback or let its own name
 * point there (DNS rebinding); what a page cannot do is to hide its {@code Host} and {@code
 * Origin}. On another address whoever put it there guards it.
 */
@Singleton
final class LoopbackGuard {

  /** Before everything else. */
  private static final int FIRST = Integer.MAX_VALUE;

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private final String address;

  LoopbackGuard(@ConfigProperty(name = "quarkus.http.host") String address) {
    this.address = address;
  }

  void register(@Observes Filters filters) throws UnknownHostException {
    if (InetAddress.getByName(address).isLoopbackAddress()) {
      filters.register(LoopbackGuard::check, FIRST);
    }
  }

  private static void check(RoutingContext request) {
    // Host, or what HTTP/2 has in its place.
    HostAndPort host = request.request().authority();
    String origin = request.request().getHeader("Origin");
    if (host != null && isOurs(host.toString(), origin)) {
      request.next();
    } else {
      JsonErrors.send(request, 403, "this server answers to requests from this machine only");
    }
  }

  /** Whether both name this server; without an Origin it is no page's request. */
  static boolean isOurs(String host, @Nullable String origin) {
    return LOOPBACK.matcher(host).matches()
        && (origin == null || origin.equalsIgnoreCase("http://" + host));
  }
}
