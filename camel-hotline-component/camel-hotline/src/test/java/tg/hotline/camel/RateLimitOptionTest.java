package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tg.hotline.topics.RateLimit;

class RateLimitOptionTest {

  @ParameterizedTest
  @CsvSource({
    "20/1m, 20, PT1M",
    "50/1s, 50, PT1S",
    "1/250ms, 1, PT0.25S",
    "7/1500, 7, PT1.5S",
    "100000/1m30s, 100000, PT1M30S",
    "5/1h2m3s4ms, 5, PT1H2M3.004S",
    "500/7d, 500, PT168H",
  })
  void readsCallsPerDuration(String value, int calls, Duration period) {
    assertThat(RateLimitOption.read("rateLimit", value)).isEqualTo(new RateLimit(calls, period));
  }

  @Test
  void canBeOff() {
    assertThat(RateLimitOption.read("rateLimit", "off")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "20",
        "20/",
        "/1m",
        "20/m",
        "1m",
        "20/1x",
        "20/1s5",
        "20/-1s",
        "-20/1s",
        "20/1.5s",
        "2e3/1s",
        "20/PT1M",
        "20/1s1m",
        "20 per minute",
        "20/1m/1m",
        "0/1s",
        "100001/1s",
        "20/0s",
        "20/366d",
        "1000000000000000000000000000000/1s",
        "20/1000000000000000000000000000000s",
        "Off"
      })
  void namesWhatItCannotRead(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimitOption.read("x.rateLimit", value))
        .withMessageStartingWith("x.rateLimit=" + value)
        .withMessageMatching("(?s).*(such as 20/1m or 50/1s|1 to 100,000 calls|1ms to 365d).*");
  }
}
