package tg.hotline.quarkus.deployment;

import io.quarkus.deployment.builditem.Startable;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.HotlineSandbox;

/** The sandbox as a dev service. Started and closed by Quarkus, one after the other. */
final class SandboxService implements Startable {

  private final int port;
  private @Nullable HotlineSandbox sandbox;

  /**
   * @param port 0 for a free one
   */
  SandboxService(int port) {
    this.port = port;
  }

  @Override
  public void start() {
    try {
      sandbox = HotlineSandbox.builder().port(port).start();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The Hotline sandbox does not start: "
              + e.getMessage()
              + ". Set quarkus.hotline.devservices.port to a free port, or to 0",
          e);
    }
  }

  /** The sandbox's page. */
  @Override
  public String getConnectionInfo() {
    return running().url().toString();
  }

  String apiUrl() {
    return running().apiUrl().toString();
  }

  private HotlineSandbox running() {
    if (sandbox == null) {
      throw new IllegalStateException("The sandbox is not started");
    }
    return sandbox;
  }

  /** There is no container. */
  @Override
  @SuppressWarnings("NullAway") // null is what Quarkus asks for
  public String getContainerId() {
    return null;
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
      sandbox = null;
    }
  }
}
