package tg.hotline.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConnection;

/**
 * The component's options, as its entry in Camel's catalog names them; so a new one is known here
 * at once.
 */
final class HotlineOptions {

  static final String PREFIX = "camel.component.hotline.";
  static final String CONNECTIONS = "connections";

  /** The one that holds others, which can be set beside it. */
  private static final String CONFIGURATION = "configuration";

  private HotlineOptions() {}

  /** All names. */
  static List<String> names() {
    return names(option -> true);
  }

  /** The names of those that are secret. A connection's secrets have the same names. */
  static List<String> secrets() {
    return names(option -> option.path("secret").asBoolean());
  }

  private static List<String> names(Predicate<JsonNode> which) {
    try (InputStream catalog =
        Objects.requireNonNull(
            HotlineComponent.class.getResourceAsStream(
                "/META-INF/tg/hotline/camel/hotline.json"))) {
      return new ObjectMapper()
          .readTree(catalog).path("componentProperties").properties().stream()
              .filter(option -> which.test(option.getValue()))
              .map(Map.Entry::getKey)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets what the environment has.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  static void set(HotlineComponent component, ConfigurableEnvironment environment) {
    CamelContext camel = component.getCamelContext();
    Binder binder = binder(camel, environment);
    PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
    Stream.concat(Stream.of(CONFIGURATION), names().stream())
        .distinct()
        .filter(name -> !name.equals(CONNECTIONS))
        .forEach(
            name -> {
              String key = PREFIX + StringHelper.camelCaseToDash(name);
              binder
                  .bind(key, String.class)
                  .ifBound(value -> set(configurer, component, name, key, value));
            });
    binder
        .bind(PREFIX + CONNECTIONS, Bindable.mapOf(String.class, HotlineConnection.class))
        .ifBound(component.getConnections()::putAll);
  }

  private static void set(
      PropertyConfigurer configurer,
      HotlineComponent component,
      String name,
      String key,
      String value) {
    try {
      configurer.configure(component.getCamelContext(), component, name, value, false);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /** One that knows Spring's placeholders and Camel's, and the names of beans. */
  private static Binder binder(CamelContext camel, ConfigurableEnvironment environment) {
    var spring = new PropertySourcesPlaceholdersResolver(environment);
    var conversions = new ApplicationConversionService();
    conversions.addConverter(
        String.class,
        Supplier.class,
        bean -> EndpointHelper.resolveReferenceParameter(camel, bean, Supplier.class));
    conversions.addConverter(
        String.class,
        HotlineConnection.class,
        bean -> EndpointHelper.resolveReferenceParameter(camel, bean, HotlineConnection.class));
    return new Binder(
        ConfigurationPropertySources.get(environment),
        value ->
            spring.resolvePlaceholders(value) instanceof String text
                ? camel.resolvePropertyPlaceholders(text)
                : value,
        conversions);
  }
}
