package tg.hotline.runner;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jboss.logging.Logger;

/** Tells whoever started the runner what it is doing and where to look. */
@Singleton
final class Banner {

  private static final Logger LOG = Logger.getLogger("hotline");

  private final Config config;
  private final EmbeddedSandbox sandbox;

  Banner(Config config, EmbeddedSandbox sandbox) {
    this.config = config;
    this.sandbox = sandbox;
  }

  /** Once the runner listens. */
  void show(@ObservesAsync HttpServerStart started) {
    lines("http://%s:%d".formatted(started.options().getHost(), started.options().getPort()))
        .forEach(LOG::info);
  }

  List<String> lines(String url) {
    List<String> lines = new ArrayList<>();
    switch (config.getValue("hotline.mode", RunnerMode.class)) {
      case SANDBOX -> {
        lines.add("Mode      sandbox: a stand-in Hotline, nobody real is reached");
        lines.add("Hotline   " + sandbox.get().url() + "  (the operators' page)");
      }
      case LIVE -> lines.add("Mode      LIVE: messages reach real operators");
    }
    lines.add("Runner    " + url + "  (health: /q/health/ready)");
    if (config.getValue("quarkus.swagger-ui.enabled", Boolean.class)) {
      lines.add("REST API  " + url + "/q/swagger-ui");
    }
    lines.add("Inbox     " + value("hotline.inbox"));
    lines.add("Database  " + database());
    lines.add(
        "Routes    "
            + config
                .getOptionalValue("hotline.routes", String.class)
                .orElseGet(() -> "the examples: " + value("hotline.examples")));
    return lines;
  }

  private String database() {
    ConfigValue url = config.getConfigValue(DatabaseUrl.SETTING);
    return ModeDefaults.gave(url)
        ? url.getValue() + "  (user sa, no password)"
        : DatabaseUrl.shown(config);
  }

  private String value(String name) {
    return config.getValue(name, String.class);
  }
}
