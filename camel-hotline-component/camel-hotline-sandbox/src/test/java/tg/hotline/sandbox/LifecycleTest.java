package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
  @Test
  void itListensOnAFreePortOfLoopback() {
    try (HotlineSandbox one = HotlineSandbox.start();
        HotlineSandbox two = HotlineSandbox.start()) {
      assertThat(one.port()).isPositive().isNotEqualTo(two.port());
      assertThat(one.url()).hasToString("http://127.0.0.1:" + one.port());
      assertThat(one.apiUrl())
          .hasToString("http://127.0.0.1:" + one.port() + "/webhook/topic_action");
    }
  }

  @Test
  void closingFreesPortAndThreadsAndCanBeDoneTwice() {
    HotlineSandbox hotline = HotlineSandbox.start();
    hotline.answerNext(Answer.delayed(Duration.ofMinutes(5)));
    CompletableFuture<HttpResponse<String>> unanswered = new Caller(hotline).callAsync(Caller.INFO);
    hotline.awaitCall(call -> true, Caller.PATIENCE);
    List<Thread> threads = threadsOf(hotline);
    assertThat(threads).isNotEmpty();

    hotline.close();
    hotline.close();

    assertThat(unanswered).failsWithin(Caller.PATIENCE);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), hotline.port()).close());
    assertThat(threads)
        .allSatisfy(
            thread -> {
              thread.join(Caller.PATIENCE.toMillis());
              assertThat(thread.isAlive()).isFalse();
            });
  }

  @Test
  void aFreedPortCanBeTakenAgainAtOnce() throws Exception {
    int port;
    try (HotlineSandbox hotline = HotlineSandbox.start()) {
      port = hotline.port();
      new Caller(hotline).call(Caller.INFO);
    }
    try (HotlineSandbox hotline = HotlineSandbox.builder().port(port).start()) {
      assertThat(hotline.port()).isEqualTo(port);
      assertThat(new Caller(hotline).call(Caller.INFO).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (HotlineSandbox hotline = HotlineSandbox.start()) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> HotlineSandbox.builder().port(hotline.port()).start())
          .withMessageContaining("Cannot listen on 127.0.0.1:" + hotline.port());
    }
  }

  @Test
  void anotherAddressCanBeNamed() throws Exception {
    try (HotlineSandbox hotline = HotlineSandbox.builder().host("0.0.0.0").start()) {
      assertThat(hotline.url()).hasToString("http://127.0.0.1:" + hotline.port());
      assertThat(new Caller(hotline).call(Caller.INFO).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPortIsAPort(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HotlineSandbox.builder().port(port))
        .withMessageContaining(String.valueOf(port));
  }

  private static List<Thread> threadsOf(HotlineSandbox hotline) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hotline-sandbox-" + hotline.port()))
        .toList();
  }
}
