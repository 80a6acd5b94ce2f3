package tg.hotline.runner;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** What may be in the setting that names the database, and what of it may be shown. */
final class DatabaseUrl {

  static final String SETTING = "quarkus.datasource.jdbc.url";

  private static final Pattern USER_INFO = Pattern.compile("//[^/?;]*@");

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
    if (url.toLowerCase(Locale.ROOT).contains("password=") || USER_INFO.matcher(url).find()) {
      throw new ConfigurationException(
          SETTING
              + " holds a user or a password; set quarkus.datasource.username and quarkus.datasource.password instead.");
    }
  }

  /** Without the options behind it, in which somebody may have put what nobody should see. */
  static String shown(Config config) {
    return config.getValue(SETTING, String.class).replaceFirst("[;?].*", "");
  }
}
