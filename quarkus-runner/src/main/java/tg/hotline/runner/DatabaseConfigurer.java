package tg.hotline.runner;

import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.quarkus.agroal.runtime.AgroalConnectionConfigurer;
import io.quarkus.agroal.runtime.JdbcDriver;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/**
 * Tells the pool which errors mean that a connection is of no use any more: those that PostgreSQL
 * says so by. An embedded database loses none.
 */
@Singleton
@Unremovable // Quarkus looks it up by hand
@JdbcDriver("other")
public final class DatabaseConfigurer implements AgroalConnectionConfigurer {

  @Override
  public void setExceptionSorter(
      String databaseKind, AgroalDataSourceConfigurationSupplier datasource) {
    datasource.connectionPoolConfiguration().exceptionSorter(new PostgreSQLExceptionSorter());
  }
}
