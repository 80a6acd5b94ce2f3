package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.FileNotFoundException;
import java.util.logging.Logger;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/**
 * Writes the audit into a file that is the mode's. Not by Quarkus's settings: those open the file
 * before the mode is certain, and while the app is built and tested, too.
 */
@Singleton
final class AuditFile {

  /** When nothing speaks against the start any more. */
  private static final int LAST = 20_000;

  private static final long ROTATED_AT = 100L << 20;
  private static final int ROTATED_FILES = 100;

  /** Held, since the log manager forgets loggers that nobody holds. */
  private final Logger logger = Logger.getLogger("tg.hotline.audit");

  private final SizeRotatingFileHandler handler =
      new SizeRotatingFileHandler(ROTATED_AT, ROTATED_FILES);

  private final File file;

  AuditFile(Config config) {
    file = new File(config.getValue("hotline.audit.file", String.class));
  }

  void open(@Observes @Priority(LAST) BeforeConfigure event) {
    handler.setFormatter(new PatternFormatter("%s%n"));
    handler.setAppend(true);
    try {
      handler.setFile(file);
    } catch (FileNotFoundException e) {
      throw new ConfigurationException(
          "The audit cannot be written, see hotline.audit.file: " + e.getMessage());
    }
    logger.addHandler(handler);
  }

  /** After Camel, which has calls under way until then. */
  @PreDestroy
  void close() {
    logger.removeHandler(handler);
    handler.close();
  }
}
