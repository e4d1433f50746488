package dev.foliot.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connections of the heartbeat: straight to the database by Spring Boot's connection details, so
 * that an exhausted pool is no obstacle; through the data source where there are no details, they
 * are those of another database, or nobody has connected by them yet.
 */
final class UnpooledConnections extends AbstractDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(UnpooledConnections.class);

  private final DataSource pool;
  private final @Nullable JdbcConnectionDetails details;
  private @Nullable Boolean ofPool;
  private boolean connected;

  UnpooledConnections(DataSource pool, @Nullable JdbcConnectionDetails details) {
    this.pool = pool;
    this.details = details;
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    if (details == null || !isOfPool(details)) {
      return pool.getConnection();
    }
    return connected ? open(details) : tryFirst(details);
  }

  /** A database that refuses at first may only be starting. */
  private Connection tryFirst(JdbcConnectionDetails known) throws SQLException {
    try {
      Connection connection = open(known);
      connected = true;
      return connection;
    } catch (SQLException e) {
      LOG.info(
          "The heartbeat takes one connection of the pool, since it cannot connect by itself: {}",
          e.toString());
      return pool.getConnection();
    }
  }

  /** The settings at a URL's end are not compared: a database may not give them back. */
  private boolean isOfPool(JdbcConnectionDetails known) throws SQLException {
    if (ofPool == null) {
      try (Connection connection = pool.getConnection()) {
        String url = connection.getMetaData().getURL();
        ofPool = withoutSettings(known.getJdbcUrl()).equals(withoutSettings(url));
      }
    }
    return ofPool;
  }

  private static String withoutSettings(String url) {
    return url.split("[;?]", 2)[0];
  }

  private static Connection open(JdbcConnectionDetails known) throws SQLException {
    String password = known.getPassword();
    return new DriverManagerDataSource(
            known.getJdbcUrl(),
            String.valueOf(known.getUsername()),
            password == null ? "" : password)
        .getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
