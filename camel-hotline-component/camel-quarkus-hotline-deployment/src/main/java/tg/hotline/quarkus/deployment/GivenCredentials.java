package tg.hotline.quarkus.deployment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds out whether the user has said whom to call. Names only, so that no secret is read. */
final class GivenCredentials {

  /** In letters alone, since Camel and Quarkus read dashes, capitals and underscores alike. */
  private static final String COMPONENT = "camelcomponenthotline";

  /** What properties and URIs refer to on all pages. */
  private static final List<String> VARIABLES =
      List.of("hotlineaccesstoken", "hotlineinstance", "hotlineapikey");

  private static final List<String> OPTIONS =
      List.of("accesstoken", "instance", "apikey", "apiurl");

  private static final Pattern CONNECTION_ELSEWHERE =
      Pattern.compile(
          "%[^.]+[.]camel[.]component[.]hotline[.]connections[.\\[](?<name>[^].]+)\\]?[.]");

  private GivenCredentials() {}

  /**
   * The first setting that tells of a Hotline to call: credentials, connections or the URL of the
   * component, or one of the variables {@code HOTLINE_ACCESS_TOKEN}, {@code HOTLINE_INSTANCE} and
   * {@code HOTLINE_API_KEY}.
   *
   * @param names those of all settings that hold, the environment's included, in any spelling
   */
  static Optional<String> find(Iterable<String> names) {
    return StreamSupport.stream(names.spliterator(), false)
        .filter(GivenCredentials::tells)
        .sorted()
        .findFirst();
  }

  /**
   * The names of the connections that other profiles have, production's above all: routes may name
   * them in this one too.
   *
   * @param names as those of {@link #find}; those of other profiles begin with the profile
   */
  static Set<String> connectionsElsewhere(Iterable<String> names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(CONNECTION_ELSEWHERE::matcher)
        .filter(Matcher::lookingAt)
        .map(matcher -> matcher.group("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean tells(String name) {
    String letters = name.toLowerCase(Locale.ROOT).replaceAll("[-._\"]", "");
    if (!letters.startsWith(COMPONENT)) {
      return VARIABLES.contains(letters);
    }
    String option = letters.substring(COMPONENT.length()).replaceFirst("^configuration", "");
    return OPTIONS.contains(option) || option.startsWith("connection");
  }
}
