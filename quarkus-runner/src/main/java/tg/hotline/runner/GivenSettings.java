package tg.hotline.runner;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the user has set, as far as it decides the mode: names only, so that no secret can leak from
 * here.
 *
 * @param mode what {@code HOTLINE_MODE} asks for; empty where it is not set
 * @param missingCredentials the environment variables of those credentials that are not set
 * @param realWork the properties set that point at a real system
 */
record GivenSettings(String mode, List<String> missingCredentials, List<String> realWork) {

  /** The environment variables without which the real service cannot be called. */
  static final List<String> CREDENTIALS =
      List.of("HOTLINE_ACCESS_TOKEN", "HOTLINE_INSTANCE", "HOTLINE_API_KEY");

  private static final List<String> CREDENTIAL_PROPERTIES =
      List.of("hotline.access-token", "hotline.instance", "hotline.api-key");

  /** The last ones are Camel's own names: they would send the sandbox's work to a real service. */
  private static final List<String> REAL_WORK =
      List.of(
          "hotline.api-url",
          "hotline.inbox",
          "quarkus.datasource.jdbc.url",
          "camel.component.hotline.api-url",
          "camel.component.hotline.apiUrl",
          "camel.component.hotline.access-token",
          "camel.component.hotline.accessToken");

  /**
   * Where other people's work is read. Whoever asks for the sandbox by name may let it have them.
   */
  private static final List<String> INPUT =
      Stream.concat(
              Stream.of("hotline.poll.url", "hotline.watch.topics", BotApiConnector.SETTING),
              BotTokens.SETTINGS.stream())
          .toList();

  /** Begins the names of connections, which are somebody's real ones. */
  private static final String CONNECTIONS = "camel.component.hotline.connections";

  /**
   * Reads the settings.
   *
   * @param lookup knows nothing of the runner's own defaults
   * @param names the names of all settings there are
   */
  static GivenSettings read(Function<String, @Nullable String> lookup, Stream<String> names) {
    String mode =
        isSet(lookup, "hotline.mode") ? String.valueOf(lookup.apply("hotline.mode")).strip() : "";
    return new GivenSettings(
        mode,
        CREDENTIALS.stream()
            .filter(
                variable ->
                    !isSet(lookup, CREDENTIAL_PROPERTIES.get(CREDENTIALS.indexOf(variable))))
            .toList(),
        Stream.of(
                REAL_WORK.stream(),
                mode.isEmpty() ? INPUT.stream() : Stream.<String>empty(),
                names.filter(name -> name.startsWith(CONNECTIONS)).sorted())
            .flatMap(all -> all)
            .distinct()
            .filter(property -> isSet(lookup, property))
            .toList());
  }

  private static boolean isSet(Function<String, @Nullable String> lookup, String property) {
    String value = lookup.apply(property);
    return value != null && !value.isBlank() && !value.equals("off");
  }
}
