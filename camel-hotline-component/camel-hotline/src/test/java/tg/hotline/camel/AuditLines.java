package tg.hotline.camel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.TopicsJson;

/** What is written to the audit's log while a test runs; kept off the console. */
final class AuditLines implements BeforeEachCallback, AfterEachCallback {

  final Logger logger = (Logger) LoggerFactory.getLogger("tg.hotline.audit");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @Override
  public void beforeEach(ExtensionContext context) {
    lines.clear();
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  /** Each must be one JSON object. */
  List<Map<String, Object>> events() {
    return lines.stream().map(TopicsJson::readObject).toList();
  }

  /** Attempt, outcome and status of each, as in {@code 1 OK 200}. */
  List<String> said() {
    return events().stream()
        .map(e -> e.get("attempt") + " " + e.get("outcome") + " " + e.get("status"))
        .toList();
  }
}
