package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackGuardTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:8080,, true",
    "LOCALHOST,, true",
    "127.0.0.1:8080,, true",
    "127.1.2.3,, true",
    "[::1]:8080,, true",
    "localhost:8080, http://localhost:8080, true",
    "localhost:9000, http://localhost:9000, true",
    "'',, false",
    "evil.example,, false",
    "localhost.evil.example,, false",
    "127.0.0.1.evil.example:8080,, false",
    "localhost:8080, http://evil.example, false",
    "localhost:8080, http://localhost:3000, false",
    "localhost:8080, null, false",
    "localhost:8080, '', false",
  })
  void onlyThisMachine(String host, String origin, boolean ours) {
    assertThat(LoopbackGuard.isOurs(host, origin)).isEqualTo(ours);
  }
}
