package dev.foliot.test.postgres;

import java.util.function.Consumer;

/**
 * A database for one test class or Spring context, and how to connect to it. On a server that ends
 * with the JVM it ends with that server; on one that was there before, {@link #close()} drops it.
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

  /** The user's password; empty where the server asks for none. */
  public String password() {
    return password;
  }

  /** Gives the database up: connections that are still open are cut. */
  @Override
  public void close() {
    drop.accept(name);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
