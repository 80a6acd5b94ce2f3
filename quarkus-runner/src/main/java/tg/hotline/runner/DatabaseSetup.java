package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the database's tables up to date: after the mode is confirmed, so that no database of the
 * other one is touched, and before any route starts.
 */
@Singleton
final class DatabaseSetup {

  private static final int AFTER_THE_OTHERS = 10_000;

  private final Config config;
  private final Flyway flyway;

  DatabaseSetup(Config config, Flyway flyway) {
    this.config = config;
    this.flyway = flyway;
  }

  void migrate(@Observes @Priority(AFTER_THE_OTHERS) BeforeConfigure event) {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw new ConfigurationException(
          "The database %s cannot be used: %s"
              .formatted(DatabaseUrl.shown(config), DatabaseUrl.shownIn(reason(e), config)));
    }
  }

  /** In one line: what the database said, not what Flyway was doing. */
  private static String reason(FlywayException failure) {
    String reason = failure.getMessage();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        reason = cause.getMessage();
      }
    }
    return String.valueOf(reason).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
