package dev.foliot.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** A database server to measure on; each contender gets a database of its own on it. */
public interface Database extends AutoCloseable {
  /** The most connections that a contender has, the same for each. */
  int POOL_SIZE = 16;

  /** The name in the report. */
  String name();

  /** Whether it is a server apart from this JVM. */
  boolean isServer();

  /** Version and settings that matter, as the server itself tells them. */
  String settings();

  /** The URL of a new, empty database. */
  String newDatabase();

  /** The user of all databases. */
  String user();

  /** The CPU time that the server has used so far; zero where it runs in this JVM. */
  Duration serverCpu();

  @Override
  void close();

  /** A pool as an application has one. */
  default HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user());
    config.setMaximumPoolSize(POOL_SIZE);
    return new HikariDataSource(config);
  }

  /** Gives the planner what it knows of a database that is in use. */
  static void analyze(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze");
    } catch (SQLException e) {
      throw new IllegalStateException("The statistics could not be made", e);
    }
  }

  /** In this JVM, in memory. */
  static Database h2() {
    return new H2InMemory();
  }

  /**
   * A PostgreSQL server that is started for the measurement.
   *
   * @param durable whether a commit waits for the disk, as in production
   */
  static Database postgres(boolean durable) {
    return StartedPostgres.start(durable);
  }
}
