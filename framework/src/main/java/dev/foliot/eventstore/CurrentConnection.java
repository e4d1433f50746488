package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** What the connection of this thread's transaction says of itself, or else a new one. */
final class CurrentConnection {
  private final DataSource dataSource;

  CurrentConnection(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A question that needs no SQL, or seldom. */
  @FunctionalInterface
  interface Question {
    boolean of(Connection connection) throws SQLException;
  }

  /** Each append asks; so without the proxies that a JdbcTemplate puts around a connection. */
  boolean ask(Question question) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return question.of(connection);
    } catch (SQLException e) {
      throw new UncategorizedSQLException("The connection was asked about itself", null, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
