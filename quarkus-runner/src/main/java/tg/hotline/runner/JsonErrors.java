package tg.hotline.runner;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Says what never reaches a route in the form in which the routes say their errors: {@code
 * {"error":"…"}}.
 */
@Singleton
final class JsonErrors {

  private static final Map<Integer, String> TEXTS =
      Map.of(
          404, "there is nothing at this path",
          405, "this method is not allowed here",
          413, "the body is too large",
          415, "the body must be JSON, and the header Content-Type application/json");

  void register(@Observes Router router) {
    TEXTS.forEach(
        (status, text) -> router.errorHandler(status, request -> send(request, status, text)));
  }

  static void send(RoutingContext request, int status, String text) {
    if (!request.response().ended()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .end(JsonObject.of("error", text).encode());
    }
  }
}
