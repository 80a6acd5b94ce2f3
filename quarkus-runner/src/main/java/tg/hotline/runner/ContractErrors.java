package tg.hotline.runner;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Adds the body where Camel, which serves the OpenAPI contract, answers a path or method that is
 * not in it with a bare status.
 */
@Singleton
final class ContractErrors {

  void stepIn(@Observes BeforeConfigure event) {
    CamelContext camel = event.getCamelContext();
    PlatformHttpComponent http = camel.getComponent("platform-http", PlatformHttpComponent.class);
    camel.removeComponent("platform-http");
    ExplainingHttp explaining = new ExplainingHttp();
    explaining.setEngine(http.getEngine());
    camel.addComponent("platform-http", explaining);
  }

  private static final class ExplainingHttp extends PlatformHttpComponent {

    @Override
    public Consumer createConsumer(
        CamelContext camel,
        Processor contract,
        String path,
        RestConfiguration configuration,
        Map<String, Object> parameters)
        throws Exception {
      return super.createConsumer(camel, new Explaining(contract), path, configuration, parameters);
    }
  }

  private static final class Explaining extends DelegateAsyncProcessor {

    Explaining(Processor contract) {
      super(contract);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      return super.process(
          exchange,
          sync -> {
            explain(exchange);
            callback.done(sync);
          });
    }

    /** No route ran: a route that answers so does not end by being stopped. */
    private static void explain(Exchange exchange) {
      Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      if (exchange.isRouteStop() && status != null && (status == 404 || status == 405)) {
        exchange.getMessage().setBody(JsonErrors.body(status));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, JsonErrors.CONTENT_TYPE);
      }
    }
  }
}
