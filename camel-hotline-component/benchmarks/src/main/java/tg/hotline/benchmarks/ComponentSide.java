package tg.hotline.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConstants;
import tg.hotline.topics.SentMessage;

/** The component as users run it: with retries, gate, audit and meters. */
final class ComponentSide extends Route {

  /**
   * @param inFlight so many calls may be under way, and none more comes
   */
  ComponentSide(URI url, int inFlight) throws Exception {
    super(route(), context -> prepare(context, url, inFlight));
  }

  private static RouteBuilder route() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:send").to("hotline:send");
      }
    };
  }

  static void prepare(DefaultCamelContext context, URI url, int inFlight) {
    context.getRegistry().bind("metricRegistry", new SimpleMeterRegistry());
    HotlineComponent component = new HotlineComponent();
    context.addComponent("hotline", component);
    configure(component, url);
    component.setMaxConcurrentCalls(inFlight);
  }

  /** Sets what everybody sets. */
  static void configure(HotlineComponent component, URI url) {
    var options = component.getConfiguration();
    options.setApiUrl(url.toString());
    options.setAccessToken(Message.ACCESS_TOKEN);
    options.setInstance(Message.INSTANCE);
    options.setApiKey(Message.API_KEY);
  }

  @Override
  String userHeader() {
    return HotlineConstants.USER_ID;
  }

  @Override
  @Nullable Object result(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof SentMessage ? Sent.RESULT : null;
  }
}
