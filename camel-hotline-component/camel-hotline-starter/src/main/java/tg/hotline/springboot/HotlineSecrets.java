package tg.hotline.springboot;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Knows Hotline's secrets among the properties that Actuator shows: by their names, such as {@code
 * camel.component.hotline.api-key} and {@code HOTLINE_API_KEY}, and by their values, wherever else
 * the application took them from. Thread-safe.
 */
final class HotlineSecrets implements Predicate<SanitizableData> {

  private final ConfigurableEnvironment environment;
  private final List<String> names = HotlineOptions.secrets();
  private final List<String> plainNames = names.stream().map(HotlineSecrets::plain).toList();

  HotlineSecrets(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public boolean test(SanitizableData property) {
    String key = plain(property.getKey());
    Object value = property.getValue();
    boolean named = key.contains("hotline") && plainNames.stream().anyMatch(key::endsWith);
    return named || (value != null && values().contains(value.toString()));
  }

  private Set<String> values() {
    // A placeholder that leads nowhere is no reason to show nothing at all.
    Binder binder =
        new Binder(
            ConfigurationPropertySources.get(environment),
            value -> value instanceof String text ? environment.resolvePlaceholders(text) : value);
    Set<String> connections =
        binder
            .bind(
                HotlineOptions.PREFIX + HotlineOptions.CONNECTIONS,
                Bindable.mapOf(String.class, Object.class))
            .orElseGet(Map::of)
            .keySet();
    Set<String> values = new HashSet<>();
    Stream.concat(Stream.of(""), connections.stream().map(name -> "connections." + name + "."))
        .flatMap(owner -> names.stream().map(name -> owner + StringHelper.camelCaseToDash(name)))
        .forEach(
            option ->
                binder.bind(HotlineOptions.PREFIX + option, String.class).ifBound(values::add));
    values.removeIf(String::isBlank);
    return values;
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
