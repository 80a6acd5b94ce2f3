package tg.hotline.sandbox;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A {@link HotlineSandbox} for JUnit 5 tests. It is started before the first test of a class, reset
 * before each test, and closed after the last; held in a field that is not static, before and after
 * each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();
 *
 * @Test
 * void sends() {
 *   HOTLINE.sandbox().awaitMessages(1, Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>or {@code @ExtendWith(HotlineSandboxExtension.class)} and a parameter of type {@link
 * HotlineSandbox}. The tests of one class share the sandbox, so they must not run in parallel.
 */
public final class HotlineSandboxExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final Supplier<HotlineSandbox> start;
  private @Nullable HotlineSandbox sandbox;

  /** Where it was started: a class (its nested classes share it) or, failing that, a test. */
  private @Nullable String owner;

  /** A sandbox on a free port with {@link Seed#standard()}. */
  public HotlineSandboxExtension() {
    this(HotlineSandbox.builder());
  }

  /** A sandbox as the builder says. */
  public HotlineSandboxExtension(HotlineSandbox.Builder builder) {
    start = builder::start;
  }

  /**
   * The running sandbox.
   *
   * @throws IllegalStateException before it was started and after it was closed
   */
  public HotlineSandbox sandbox() {
    HotlineSandbox running = sandbox;
    if (running == null) {
      throw new IllegalStateException(
          "The sandbox runs from before the first test to after the last; it is not running now");
    }
    return running;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startFor(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startFor(context);
    sandbox().reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    closeFor(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    closeFor(context);
  }

  private void startFor(ExtensionContext context) {
    if (sandbox == null) {
      sandbox = start.get();
      owner = context.getUniqueId();
    }
  }

  private void closeFor(ExtensionContext context) {
    if (sandbox != null && context.getUniqueId().equals(owner)) {
      sandbox.close();
      sandbox = null;
      owner = null;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HotlineSandbox.class;
  }

  /** In a constructor too, which runs before {@link #beforeEach} where no class started it. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    startFor(context);
    return sandbox();
  }
}
