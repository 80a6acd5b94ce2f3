package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** What may be in the setting that names the database, and what of it may be shown. */
final class DatabaseUrl {

  static final String SETTING = "quarkus.datasource.jdbc.url";

  /**
   * Neither driver knows a user before an @, but people put one there, and a password may hold any
   * character. H2's path of a file may hold an @.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("jdbc:(postgresql|h2:tcp|h2:ssl):.*@.*", Pattern.DOTALL);

  private DatabaseUrl() {}

  static boolean isH2(String url) {
    return url.startsWith("jdbc:h2:");
  }

  /**
   * @throws ConfigurationException where the runner has no driver for it, or where it holds a
   *     secret: a URL is printed here and there
   */
  static void check(String url) {
    if (!isH2(url) && !url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          SETTING
              + " must begin with jdbc:h2: or jdbc:postgresql: the runner has no driver for another database.");
    }
    if (url.toLowerCase(Locale.ROOT).contains("password=") || USER_INFO.matcher(url).matches()) {
      throw new ConfigurationException(
          SETTING
              + " holds a user or a password (before an @, or as an option); set quarkus.datasource.username and quarkus.datasource.password instead.");
    }
  }

  /**
   * The driver's own complaint would repeat the URL, in which a secret may be at an odd place.
   *
   * @throws ConfigurationException where the driver cannot read it
   */
  static void checkForm(String url) {
    try {
      if (new DatabaseDriver().acceptsURL(url)) {
        return;
      }
    } catch (SQLException e) {
      // As good as not accepted; what it says may hold the URL.
    }
    throw new ConfigurationException(
        SETTING
            + " is malformed; it must be like jdbc:postgresql://localhost:5432/deals or jdbc:h2:file:./deals.");
  }

  /** Without the options behind it, in which somebody may have put what nobody should see. */
  static String shown(Config config) {
    return shown(config.getValue(SETTING, String.class));
  }

  /** A driver's message, in which the URL is no more than is shown elsewhere. */
  static String shownIn(String message, Config config) {
    String url = config.getValue(SETTING, String.class);
    return message.replace(url, shown(url));
  }

  private static String shown(String url) {
    return url.replaceFirst("(?s)[;?].*", "");
  }
}
