package tg.hotline.runner;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says what never reaches a route in the form in which the routes say their errors: {@code
 * {"error":"…"}}.
 */
@Singleton
final class JsonErrors {

  private static final Map<Integer, String> TEXTS =
      Map.of(
          400, "the request cannot be read; is its path or query malformed?",
          404, "there is nothing at this path",
          405, "this method is not allowed here",
          413, "the body is too large",
          415, "the body must be JSON, and the header Content-Type application/json");

  static final String CONTENT_TYPE = "application/json";

  /** Before Quarkus, which refuses a body by its length with a bare status; after the guard. */
  private static final int EARLY = 1_000;

  private final long largestBody;

  JsonErrors(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
    this.largestBody = largestBody.asLongValue();
  }

  void register(@Observes Router router) {
    TEXTS.keySet().forEach(status -> router.errorHandler(status, request -> send(request, status)));
    // Before Camel's, which answers a body that grows too large with a bare status.
    router.route().order(Integer.MIN_VALUE).failureHandler(JsonErrors::explain);
  }

  private static void explain(RoutingContext request) {
    if (TEXTS.containsKey(request.statusCode())) {
      send(request, request.statusCode());
    } else {
      request.next();
    }
  }

  void register(@Observes Filters filters) {
    filters.register(JsonErrors::refuseMalformedAddress, EARLY + 1);
    filters.register(this::refuseLargeBody, EARLY);
  }

  /** What Quarkus itself would do, without a body; {@link ModeDefaults} tells it not to. */
  private static void refuseMalformedAddress(RoutingContext request) {
    try {
      new URI(request.request().uri());
    } catch (URISyntaxException e) {
      send(request, 400);
      return;
    }
    request.next();
  }

  private void refuseLargeBody(RoutingContext request) {
    String length = request.request().getHeader("Content-Length");
    if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > largestBody) {
      request.response().putHeader("Connection", "close");
      send(request, 413);
    } else {
      request.next();
    }
  }

  private static void send(RoutingContext request, int status) {
    send(request, status, String.valueOf(TEXTS.get(status)));
  }

  static void send(RoutingContext request, int status, String text) {
    if (!request.response().ended()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", CONTENT_TYPE)
          .end(body(text));
    }
  }

  /** For one of the statuses that have their own text. */
  static String body(int status) {
    return body(String.valueOf(TEXTS.get(status)));
  }

  private static String body(String text) {
    return JsonObject.of("error", text).encode();
  }
}
