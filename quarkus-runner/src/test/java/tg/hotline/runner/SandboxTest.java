package tg.hotline.runner;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;

/** What the tests of the routes have in common: a running runner and its sandbox, fresh. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
abstract class SandboxTest {

  static final Duration SOON = Duration.ofSeconds(15);

  @Inject Config config;
  @Inject EmbeddedSandbox embedded;

  @BeforeEach
  void reset() {
    sandbox().reset();
  }

  HotlineSandbox sandbox() {
    return embedded.get();
  }

  Path inbox() {
    return Path.of(config.getValue("hotline.inbox", String.class));
  }

  /** The texts so far, in order. */
  List<String> texts() {
    return sandbox().messages().stream().map(Message::text).toList();
  }
}
