package tg.hotline.camel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Finds an exchange's trace without knowing who traces. Camel's tracers (camel-opentelemetry2,
 * camel-opentelemetry, camel-micrometer-observability, camel-telemetry-dev) write the context of
 * the span that they have just begun for a call into the message's headers, {@code traceparent} by
 * W3C's Trace Context; that goes with the exchange, on whatever thread. Without one of them the
 * platform's tracing may have left the id in the MDC.
 */
final class TraceIds {

  // W3C, "Trace Context", traceparent: version-traceid-parentid-flags; camel-telemetry-dev leaves
  // out the version.
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?:[0-9a-f]{2}-)?(?!0{32})([0-9a-f]{32})-.*");

  private TraceIds() {}

  /** Of the exchange that is processed on this thread. */
  static @Nullable String of(Exchange exchange) {
    String parent = exchange.getMessage().getHeader("traceparent", String.class);
    if (parent != null) {
      Matcher parts = TRACEPARENT.matcher(parent);
      if (parts.matches()) {
        return parts.group(1);
      }
    }
    String id = exchange.getMessage().getHeader("CAMEL_TRACE_ID", String.class);
    if (id == null) {
      id = MDC.get("trace_id"); // OpenTelemetry's instrumentation of loggers
    }
    return id == null ? MDC.get("traceId") : id; // Quarkus, Micrometer Tracing
  }
}
