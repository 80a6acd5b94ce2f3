package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {
  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8181",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.8.9.10:65535",
        "[::1]",
        "[::1]:8181"
      })
  void aCallerThatMeansThisMachineIsServed(String host) throws Exception {
    assertThat(get("Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8181",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80@127.0.0.1",
        "127.0.0.1:8181:8181",
        "128.0.0.1",
        "0.0.0.0:8181",
        "[::2]",
        ""
      })
  void anotherHostIsRefused(String host) throws Exception {
    assertThat(get("Host: " + host))
        .startsWith("HTTP/1.1 403 ")
        .contains("application/json; charset=utf-8")
        .contains("{\"error\":\"The sandbox listens on loopback")
        .contains("another Host");
  }

  @Test
  void noHostIsRefused() throws Exception {
    assertThat(get("Accept: */*")).startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://127.0.0.1:8181",
        "https://[::1]",
        "http://LOCALHOST"
      })
  void aPageOfThisMachineIsServed(String origin) throws Exception {
    assertThat(get("Host: localhost\r\nOrigin: " + origin)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "null",
        "file://",
        "h ttp://localhost"
      })
  void aPageFromElsewhereIsRefused(String origin) throws Exception {
    assertThat(get("Host: localhost\r\nOrigin: " + origin))
        .startsWith("HTTP/1.1 403 ")
        .contains("another Origin");
  }

  /** A GET of the Bot API acts too, and for an image a browser sends no Origin. */
  @ParameterizedTest
  @CsvSource({"cross-site, 403", "same-site, 200", "same-origin, 200", "none, 200"})
  void anImageOfAForeignPageWritesToNobody(String site, int status) throws Exception {
    String answer =
        new Caller(HOTLINE.sandbox())
            .raw(
                "GET /bot"
                    + Seed.BOT_TOKEN
                    + "/sendMessage?text=hi&chat_id="
                    + Seed.USER_ID
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: "
                    + site
                    + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(HOTLINE.sandbox().chat(Seed.INSTANCE, Seed.USER_ID)).hasSize(status == 200 ? 2 : 1);
  }

  @Test
  void aLinkOfAForeignPageOpensThePage() throws Exception {
    assertThat(get("Host: localhost\r\nSec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aRefusedCallHasNoEffectAndUsesUpNoScript() throws Exception {
    HotlineSandbox hotline = HOTLINE.sandbox();
    hotline.answerNext(Answer.status(503));
    String body = Caller.send(Seed.USER_ID, "hi");
    String request =
        "POST /webhook/topic_action HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "X-API-KEY: sandbox-access-token\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\nOrigin: http://evil.example\r\n\r\n"
            + body;

    assertThat(new Caller(hotline).raw(request)).startsWith("HTTP/1.1 403 ");

    assertThat(hotline.messages()).isEmpty();
    assertThat(hotline.calls()).isEmpty();
    assertThat(new Caller(hotline).call(body).statusCode()).isEqualTo(503);
  }

  /** Listening for other machines it cannot know its names, so only a foreign page is refused. */
  @ParameterizedTest
  @CsvSource({
    "hotline.test:8181, , true",
    "hotline.test:8181, http://hotline.test:8181, true",
    "hotline.test:8181, http://hotline.test:8282, false",
    "hotline.test:8181, http://evil.example, false",
  })
  void onAnotherAddressTheHostIsFree(String host, String origin, boolean welcome) throws Exception {
    Headers headers = new Headers();
    headers.add("Host", host);
    if (origin != null) {
      headers.add("Origin", origin);
    }

    assertThat(new Visitors(InetAddress.getByName("0.0.0.0")).objection(headers, false).isEmpty())
        .isEqualTo(welcome);
  }

  private static String get(String headers) throws IOException {
    return new Caller(HOTLINE.sandbox())
        .raw("GET /console/api/calls HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
  }
}
