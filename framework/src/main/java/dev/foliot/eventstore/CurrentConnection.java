package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Reads properties of the connection of this thread's transaction, or else of a new connection. */
final class CurrentConnection {
  private static final String TASK = "Read a property of the connection";

  private final SQLExceptionTranslator errors = new SQLExceptionSubclassTranslator();
  private final DataSource dataSource;

  CurrentConnection(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads a property, in general without SQL. */
  @FunctionalInterface
  interface Question {
    boolean of(Connection connection) throws SQLException;
  }

  /**
   * Reads a property of the connection. Each append does this, so it uses no proxies of a
   * JdbcTemplate.
   */
  boolean ask(Question question) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return question.of(connection);
    } catch (SQLException e) {
      DataAccessException known = errors.translate(TASK, null, e);
      throw known != null ? known : new UncategorizedSQLException(TASK, null, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
