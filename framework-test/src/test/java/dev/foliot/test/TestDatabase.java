package dev.foliot.test;

import dev.foliot.test.postgres.PostgresDatabase;
import dev.foliot.test.postgres.PostgresServer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Databases of the suite that runs, for tests without Spring. */
final class TestDatabase {
  private TestDatabase() {}

  /** A new database with one connection. */
  static DataSource single() {
    if (System.getProperty("foliot.test.database", "h2").equals("postgres")) {
      PostgresDatabase fresh = PostgresServer.shared().newDatabase();
      return new SingleConnectionDataSource(
          fresh.jdbcUrl(), fresh.username(), fresh.password(), true);
    }
    return new SingleConnectionDataSource("jdbc:h2:mem:", "sa", "", true);
  }
}
