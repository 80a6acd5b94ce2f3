package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.Answer;

/** With a tracer that runs, each line names the trace of its exchange, on whatever thread. */
class TraceTest extends HotlineTestSupport {

  @RegisterExtension final AuditLines audit = new AuditLines();

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();

  private final SpanExporter exporter =
      new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
          spans.addAll(ended);
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
          return CompletableResultCode.ofSuccess();
        }
      };

  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getRegistry().bind("tracer", Tracer.class, provider.get("test"));
    context
        .getRegistry()
        .bind(
            "propagators",
            ContextPropagators.class,
            ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    OpenTelemetryTracer tracer = new OpenTelemetryTracer();
    tracer.setCamelContext(context);
    tracer.init(context);
    return context;
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:start").to("seda:later?waitForTaskToComplete=Always");
        from("seda:later").threads(1).to("hotline:info?topicLink=" + LINK);
      }
    };
  }

  @Test
  void isTheExchanges() {
    sandbox().answerNext(Answer.status(429));
    template.requestBody("direct:start", "one");
    template.requestBody("direct:start", "two");

    List<Object> told = audit.events().stream().map(event -> event.get("traceId")).toList();
    assertThat(told).hasSize(3);
    assertThat(told.get(0)).as("both tries").isEqualTo(told.get(1)).isNotEqualTo(told.get(2));
    assertThat(spans)
        .filteredOn(span -> span.getName().contains("hotline") || span.getName().contains("info"))
        .extracting(SpanData::getTraceId)
        .containsExactly((String) told.get(1), (String) told.get(2));
  }
}
