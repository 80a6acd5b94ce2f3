package tg.hotline.compatibility;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/** An application on Camel Main that speaks to a sandbox; configured by properties alone. */
final class App implements AutoCloseable {

  static final String OPTION = "camel.component.hotline.";
  static final String LINK = "https://t.me/c/" + Seed.GROUP_ID + "/" + Seed.TOPIC_ID;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SimpleMain main = new SimpleMain(context);
  private final Properties properties = new Properties();

  App(HotlineSandbox sandbox) {
    with(OPTION + "apiUrl", sandbox.apiUrl().toString());
    with(OPTION + "access-token", Seed.ACCESS_TOKEN);
    with(OPTION + "instance", Seed.INSTANCE);
    with(OPTION + "api-key", Seed.API_KEY);
    with(OPTION + "retry-backoff", "2");
    with(OPTION + "retry-backoff-max", "10"); // also of Retry-After
    with("camel.main.shutdown-timeout", "1");
  }

  App with(String property, String value) {
    properties.setProperty(property, value);
    return this;
  }

  App bean(String name, Object bean) {
    context.getRegistry().bind(name, bean);
    return this;
  }

  App start(RoutesBuilder... routes) throws Exception {
    main.setOverrideProperties(properties);
    for (RoutesBuilder builder : routes) {
      main.configure().addRoutesBuilder(builder);
    }
    main.start();
    return this;
  }

  /** Adds routes that stand in a file of such a name. */
  App load(String file, String text) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, text));
    return this;
  }

  DefaultCamelContext context() {
    return context;
  }

  ProducerTemplate template() {
    return context.createProducerTemplate();
  }

  /** What comes out of a route or an endpoint. */
  <T> T ask(String uri, Object body, Map<String, Object> headers, Class<T> type) {
    return ask(context, uri, body, headers, type);
  }

  static <T> T ask(
      CamelContext context, String uri, Object body, Map<String, Object> headers, Class<T> type) {
    return context.createProducerTemplate().requestBodyAndHeaders(uri, body, headers, type);
  }

  @Override
  public void close() {
    main.stop();
    context.stop();
  }
}
