package tg.hotline.runner;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of whatever database the URL names. Quarkus fixes a datasource's driver when the app
 * is built; this one leaves the choice to the settings of the day. Thread-safe.
 */
public final class DatabaseDriver implements Driver {

  private static final List<Driver> DRIVERS =
      ServiceLoader.load(Driver.class, DatabaseDriver.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  @Override
  public boolean acceptsURL(@Nullable String url) throws SQLException {
    return driver(url) != null;
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, Properties info) throws SQLException {
    Driver driver = driver(url);
    return driver == null ? null : driver.connect(url, info);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, Properties info)
      throws SQLException {
    Driver driver = driver(url);
    return driver == null ? new DriverPropertyInfo[0] : driver.getPropertyInfo(url, info);
  }

  private static @Nullable Driver driver(@Nullable String url) throws SQLException {
    if (url != null) {
      for (Driver driver : DRIVERS) {
        if (driver.acceptsURL(url)) {
          return driver;
        }
      }
    }
    return null;
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  /** As not every driver in it is. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(DatabaseDriver.class.getPackageName());
  }
}
