package tg.hotline.sandbox;

import java.util.Optional;
import tg.hotline.sandbox.Answer.Raw;

/**
 * How far what stands behind the API's URL has come since it was started, as observed on n8n. A
 * restart goes through {@link #STOPPED}, {@link #STARTING}, {@link #LOADING} and {@link #RUNNING}.
 */
public enum Phase {
  /** Connections are refused. */
  STOPPED,
  /** It upgrades itself: 200 in HTML, {@code n8n is starting up. Please wait}, on every path. */
  UPGRADING,
  /** It listens, but knows no path: 404 in HTML. */
  STARTING,
  /** It knows its paths, but no workflow yet: 404 in JSON. */
  LOADING,
  /** As usual. */
  RUNNING;

  /** What a request gets in this phase, whatever is scripted; empty if it gets the usual. */
  Optional<Raw> answer(String method, String path) {
    return switch (this) {
      case STOPPED, RUNNING -> Optional.empty();
      case UPGRADING -> Optional.of(Answers.STARTING_UP);
      case STARTING -> Optional.of(N8n.unknownPath(method, path));
      case LOADING ->
          path.startsWith(Router.WEBHOOKS)
              ? Optional.of(N8n.notRegistered(method, path.substring(Router.WEBHOOKS.length())))
              : Optional.empty();
    };
  }
}
