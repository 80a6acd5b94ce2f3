package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stops a second runner before its routes start. Quarkus listens only after Camel has begun to
 * work, and by then the second runner would have taken the first one's files and rows.
 */
@Singleton
final class PortCheck {

  private final String host;
  private final int port;

  PortCheck(
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.host = host;
    this.port = port;
  }

  void check(@Observes @Priority(1) BeforeConfigure event) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new ConfigurationException(
          "The runner cannot listen on %s:%d: %s. Is it running already? Another port: -Dquarkus.http.port=…"
              .formatted(host, port, e.getMessage()));
    }
  }
}
