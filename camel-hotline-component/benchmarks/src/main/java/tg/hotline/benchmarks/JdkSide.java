package tg.hotline.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's own HttpClient, with Jackson. */
final class JdkSide implements Side {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** As many as the others have for I/O: its own has one more for each task that waits. */
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final HttpRequest.Builder to;

  JdkSide(URI url) {
    this.to =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("X-API-KEY", Message.ACCESS_TOKEN);
  }

  @Override
  public void send(Message message, Done done) throws IOException {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(message.fields()));
    var unused =
        client
            .sendAsync(to.copy().POST(body).build(), HttpResponse.BodyHandlers.ofByteArray())
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    done.ended(failure);
                    return;
                  }
                  try {
                    JsonNode answer = MAPPER.readTree(response.body());
                    done.ended(Sent.failure(answer.path("result").textValue()));
                  } catch (IOException e) {
                    done.ended(e);
                  }
                });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
