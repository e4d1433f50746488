package dev.foliot.autoconfigure;

import dev.foliot.failure.ErrorText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connections of the heartbeat. They bypass the pool and use Spring Boot's connection details, so
 * that an exhausted pool is no obstacle. A connection comes from the pool if there are no details,
 * if the details belong to another database, if the database refuses their login, or if another
 * failure happens before the first connection with the details.
 */
final class UnpooledConnections extends AbstractDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(UnpooledConnections.class);

  private final DataSource pool;
  private final @Nullable JdbcConnectionDetails details;
  private volatile @Nullable Boolean ofPool;
  private volatile boolean connected;

  UnpooledConnections(DataSource pool, @Nullable JdbcConnectionDetails details) {
    this.pool = pool;
    this.details = details;
  }

  /**
   * Several threads may connect at once. A thread that waits for the network does not block the
   * others.
   */
  @Override
  public Connection getConnection() throws SQLException {
    if (details == null || !isOfPool(details)) {
      return pool.getConnection();
    }
    return openOrBorrow(details);
  }

  /**
   * Before the first connection, any failure leads to the pool, because the details may be wrong.
   * Afterwards, an unavailable database is no reason to wait for the pool. A refused login is a
   * reason: the pool may have other credentials.
   */
  private Connection openOrBorrow(JdbcConnectionDetails known) throws SQLException {
    try {
      Connection connection = open(known);
      connected = true;
      return connection;
    } catch (SQLException e) {
      if (connected && !isRefusedLogin(e)) {
        throw e;
      }
      LOG.info(
          "The heartbeat takes one connection of the pool, since it cannot connect by itself: {}",
          ErrorText.of(e));
      return pool.getConnection();
    }
  }

  /** Invalid authorization, by the class of the SQL state. */
  private static boolean isRefusedLogin(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("28");
  }

  /** The settings at a URL's end are not compared: a database may not give them back. */
  private boolean isOfPool(JdbcConnectionDetails known) throws SQLException {
    Boolean same = ofPool;
    if (same == null) {
      try (Connection connection = pool.getConnection()) {
        String url = connection.getMetaData().getURL();
        same = withoutSettings(known.getJdbcUrl()).equals(withoutSettings(url));
      }
      ofPool = same;
    }
    return same;
  }

  private static String withoutSettings(String url) {
    return url.split("[;?]", 2)[0];
  }

  private Connection open(JdbcConnectionDetails known) throws SQLException {
    Properties settings = DriverSettings.of(pool, known.getJdbcUrl());
    putIfMissing(settings, "user", known.getUsername());
    putIfMissing(settings, "password", known.getPassword());
    return initialized(
        new DriverManagerDataSource(known.getJdbcUrl(), settings).getConnection(),
        DriverSettings.initSql(pool));
  }

  private static Connection initialized(Connection connection, @Nullable String sql)
      throws SQLException {
    if (sql == null) {
      return connection;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** As the pool does: the driver decides about values that are not configured. */
  private static void putIfMissing(Properties settings, String name, @Nullable String value) {
    if (value != null) {
      settings.putIfAbsent(name, value);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
