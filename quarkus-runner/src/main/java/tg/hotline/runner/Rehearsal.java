package tg.hotline.runner;

import io.quarkus.runtime.Quarkus;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends the runner as soon as it is ready, where it is started only for the JVM to write down which
 * classes that takes: the next start is quicker by them.
 */
@Singleton
final class Rehearsal {

  private static final int OK = 200;
  private static final int MILLIS_BETWEEN_LOOKS = 20;

  private final boolean rehearsal;

  Rehearsal(@ConfigProperty(name = "hotline.exit-when-ready") boolean rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Asks as a supervisor does, so that the answer's classes are among those. */
  void end(@ObservesAsync HttpServerStart started) throws IOException, InterruptedException {
    if (!rehearsal) {
      return;
    }
    HttpServerOptions server = started.options();
    URI health =
        URI.create("http://%s:%d/q/health/ready".formatted(server.getHost(), server.getPort()));
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ask = HttpRequest.newBuilder(health).build();
    while (client.send(ask, BodyHandlers.discarding()).statusCode() != OK) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
    Quarkus.asyncExit();
  }
}
