package tg.hotline.runner;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * In mode sandbox, plays the system that the example backup-channel asks for orders. It fails when
 * told to: {@code POST /demo/orders/down}, until {@code POST /demo/orders/up}.
 */
@Singleton
final class DemoOrders {

  private static final String PATH = "/demo/orders/";

  private static final Map<String, String> ORDERS =
      Map.of(
          "1001", "packed, it leaves our warehouse today",
          "1002", "on its way, it arrives tomorrow",
          "1003", "delivered yesterday");

  private final RunnerMode mode;
  private volatile boolean down;

  DemoOrders(@ConfigProperty(name = "hotline.mode") RunnerMode mode) {
    this.mode = mode;
  }

  void register(@Observes Router router) {
    if (mode != RunnerMode.SANDBOX) {
      return;
    }
    router.post(PATH + "down").handler(request -> set(request, true));
    router.post(PATH + "up").handler(request -> set(request, false));
    router.get(PATH + ":number").handler(this::answer);
  }

  private void set(RoutingContext request, boolean value) {
    down = value;
    request.response().end("The order system is " + (value ? "down" : "up") + "\n");
  }

  private void answer(RoutingContext request) {
    HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
    String status = ORDERS.get(request.pathParam("number"));
    if (down) {
      response.setStatusCode(503).end("{\"error\":\"down\"}");
    } else if (status == null) {
      response.setStatusCode(404).end("{\"error\":\"no such order\"}");
    } else {
      response.end("{\"status\":\"" + status + "\"}");
    }
  }
}
