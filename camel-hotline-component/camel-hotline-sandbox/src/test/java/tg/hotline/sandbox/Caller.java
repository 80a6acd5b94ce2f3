package tg.hotline.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A plain client of the Topics API, so that the tests see bytes and not what a client made of them.
 */
final class Caller {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String JSON = "application/json";
  static final String CREDENTIALS =
      "\"instance\":\"13209946874612345\",\"api_key\":\"pQTngMZLh0NmAh\"";
  static final String INFO =
      "{\"action\":\"info_by_topic\",\"group_id\":\"2101424779\",\"topic_id\":5343,"
          + CREDENTIALS
          + "}";

  // The sandbox closes a connection that was idle for 6 s; a call that took it just then would
  // fail.
  static {
    System.setProperty("jdk.httpclient.keepalive.timeout", "4");
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final HotlineSandbox hotline;

  Caller(HotlineSandbox hotline) {
    this.hotline = hotline;
  }

  static String send(long userId, String jsonText) {
    return "{\"action\":\"incoming_in_topic\",\"user_id\":"
        + userId
        + ",\"message\":\""
        + jsonText
        + "\","
        + CREDENTIALS
        + "}";
  }

  static String infoOf(String groupId, long topicId) {
    return "{\"action\":\"info_by_topic\",\"group_id\":\""
        + groupId
        + "\",\"topic_id\":"
        + topicId
        + ","
        + CREDENTIALS
        + "}";
  }

  /** With the right token and content type. */
  HttpResponse<String> call(String body) throws IOException, InterruptedException {
    return exchange(rightCall(body));
  }

  CompletableFuture<HttpResponse<String>> callAsync(String body) {
    return CLIENT.sendAsync(rightCall(body), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest rightCall(String body) {
    return post("/webhook/topic_action", body)
        .header("X-API-KEY", Seed.ACCESS_TOKEN)
        .header("Content-Type", JSON)
        .build();
  }

  HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return exchange(HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build());
  }

  HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Bytes as they are, for what an HTTP client would not let out or not show. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hotline.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private URI uri(String path) {
    return hotline.url().resolve(path);
  }
}
