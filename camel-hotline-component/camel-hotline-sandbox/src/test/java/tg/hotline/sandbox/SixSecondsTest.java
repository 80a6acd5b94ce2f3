package tg.hotline.sandbox;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@link ConnectionsTest} would have to wait for. */
@Execution(ExecutionMode.CONCURRENT)
class SixSecondsTest {

  @Test
  void anIdleConnectionIsClosedSixSecondsAfterTheAnswer() throws Exception {
    try (HotlineSandbox hotline = HotlineSandbox.start();
        Line line = new Line(hotline)) {
      long start = System.nanoTime(); // not behind the answer, of which the sandbox knows earlier
      line.write(Line.request(Caller.INFO));
      assertThat(line.readAnswer()).startsWith("HTTP/1.1 200 OK");

      assertThat(line.readToEnd()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(ofMillis(5_900));
    }
  }
}
