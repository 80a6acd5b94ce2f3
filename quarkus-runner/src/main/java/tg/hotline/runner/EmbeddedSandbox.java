package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.HotlineSandbox;

/** The stand-in Hotline of mode sandbox. It lives as long as the runner. */
@Singleton
public final class EmbeddedSandbox {

  private final int port;
  private @Nullable HotlineSandbox sandbox;

  EmbeddedSandbox(@ConfigProperty(name = "hotline.sandbox.port") int port) {
    this.port = port;
  }

  /**
   * The running sandbox; the first call starts it.
   *
   * @throws ConfigurationException where its port is taken
   */
  public synchronized HotlineSandbox get() {
    if (sandbox == null) {
      try {
        sandbox = HotlineSandbox.builder().port(port).start();
      } catch (UncheckedIOException e) {
        throw new ConfigurationException(
            "The sandbox cannot listen on port %d: %s. Another port: -Dhotline.sandbox.port=…"
                .formatted(port, e.getMessage()));
      }
    }
    return sandbox;
  }

  @PreDestroy
  synchronized void stop() {
    if (sandbox != null) {
      sandbox.close();
      sandbox = null;
    }
  }
}
