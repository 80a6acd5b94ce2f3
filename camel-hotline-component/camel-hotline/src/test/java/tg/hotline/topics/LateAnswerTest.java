package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.TopicsResult.Failure;
import tg.hotline.topics.TopicsResult.Success;

/** A server that answers a call a second time, when the next one waits on the same connection. */
class LateAnswerTest {

  private static final int CALLS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Credentials CREDENTIALS =
      new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
  private static final Secrets SECRETS = Secrets.of(CREDENTIALS, null);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final HttpTransport transport =
      new HttpTransport(new HttpTransport.Settings(PATIENCE, null, null), timer);

  @AfterEach
  void close() {
    transport.close();
    timer.shutdownNow();
  }

  @Test
  void isNotTakenForTheNextCalls() throws Exception {
    Queue<String> next = new ConcurrentLinkedQueue<>();
    Front.Act late =
        socket -> {
          String text = text(socket);
          socket.getOutputStream().write(answer(text));
          while (true) {
            next.add(text(socket));
            socket.getOutputStream().write(answer(text));
          }
        };

    Map<String, TopicsResult<SentMessage>> results = calls(late);

    assertThat(next).as("second calls on a connection").isNotEmpty();
    results.forEach(
        (text, result) -> {
          if (next.contains(text)) {
            assertThat(result).isInstanceOf(Failure.class);
            assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(((Failure<?>) result).reason())
                .startsWith("HTTP 200, the answer repeats another text: it has ");
          } else {
            assertThat(result).isInstanceOf(Success.class);
          }
        });
  }

  /** Both answers at once: the second lies there before the next call, which may go elsewhere. */
  @Test
  void isNotTakenForThoseOfAnyCallsAfter() throws Exception {
    Front.Act doubled =
        socket -> {
          while (true) {
            byte[] answer = answer(text(socket));
            socket.getOutputStream().write(Bytes.join(answer, answer));
          }
        };

    calls(doubled)
        .forEach(
            (text, result) -> {
              if (result instanceof Success<SentMessage> success) {
                assertThat(success.answer().message()).isEqualTo(text);
              }
            });
  }

  private Map<String, TopicsResult<SentMessage>> calls(Front.Act act) throws Exception {
    Map<String, TopicsResult<SentMessage>> results = new LinkedHashMap<>();
    try (Front front = Front.playing(act, act)) {
      URI url = URI.create("http://127.0.0.1:" + front.port() + "/");
      for (int i = 0; i < CALLS; i++) {
        results.put("text " + i, send(url, "text " + i));
      }
    }
    return results;
  }

  private static byte[] answer(String text) {
    return Bytes.http("", Bytes.utf8("{\"result\":\"message_sent\",\"message\":\"" + text + "\"}"));
  }

  private static String text(Socket socket) throws IOException {
    return Front.readRequest(socket.getInputStream())
        .replaceAll("(?s).*\"message\":\"([^\"]*)\".*", "$1");
  }

  private TopicsResult<SentMessage> send(URI url, String text) throws Exception {
    IncomingInTopic request = new IncomingInTopic(Seed.USER_ID, text);
    CompletableFuture<TopicsResult<SentMessage>> result = new CompletableFuture<>();
    transport.post(
        HttpTransport.Target.of(url),
        SECRETS,
        RequestJson.of(request, SECRETS.credentials()),
        PATIENCE,
        new HttpTransport.Callback() {
          @Override
          public void answered(HttpAnswer answer) {
            result.complete(AnswerReader.read(request, answer, SECRETS));
          }

          @Override
          public void failed(boolean surelyNotSent, String reason, Throwable cause) {
            result.complete(AnswerReader.unanswered(surelyNotSent, reason, cause, SECRETS));
          }
        });
    return result.get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
  }
}
