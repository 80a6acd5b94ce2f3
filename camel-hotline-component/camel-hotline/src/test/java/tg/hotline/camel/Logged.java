package tg.hotline.camel;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class, or any, logs from now on. */
final class Logged {

  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private Logged(String of) {
    logger = (Logger) LoggerFactory.getLogger(of);
    lines.start();
    logger.addAppender(lines);
  }

  static Logged from(Class<?> of) {
    return new Logged(of.getName());
  }

  /** What any class logs. */
  static Logged fromAll() {
    return new Logged(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** The lines, each with its level in front. */
  List<String> stop() {
    logger.detachAppender(lines);
    return lines();
  }

  /** The lines so far. */
  List<String> lines() {
    return List.copyOf(lines.list).stream()
        .map(line -> "[" + line.getLevel() + "] " + line.getFormattedMessage())
        .toList();
  }
}
