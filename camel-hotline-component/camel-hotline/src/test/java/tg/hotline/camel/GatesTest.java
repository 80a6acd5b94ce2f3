package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Gate;

class GatesTest {

  private static final Gate.Limits LIMITS = new Gate.Limits(8, 1000, null);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Gates gates = new Gates(List.of(), timer, System::nanoTime);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private WeakReference<Gate> gate(String token) {
    return new WeakReference<>(
        gates.of(new Connections.Found(new Credentials(token, "1", "key"), LIMITS, token, token)));
  }

  /** Its rate would begin afresh. */
  @Test
  void keepAGateThatNobodyHas() {
    WeakReference<Gate> gate = gate("one");
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    await().until(() -> isCollected(garbage));

    assertThat(gate.get()).isNotNull().isSameAs(gate("one").get());
  }

  @Test
  void forgetAQuietGateWhenAnotherTokenComes() {
    WeakReference<Gate> gate = gate("one");
    WeakReference<Gate> other = gate("other");

    await().until(() -> isCollected(gate));
    assertThat(other.get()).isNotNull();
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }
}
