package tg.hotline.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.SensitiveUtils;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Shows connections and endpoints in Camel's developer console, where there is one. */
@DevConsole(
    name = "hotline",
    displayName = "Hotline",
    description = "Connections to Hotline: calls under way, waiting and ended, and the endpoints")
public class HotlineDevConsole extends AbstractDevConsole {

  public HotlineDevConsole() {
    super(
        "camel",
        "hotline",
        "Hotline",
        "Connections to Hotline: calls under way, waiting and ended, and the endpoints");
  }

  @Override
  protected String doCallText(Map<String, Object> options) {
    StringBuilder text = new StringBuilder();
    connections().forEach(each -> line(text, "Connection", each));
    endpoints().forEach(each -> line(text, "Endpoint", each));
    return text.toString();
  }

  @Override
  protected Map<String, Object> doCallJson(Map<String, Object> options) {
    JsonObject json = new JsonObject();
    json.put("connections", array(connections()));
    json.put("endpoints", array(endpoints()));
    return json;
  }

  private static void line(StringBuilder text, String what, Map<String, Object> facts) {
    text.append(what).append(':');
    facts.forEach((name, value) -> text.append("\n    ").append(name).append(": ").append(value));
    text.append('\n');
  }

  private static JsonArray array(List<Map<String, Object>> all) {
    JsonArray array = new JsonArray();
    all.forEach(each -> array.add(new JsonObject(each)));
    return array;
  }

  private Stream<HotlineComponent> components() {
    return getCamelContext().getComponentNames().stream()
        .map(name -> getCamelContext().hasComponent(name))
        .filter(HotlineComponent.class::isInstance)
        .map(HotlineComponent.class::cast);
  }

  private List<Map<String, Object>> connections() {
    return components()
        .flatMap(component -> component.statistics().stream().map(Statistics::toMap))
        .toList();
  }

  private List<Map<String, Object>> endpoints() {
    EndpointUriFactory factory =
        getCamelContext().getCamelContextExtension().getEndpointUriFactory("hotline");
    Set<String> names = new TreeSet<>(factory.propertyNames());
    names.removeAll(factory.secretPropertyNames());
    names.removeIf(SensitiveUtils::containsSensitive); // what Camel masks in URIs too
    List<Map<String, Object>> all = new ArrayList<>();
    getCamelContext().getEndpoints().stream()
        .filter(HotlineEndpoint.class::isInstance)
        .map(HotlineEndpoint.class::cast)
        .forEach(endpoint -> all.add(options(endpoint, names)));
    return all;
  }

  /** Those that have a value that can be read. */
  private static Map<String, Object> options(HotlineEndpoint endpoint, Set<String> names) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("uri", endpoint.toString());
    if (endpoint.component().getEndpointPropertyConfigurer()
        instanceof PropertyConfigurerGetter getter) {
      for (String name : names) {
        Object value = getter.getOptionValue(endpoint, name, true);
        if (value instanceof String
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof Enum) {
          options.put(name, value.toString());
        }
      }
    }
    return options;
  }
}
