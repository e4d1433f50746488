package dev.foliot.testsupport;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Ends the session of the current transaction as an administrator or a cut network does: nothing in
 * the transaction notices before its next statement.
 */
public final class LoseConnection {
  private LoseConnection() {}

  /**
   * The connection of the transaction of this thread.
   *
   * @param pool the pool behind the application's data source
   */
  public static void ofTransaction(DataSource dataSource, HikariDataSource pool) {
    boolean postgres = System.getProperty("foliot.test.database", "h2").equals("postgres");
    Connection lost = DataSourceUtils.getConnection(dataSource);
    try {
      if (postgres) {
        terminate(new JdbcTemplate(new SingleConnectionDataSource(lost, true)), pool);
      } else { // an H2 server would do it so
        lost.unwrap(JdbcConnection.class).close();
        pool.getHikariPoolMXBean().softEvictConnections();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void terminate(JdbcTemplate lost, HikariDataSource pool) throws SQLException {
    Integer session = lost.queryForObject("select pg_backend_pid()", Integer.class);
    try (Connection other = pool.getConnection()) {
      JdbcTemplate server = new JdbcTemplate(new SingleConnectionDataSource(other, true));
      server.queryForList("select pg_terminate_backend(?)", session);
      await()
          .until(
              () ->
                  server
                      .queryForList("select 1 from pg_stat_activity where pid = ?", session)
                      .isEmpty());
    }
  }
}
