package dev.foliot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * The driver's settings for a connection outside of the pool: those that the pool gives it ({@code
 * data-source-properties}), and on PostgreSQL time-outs where neither the pool nor the URL has any.
 */
final class DriverSettings {
  /** Ends an attempt to connect whose caller does not wait any more. */
  private static final String SECONDS = "30";

  private DriverSettings() {}

  static Properties of(DataSource pool, String url) {
    Properties settings = new Properties();
    if (url.startsWith("jdbc:postgresql:")) {
      settings.setProperty("connectTimeout", SECONDS);
      settings.setProperty("socketTimeout", SECONDS);
    }
    if (ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", null)) {
      settings.putAll(OfHikari.settings(pool));
    }
    return settings;
  }

  /** Hikari is one of the pools that an application need not have. */
  private static final class OfHikari {
    static Properties settings(DataSource pool) {
      @Nullable HikariDataSource hikari = DataSourceUnwrapper.unwrap(pool, HikariDataSource.class);
      return hikari != null && hikari.getDataSourceClassName() == null
          ? hikari.getDataSourceProperties()
          : new Properties();
    }
  }
}
