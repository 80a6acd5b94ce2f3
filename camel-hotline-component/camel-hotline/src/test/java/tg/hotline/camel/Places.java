package tg.hotline.camel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Gathers whatever somebody can read who may not know the secrets, each text with the kind of place
 * where it stands: {@code log org.apache.camel.…}, {@code jmx …}, {@code console …}. From its
 * making to its end, all loggers are at TRACE.
 */
final class Places implements AutoCloseable {

  /** Those that change something, or ask for something. */
  private static final Set<String> NO_CONSOLES =
      Set.of("gc", "reload", "send", "receive", "eval-language", "debug");

  /**
   * A text that can be read.
   *
   * @param kind where, in one word
   * @param name where, more exactly
   */
  record Place(String kind, String name, String text) {
    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  private final Queue<Place> all = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          String text =
              event.getFormattedMessage()
                  + Arrays.deepToString(event.getArgumentArray())
                  + event.getMDCPropertyMap()
                  + event.getThreadName()
                  + ThrowableProxyUtil.asString(event.getThrowableProxy());
          all.add(new Place("log", event.getLoggerName() + " " + event.getLevel(), text));
        }
      };

  Places() {
    for (Iterator<Appender<ILoggingEvent>> i = root.iteratorForAppenders(); i.hasNext(); ) {
      silenced.add(i.next()); // the console would take longer than all the rest
    }
    silenced.forEach(root::detachAppender);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
  }

  @Override
  public void close() {
    root.setLevel(before);
    root.detachAppender(appender);
    silenced.forEach(root::addAppender);
  }

  /** Those that hold one of the texts. */
  List<Place> holding(Iterable<String> texts) {
    List<Place> hits = new ArrayList<>();
    for (Place place : all) {
      for (String text : texts) {
        if (place.text.contains(text) || place.name.contains(text)) {
          hits.add(place);
          break;
        }
      }
    }
    return hits;
  }

  /** How many there are of each kind. */
  Map<String, Long> count() {
    return all.stream()
        .collect(Collectors.groupingBy(Place::kind, TreeMap::new, Collectors.counting()));
  }

  void add(String kind, String name, @Nullable Object text) {
    all.add(new Place(kind, name, Arrays.deepToString(new @Nullable Object[] {text})));
  }

  void add(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    add("exception", e.getClass().getName(), trace);
  }

  void add(Exchange exchange) {
    add("exchange", "itself", exchange);
    add("exchange", "message", exchange.getMessage());
    add("exchange", "body", exchange.getMessage().getBody());
    add("exchange", "body as text", exchange.getMessage().getBody(String.class));
    exchange.getMessage().getHeaders().forEach((name, value) -> add("header", name, value));
    exchange.getAllProperties().forEach((name, value) -> add("property", name, value));
    if (exchange.getException() != null) {
      add(exchange.getException());
    }
  }

  void add(MeterRegistry meters) {
    meters.forEachMeter(
        meter -> add("meter", meter.getId().getName(), meter.getId() + " " + meter.measure()));
  }

  /** All that the context shows of itself. */
  void add(CamelContext context) throws JMException {
    context.getEndpoints().forEach(each -> add("string", "endpoint", each + each.getEndpointUri()));
    for (HealthCheck.Result result : HealthCheckHelper.invoke(context, "full")) {
      add(
          "health",
          result.getCheck().getId(),
          result.getMessage() + " " + result.getDetails() + result.getState());
      result.getError().ifPresent(this::add);
    }
    addConsoles(context);
    addMBeans(context);
  }

  private void addConsoles(CamelContext context) {
    DevConsoleRegistry consoles =
        context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
    consoles.loadDevConsoles();
    for (DevConsole console : consoles.stream().toList()) {
      if (!NO_CONSOLES.contains(console.getId())) {
        for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
          add("console", console.getId() + " " + type, console.call(type, Map.of()));
        }
      }
    }
  }

  private void addMBeans(CamelContext context) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName all =
        new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*");
    for (ObjectName name : server.queryNames(all, null)) {
      add("jmx", name.toString(), name);
      for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
        if (info.isReadable()) {
          add("jmx", name + " " + info.getName(), server.getAttribute(name, info.getName()));
        }
      }
      for (MBeanOperationInfo info : server.getMBeanInfo(name).getOperations()) {
        boolean flagsOnly =
            Arrays.stream(info.getSignature()).allMatch(each -> each.getType().equals("boolean"));
        if (flagsOnly && info.getName().matches("(dump|browse|explain|list|get).*")) {
          Object[] flags = new Object[info.getSignature().length];
          Arrays.fill(flags, true);
          String[] types = new String[flags.length];
          Arrays.fill(types, "boolean");
          try {
            add(
                "jmx operation",
                name + " " + info.getName(),
                server.invoke(name, info.getName(), flags, types));
          } catch (MBeanException e) { // there is more to be added to the class path
            add(e);
          }
        }
      }
    }
  }
}
