package dev.foliot.test.postgres;

import java.util.function.Consumer;

/**
 * A database for one test class or Spring context, and how to connect to it. If the server ends
 * with the JVM, the database ends with it. On a server that was there before, {@link #close()}
 * drops the database.
 */
public final class PostgresDatabase implements AutoCloseable {

  private final String name;
  private final String jdbcUrl;
  private final String username;
  private final String password;
  private final Consumer<String> drop;

  PostgresDatabase(
      String name, String jdbcUrl, String username, String password, Consumer<String> drop) {
    this.name = name;
    this.jdbcUrl = jdbcUrl;
    this.username = username;
    this.password = password;
    this.drop = drop;
  }

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /** The owner of the database. */
  public String username() {
    return username;
  }

  /** The user's password; empty if the server needs none. */
  public String password() {
    return password;
  }

  /** Ends the use of the database. If it is dropped, connections that are still open are cut. */
  @Override
  public void close() {
    drop.accept(name);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
