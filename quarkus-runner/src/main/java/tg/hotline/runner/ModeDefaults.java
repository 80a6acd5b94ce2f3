package tg.hotline.runner;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.component.telegram.TelegramComponent;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Seed;

/**
 * Gives every setting that depends on the mode or on the folder of routes its default. It is a
 * configuration source, so that whatever the user sets wins by the usual rules, and so that the
 * decision is taken before anything is opened, created or started.
 */
public final class ModeDefaults implements ConfigSourceFactory {

  /** Above the runner's own application.properties, below the user's and the environment. */
  private static final int FOLDER_ORDINAL = 255;

  private static final int DEFAULTS_ORDINAL = 100;

  private static final int ABOVE_ALL = 1000;

  private static final String NAME = "the mode's defaults";

  private static final String FOLDER_NAME = "routes' properties";

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(DEFAULTS_ORDINAL);
  }

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    if (isBuild()) {
      return List.of();
    }
    listenOnLoopbackOnly();
    leaveMalformedAddressesToUs();

    String folder = value(context, "hotline.routes");
    RouteFolder routes =
        folder == null
            ? RouteFolder.examples(List.of(required(context, "hotline.examples").split(",")))
            : RouteFolder.of(Path.of(folder));
    Function<String, @Nullable String> given =
        name -> {
          String set = value(context, name);
          return set == null ? routes.properties().get(name) : set;
        };
    RunnerMode mode =
        RunnerMode.decide(
            GivenSettings.read(
                given,
                Stream.concat(
                    names(context.iterateNames()), routes.properties().keySet().stream())));

    String database = given.apply(DatabaseUrl.SETTING);
    if (database != null && database.isBlank()) {
      database = null;
    }
    // One that is put together of other settings is checked when they are known.
    if (database != null && !database.contains("${")) {
      DatabaseUrl.check(database);
    }
    Path home = Path.of(required(context, "hotline.home")).toAbsolutePath().normalize();
    Map<String, String> defaults = new HashMap<>();
    defaults.put("hotline.mode", mode.label());
    defaults.put("camel.main.routes-include-pattern", routes.pattern());
    defaults.put(
        "quarkus.swagger-ui.enabled",
        String.valueOf(routes.properties().containsKey("hotline.rest.contract")));
    if (database == null || DatabaseUrl.isH2(database)) {
      defaults.put("quarkus.datasource.username", "sa");
    }
    Path data = home.resolve("data").resolve(mode.label());
    defaults.put("hotline.audit.file", data.resolve("audit.log").toString());
    defaults.put(
        DatabaseUrl.SETTING,
        // WRITE_DELAY=0: a killed runner must not forget what it has marked as sent.
        "jdbc:h2:file:%s;AUTO_SERVER=TRUE;WRITE_DELAY=0".formatted(data.resolve("hotline")));
    switch (mode) {
      case SANDBOX -> {
        defaults.put("hotline.inbox", home.resolve("inbox").toString());
        defaults.put("hotline.watch.topics", seededTopics());
        defaults.put("hotline.poll.url", "http://127.0.0.1:${quarkus.http.port}/demo/items");
        defaults.putAll(BotTokens.SANDBOX);
        defaults.put("hotline.ai.connection", HotlineConnector.SALES);
        defaults.put("hotline.orders.connection", HotlineConnector.ORDERS);
        defaults.put("hotline.orders.url", "http://127.0.0.1:${quarkus.http.port}/demo/orders");
      }
      case LIVE -> {
        defaults.put("hotline.inbox", home.resolve("inbox-live").toString());
        defaults.put("hotline.poll.url", "off");
        defaults.put(BotApiConnector.SETTING, TelegramComponent.BOT_API_DEFAULT_URL);
        BotTokens.SETTINGS.forEach(setting -> defaults.put(setting, "off"));
      }
    }
    Map<String, String> beside = new HashMap<>(routes.properties());
    beside
        .entrySet()
        .removeIf(set -> set.getValue().isBlank() && defaults.containsKey(set.getKey()));
    return List.of(
        new PropertiesConfigSource(
            beside, FOLDER_NAME, folder == null ? DEFAULTS_ORDINAL : FOLDER_ORDINAL),
        new PropertiesConfigSource(defaults, NAME, DEFAULTS_ORDINAL),
        new PropertiesConfigSource(insteadOfBlank(context, beside), FOLDER_NAME, ABOVE_ALL + 1),
        new PropertiesConfigSource(insteadOfBlank(context, defaults), NAME, ABOVE_ALL));
  }

  /** A variable that is there but blank, as compose files pass it, is as good as none. */
  private static Map<String, String> insteadOfBlank(
      ConfigSourceContext context, Map<String, String> values) {
    Map<String, String> blank = new HashMap<>(values);
    blank.keySet().removeIf(name -> !isBlank(context.getValue(name)));
    return blank;
  }

  /** Of a setting that is not there at all the value is null. */
  private static boolean isBlank(@Nullable ConfigValue value) {
    return value != null && value.getValue() != null && value.getValue().isBlank();
  }

  /**
   * Decides again by all the settings there are. Some come too late for the first decision, those
   * that {@code quarkus.config.locations} names for one.
   *
   * @throws ConfigurationException where the mode would be another one, or where the database's URL
   *     is of no use
   */
  static void confirm(Config config) {
    RunnerMode mode = config.getValue("hotline.mode", RunnerMode.class);
    RunnerMode now =
        RunnerMode.decide(
            GivenSettings.read(
                name -> {
                  var value = config.getConfigValue(name);
                  return gave(value) ? null : value.getValue();
                },
                names(config.getPropertyNames().iterator())));
    if (now != mode) {
      throw new ConfigurationException(
          "The settings ask for mode %s, but some came too late and the runner was set up for mode %s. Put them into the environment, or set HOTLINE_MODE."
              .formatted(now.label(), mode.label()));
    }
    String database = config.getValue(DatabaseUrl.SETTING, String.class);
    DatabaseUrl.check(database);
    DatabaseUrl.checkForm(database);
  }

  private static Stream<String> names(Iterator<String> names) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(names, 0), false);
  }

  /** Whether the value is a default of the mode, not the user's. */
  static boolean gave(org.eclipse.microprofile.config.ConfigValue value) {
    return value.getSourceName() != null && value.getSourceName().contains(NAME);
  }

  /**
   * While Quarkus builds the app it reads the configuration too, and writes what it finds, paths of
   * the building machine included, into the app. The class that runs the app is made last.
   */
  private static boolean isBuild() {
    try {
      Class.forName(
          Application.APP_CLASS_NAME, false, Thread.currentThread().getContextClassLoader());
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  /**
   * H2's AUTO_SERVER, by which other programs reach the embedded database, listens on every address
   * unless this is set before H2's classes are loaded; it knows no other way to be told.
   */
  private static void listenOnLoopbackOnly() {
    if (System.getProperty("h2.bindAddress") == null) {
      System.setProperty("h2.bindAddress", "127.0.0.1");
    }
  }

  /**
   * Quarkus answers them with a bare status, before any handler; {@link JsonErrors} does it with a
   * text. It is asked by this property only, read once.
   */
  private static void leaveMalformedAddressesToUs() {
    System.setProperty("vertx.disableURIValidation", "true");
  }

  /** The links of the topics that the sandbox's first connection leads. */
  private static String seededTopics() {
    return Seed.standard().dialogs().stream()
        .filter(dialog -> dialog.instance().equals(Seed.INSTANCE))
        .map(dialog -> "https://t.me/c/%s/%d".formatted(Seed.GROUP_ID, dialog.topicId()))
        .collect(Collectors.joining(","));
  }

  private static @Nullable String value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    return value == null || value.getValue() == null || value.getValue().isBlank()
        ? null
        : value.getValue();
  }

  private static String required(ConfigSourceContext context, String name) {
    String value = value(context, name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set");
    }
    return value;
  }
}
