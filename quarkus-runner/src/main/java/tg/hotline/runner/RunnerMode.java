package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Locale;

/**
 * Whom the runner talks to. The two modes never share inbox, database or state, so that what is
 * tried out never mixes with what is real.
 */
public enum RunnerMode {
  /** A stand-in Hotline inside the runner. For trying out; nobody real is reached. */
  SANDBOX,

  /** The real service, or whatever {@code HOTLINE_API_URL} names. */
  LIVE;

  /**
   * Decides the mode from what the user has set.
   *
   * <p>The sandbox swallows everything it is sent. So it is chosen only where nothing hints at real
   * work: credentials that are missing beside a real database are a mistake in the deployment, and
   * to start all the same would mark that database's rows as sent.
   *
   * @throws ConfigurationException where the settings contradict each other; its message says what
   *     to change and is fit to be shown alone
   */
  static RunnerMode decide(GivenSettings given) {
    List<String> missing = given.missingCredentials();
    switch (given.mode().toLowerCase(Locale.ROOT)) {
      case "live" -> {
        if (!missing.isEmpty()) {
          throw new ConfigurationException(
              "HOTLINE_MODE is live, but %s %s not set."
                  .formatted(String.join(", ", missing), missing.size() == 1 ? "is" : "are"));
        }
        return LIVE;
      }
      case "sandbox" -> {
        refuseRealWork(given, "HOTLINE_MODE is sandbox");
        return SANDBOX;
      }
      case "" -> {
        if (missing.isEmpty()) {
          return LIVE;
        }
        if (missing.size() < GivenSettings.CREDENTIALS.size()) {
          throw new ConfigurationException(
              "%s %s not set, but other credentials are. Set all of %s to talk to Hotline, or none to try the sandbox."
                  .formatted(
                      String.join(", ", missing),
                      missing.size() == 1 ? "is" : "are",
                      String.join(", ", GivenSettings.CREDENTIALS)));
        }
        refuseRealWork(given, "No credentials are set");
        return SANDBOX;
      }
      default ->
          throw new ConfigurationException(
              "HOTLINE_MODE must be sandbox or live, not '%s'.".formatted(given.mode()));
    }
  }

  private static void refuseRealWork(GivenSettings given, String why) {
    if (!given.realWork().isEmpty()) {
      throw new ConfigurationException(
          "%s, but %s %s configured. The sandbox must never take a real system's work: set %s to go live, or remove %s to try the sandbox."
              .formatted(
                  why,
                  String.join(", ", given.realWork()),
                  given.realWork().size() == 1 ? "is" : "are",
                  String.join(", ", GivenSettings.CREDENTIALS),
                  given.realWork().size() == 1 ? "it" : "them"));
    }
  }

  /** The name as it is written in settings, logs and health answers. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
