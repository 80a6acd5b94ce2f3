package tg.hotline.camel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.TopicsResult;

/** Sees at a start whether a connection works, as {@code verifyOnStartup} says. */
final class StartCheck {

  private static final Logger LOG = LoggerFactory.getLogger(HotlineComponent.class);

  private StartCheck() {}

  /**
   * @throws IllegalStateException if it does not work and is to
   */
  static void run(VerifyOnStartup how, ConnectionInUse connection, Verification verification) {
    switch (how) {
      case OFF -> {}
      case WARN -> { // in its own time: the start is not to wait for what it does not depend on
        var unused =
            verification
                .beginAtStart()
                .thenAccept(
                    known -> {
                      if (!known.isOk() && connection.isFirstWarning()) {
                        LOG.warn("{}", what(connection, verification, known));
                      }
                    });
      }
      case FAIL -> {
        Verification.Known known = verification.atStart();
        if (!known.isOk()) {
          throw new IllegalStateException(
              what(connection, verification, known) + " (verifyOnStartup=fail)");
        }
      }
    }
  }

  private static String what(
      ConnectionInUse connection, Verification verification, Verification.Known known) {
    String reason =
        known.result() instanceof TopicsResult.Failure<?> failure ? failure.reason() : "";
    return "Hotline connection %s does not work: asked for %s (verifyTopic): %s: %s"
        .formatted(
            connection.name(), verification.topic().link(), known.result().outcome(), reason);
  }
}
