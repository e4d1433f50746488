package dev.foliot.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** A database server to measure on; each contender gets a database of its own on it. */
public interface Database extends AutoCloseable {
  /** The maximum number of connections that a contender has, the same for each. */
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

  /** A pool as an application has one, on a new database. */
  default HikariDataSource newPool() {
    return new HikariDataSource(settingsOfNewPool());
  }

  /**
   * A pool for SQL by hand, on a new database. Each of its statements uses an index, also one that
   * PostgreSQL plans while the table is empty or was never analyzed.
   */
  default HikariDataSource newPoolByHand() {
    HikariConfig config = settingsOfNewPool();
    if (isServer()) {
      config.setConnectionInitSql("set enable_seqscan = off");
    }
    return new HikariDataSource(config);
  }

  private HikariConfig settingsOfNewPool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(newDatabase());
    config.setUsername(user());
    config.setMaximumPoolSize(POOL_SIZE);
    return config;
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
