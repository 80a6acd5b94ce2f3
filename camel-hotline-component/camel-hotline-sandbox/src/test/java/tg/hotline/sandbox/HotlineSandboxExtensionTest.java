package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs small test classes as JUnit would and looks at what was running when. */
class HotlineSandboxExtensionTest {
  private static final List<HotlineSandbox> SEEN = new ArrayList<>();

  private static void use(HotlineSandbox hotline) throws Exception {
    assertThat(hotline.messages()).isEmpty();
    new Caller(hotline).call(Caller.send(Seed.USER_ID, "hi"));
    assertThat(hotline.messages()).hasSize(1);
    SEEN.add(hotline);
  }

  @SuppressWarnings("ClassCanBeStatic") // JUnit finds nested test classes by their being inner
  static class InAStaticField {
    @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

    @Test
    void one() throws Exception {
      use(HOTLINE.sandbox());
    }

    @Test
    void two() throws Exception {
      use(HOTLINE.sandbox());
    }

    @Nested
    class Inner {
      @Test
      void three() throws Exception {
        use(HOTLINE.sandbox());
      }
    }
  }

  static class InAField {
    @RegisterExtension
    final HotlineSandboxExtension hotline =
        new HotlineSandboxExtension(HotlineSandbox.builder().seed(Seed.standard()));

    @Test
    void one() throws Exception {
      use(hotline.sandbox());
    }

    @Test
    void two() throws Exception {
      use(hotline.sandbox());
    }
  }

  @ExtendWith(HotlineSandboxExtension.class)
  static class AsAParameter {
    @Test
    void one(HotlineSandbox hotline) throws Exception {
      use(hotline);
    }

    @Test
    void two(HotlineSandbox hotline) throws Exception {
      use(hotline);
    }
  }

  @Test
  void aStaticFieldIsOneSandboxForTheClassAndItsNestedOnes() {
    assertThat(sandboxesOf(InAStaticField.class, 3)).hasSize(1);
    assertThatIllegalStateException()
        .isThrownBy(InAStaticField.HOTLINE::sandbox)
        .withMessageContaining("not running now");
  }

  @Test
  void aFieldIsOneSandboxForEachTest() {
    assertThat(sandboxesOf(InAField.class, 2)).hasSize(2);
  }

  @Test
  void aParameterIsOneSandboxForTheClass() {
    assertThat(sandboxesOf(AsAParameter.class, 2)).hasSize(1);
  }

  /** All of them reset before each test, and closed in the end. */
  private static List<HotlineSandbox> sandboxesOf(Class<?> tests, int count) {
    SEEN.clear();
    Events run =
        EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute().testEvents();

    run.assertStatistics(statistics -> statistics.started(count).succeeded(count));
    List<HotlineSandbox> used = SEEN.stream().distinct().toList();
    assertThat(used)
        .allSatisfy(
            hotline ->
                assertThat(
                        catchThrowable(
                            () ->
                                new Socket(InetAddress.getLoopbackAddress(), hotline.port())
                                    .close()))
                    .isInstanceOf(ConnectException.class));
    return used;
  }
}
