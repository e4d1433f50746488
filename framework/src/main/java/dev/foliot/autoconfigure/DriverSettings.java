package dev.foliot.autoconfigure;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.foliot.failure.ErrorText;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * The driver's settings for a connection outside of the pool: the {@code data-source-properties}
 * and the current credentials of the pool. On PostgreSQL, time-outs are added, if neither the pool
 * nor the URL has any.
 */
final class DriverSettings {
  /** Ends an attempt to connect whose caller does not wait any more. */
  private static final String SECONDS = "30";

  private static final boolean HAS_HIKARI =
      ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", null);

  private DriverSettings() {}

  /**
   * @throws SQLException if the pool's provider of credentials fails
   */
  static Properties of(DataSource pool, String url) throws SQLException {
    Properties settings = new Properties();
    if (url.startsWith("jdbc:postgresql:")) {
      settings.setProperty("connectTimeout", SECONDS);
      settings.setProperty("socketTimeout", SECONDS);
    }
    if (HAS_HIKARI) {
      OfHikari.addSettings(pool, settings);
    }
    return settings;
  }

  /** The SQL that the pool executes on each new connection; null if there is none. */
  static @Nullable String initSql(DataSource pool) {
    return HAS_HIKARI ? OfHikari.initSql(pool) : null;
  }

  /** Hikari is one of the pools that an application need not have. */
  private static final class OfHikari {
    static void addSettings(DataSource pool, Properties settings) throws SQLException {
      HikariDataSource hikari = of(pool);
      if (hikari == null) {
        return;
      }
      if (hikari.getDataSourceClassName() == null) {
        settings.putAll(hikari.getDataSourceProperties());
      }
      Credentials current = credentials(hikari);
      put(settings, "user", current.getUsername());
      put(settings, "password", current.getPassword());
    }

    /** A provider that fails counts as a refused login: the pool may keep connections. */
    private static Credentials credentials(HikariDataSource hikari) throws SQLException {
      HikariCredentialsProvider provider = hikari.getCredentialsProvider();
      if (provider == null) {
        return hikari.getCredentials();
      }
      try {
        return Objects.requireNonNull(provider.getCredentials(), "It has no credentials");
      } catch (RuntimeException e) {
        throw new SQLInvalidAuthorizationSpecException(
            "The credentials provider of the pool failed: " + ErrorText.of(e), "28000", e);
      }
    }

    static @Nullable String initSql(DataSource pool) {
      HikariDataSource hikari = of(pool);
      return hikari == null ? null : hikari.getConnectionInitSql();
    }

    private static @Nullable HikariDataSource of(DataSource pool) {
      return DataSourceUnwrapper.unwrap(pool, HikariDataSource.class);
    }

    private static void put(Properties settings, String name, @Nullable String value) {
      if (value != null) {
        settings.setProperty(name, value);
      }
    }
  }
}
