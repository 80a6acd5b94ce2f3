package tg.hotline.runner;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * In mode sandbox, plays the other system that the example rest-poll asks: serves that example's
 * items.json.
 */
@Singleton
final class DemoList {

  private static final String ITEMS = "examples/rest-poll/items.json";

  private final RunnerMode mode;

  DemoList(@ConfigProperty(name = "hotline.mode") RunnerMode mode) {
    this.mode = mode;
  }

  void register(@Observes Router router) throws IOException {
    if (mode != RunnerMode.SANDBOX) {
      return;
    }
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(ITEMS)) {
      if (in == null) {
        throw new IllegalStateException(ITEMS + " is not packaged in the runner");
      }
      String items = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      router
          .get("/demo/items")
          .handler(
              request ->
                  request.response().putHeader("Content-Type", "application/json").end(items));
    }
  }
}
