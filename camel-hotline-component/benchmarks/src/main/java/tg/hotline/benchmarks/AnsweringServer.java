package tg.hotline.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Answers every POST as Hotline answers what went well, as quickly as it can or after so many
 * milliseconds: {@code /send/100} as if {@link Message#TEXT} had been sent, {@code /echo/0} with
 * the text that was, {@code /info/40}. {@code GET /calls} tells how many there were. A process of
 * its own, so that its work is in nobody's figures.
 */
final class AnsweringServer {

  private static final Buffer SENT = sent(Message.TEXT);

  /** Of the topic that was asked for: an answer of another one is none. */
  private static final String FOUND =
      """
          {"result":"topic_info","group_id":"2101424779","topic_id":%s,"frontend_type":"private",\
          "instance_name":"support_bot","instance_frontend_user_id":123456789,\
          "instance_id":"13209946874612345","chat_id":-1002101424779,"thread_id":5602541568,\
          "topic_last_date":"2025-10-09 00:24:55","topic_status":"user_answered",\
          "topic_title":"John Doe","user_id":987654321,"user_name":"John Doe",\
          "user_first_name":"John","user_last_name":"Doe","user_username":"john1991",\
          "user_lang":"en","user_phone":"+12125550123"}""";

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private long calls;

  private AnsweringServer() {}

  /** Prints the port, and answers until its input ends. */
  public static void main(String[] args) throws Exception {
    AnsweringServer server = new AnsweringServer();
    server
        .vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setAcceptBacklog(4096)
                .setTcpNoDelay(true))
        .requestHandler(server::answer)
        .listen()
        .onSuccess(it -> System.out.println(it.actualPort()))
        .onFailure(
            e -> {
              e.printStackTrace();
              System.exit(1);
            });
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  /** How many calls the server at this address has taken. */
  static int calls(URI server) throws IOException {
    try (InputStream answer = server.resolve("/calls").toURL().openStream()) {
      return Integer.parseInt(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void answer(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/calls")) {
      request.response().end(String.valueOf(calls));
      return;
    }
    if (path.startsWith("/info")) {
      request.bodyHandler(body -> answer(request, path, found(body)));
    } else if (path.startsWith("/echo")) {
      request.bodyHandler(
          body -> answer(request, path, sent(body.toJsonObject().getString("message"))));
    } else {
      request.endHandler(read -> answer(request, path, SENT));
    }
  }

  private static Buffer sent(String message) {
    return Buffer.buffer(
        """
        {"result":"message_sent","topic_link":"https://t.me/c/2101424779/5343",\
        "message":%s,"chat_id":"-1002101424779","thread_id":5602541568}"""
            .formatted(Json.encode(message)));
  }

  private static Buffer found(Buffer asked) {
    return Buffer.buffer(FOUND.formatted(asked.toJsonObject().getValue("topic_id")));
  }

  private void answer(HttpServerRequest request, String path, Buffer body) {
    calls++;
    long millis = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    HttpServerResponse response =
        request.response().putHeader("Content-Type", "application/json; charset=utf-8");
    if (millis == 0) {
      response.end(body);
    } else {
      vertx.setTimer(millis, due -> response.end(body));
    }
  }
}
