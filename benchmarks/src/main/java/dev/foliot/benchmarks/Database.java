package dev.foliot.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database server to measure on; each contender gets a database of its own on it. */
public interface Database extends AutoCloseable {
  /** The name in the report. */
  String name();

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
    config.setMaximumPoolSize(16);
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
    AtomicInteger number = new AtomicInteger();
    return new Database() {
      @Override
      public String name() {
        return "H2 in memory";
      }

      @Override
      public String newDatabase() {
        return "jdbc:h2:mem:benchmark" + number.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
      }

      @Override
      public String user() {
        return "sa";
      }

      @Override
      public Duration serverCpu() {
        return Duration.ZERO;
      }

      @Override
      public void close() {}
    };
  }

  /**
   * A server that is started for the measurement.
   *
   * @param durable whether a commit waits for the disk, as in production
   */
  static Database postgres(boolean durable) {
    String onOff = durable ? "on" : "off";
    EmbeddedPostgres server;
    Path directory;
    try {
      directory = Files.createTempDirectory("benchmarks");
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(true)
              .setServerConfig("fsync", onOff)
              .setServerConfig("synchronous_commit", onOff)
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("max_connections", "200")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
    ServerCpu cpu = ServerCpu.of(directory);
    AtomicInteger number = new AtomicInteger();
    return new Database() {
      @Override
      public String name() {
        return "PostgreSQL, fsync " + onOff;
      }

      @Override
      public String newDatabase() {
        String name = "benchmark" + number.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + name);
        } catch (SQLException e) {
          throw new IllegalStateException("No database could be created", e);
        }
        return server.getJdbcUrl("postgres", name);
      }

      @Override
      public String user() {
        return "postgres";
      }

      @Override
      public Duration serverCpu() {
        return cpu.get();
      }

      @Override
      public void close() {
        try {
          server.close();
        } catch (IOException e) {
          throw new UncheckedIOException("PostgreSQL could not be stopped", e);
        }
      }
    };
  }
}
