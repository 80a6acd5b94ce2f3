package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RetryPolicy POLICY =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));

  @Test
  void allowsByTheOutcomeAlone() {
    assertThat(RetryPolicy.allows(Outcome.OK, true)).isFalse();
    assertThat(RetryPolicy.allows(Outcome.REJECTED, true)).isFalse();
    assertThat(RetryPolicy.allows(Outcome.NOT_SENT, false)).isTrue();
    assertThat(RetryPolicy.allows(Outcome.UNKNOWN, true)).isTrue();
    assertThat(RetryPolicy.allows(Outcome.UNKNOWN, false)).isFalse();
  }

  @Test
  void doublesTheWaitUpToTheLongest() {
    assertThat(
            IntStream.rangeClosed(1, 7)
                .mapToObj(retry -> Duration.ofNanos(POLICY.waitNanos(retry, () -> 0.0)).toMillis()))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L);
    assertThat(Duration.ofNanos(POLICY.waitNanos(1, () -> 0.5)).toMillis()).isEqualTo(750);
    assertThat(POLICY.waitNanos(10_000, () -> 0.999)).isLessThan(30_000_000_000L);
  }

  @Test
  void namesTheNumberThatCannotBe() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(-1, second, second, second))
        .withMessageContaining("maxRetries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, second, Duration.ZERO))
        .withMessageContaining("retryTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(Long.MAX_VALUE), second))
        .withMessageContaining("retryBackoffMax must be at most 36500d");
  }
}
