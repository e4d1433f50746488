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
 * are those of another database, or nobody can connect by them.
 */
final class UnpooledConnections extends AbstractDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(UnpooledConnections.class);

  private final DataSource pool;
  private final @Nullable JdbcConnectionDetails details;
  private @Nullable Boolean usable;

  UnpooledConnections(DataSource pool, @Nullable JdbcConnectionDetails details) {
    this.pool = pool;
    this.details = details;
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    if (details == null || Boolean.FALSE.equals(usable)) {
      return pool.getConnection();
    }
    return usable == null ? tryFirst(details) : open(details);
  }

  private Connection tryFirst(JdbcConnectionDetails known) throws SQLException {
    if (isOfPool(known)) {
      try {
        Connection connection = open(known);
        usable = true;
        return connection;
      } catch (SQLException e) {
        LOG.info(
            "The heartbeat takes one connection of the pool, since it cannot connect by itself: {}",
            e.toString());
      }
    }
    usable = false;
    return pool.getConnection();
  }

  /** The settings at a URL's end are not compared: a database may not give them back. */
  private boolean isOfPool(JdbcConnectionDetails known) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return withoutSettings(known.getJdbcUrl())
          .equals(withoutSettings(connection.getMetaData().getURL()));
    }
  }

  private static String withoutSettings(String url) {
    return url.split("[;?]", 2)[0];
  }

  private static Connection open(JdbcConnectionDetails known) throws SQLException {
    return new DriverManagerDataSource(
            known.getJdbcUrl(),
            String.valueOf(known.getUsername()),
            known.getPassword() == null ? "" : known.getPassword())
        .getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
