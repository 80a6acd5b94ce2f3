package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a server that takes connections and says nothing. */
@Timeout(20)
class ImpatientClientTest {

  @Test
  void waitsForNoAnswerForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HttpClient client = new ImpatientClient(HttpClient.newHttpClient(), Duration.ofMillis(200));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort())).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.discarding()).get())
          .hasCauseInstanceOf(HttpTimeoutException.class);
    }
  }
}
