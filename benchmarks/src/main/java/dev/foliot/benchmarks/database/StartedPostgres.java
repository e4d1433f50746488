package dev.foliot.benchmarks.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A PostgreSQL server of our own, on this machine. */
final class StartedPostgres implements Database {
  private static final List<String> SETTINGS =
      List.of("fsync", "synchronous_commit", "wal_sync_method", "shared_buffers", "max_wal_size");

  private final EmbeddedPostgres server;
  private final boolean durable;
  private final ServerCpu cpu;
  private final AtomicInteger number = new AtomicInteger();

  private StartedPostgres(EmbeddedPostgres server, boolean durable, ServerCpu cpu) {
    this.server = server;
    this.durable = durable;
    this.cpu = cpu;
  }

  static StartedPostgres start(boolean durable) {
    String onOff = durable ? "on" : "off";
    try {
      Path directory = Files.createTempDirectory("benchmarks");
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(true)
              .setServerConfig("fsync", onOff)
              .setServerConfig("synchronous_commit", onOff)
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("max_connections", "300")
              .start();
      return new StartedPostgres(server, durable, ServerCpu.of(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  @Override
  public String name() {
    return "PostgreSQL, fsync " + (durable ? "on" : "off");
  }

  @Override
  public boolean isServer() {
    return true;
  }

  @Override
  public String settings() {
    return "PostgreSQL %s on the same machine, %s"
        .formatted(
            show("server_version"),
            SETTINGS.stream()
                .map(setting -> setting + "=" + show(setting))
                .collect(Collectors.joining(", ")));
  }

  private String show(String setting) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The server does not tell its " + setting, e);
    }
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
    return server.getJdbcUrl("postgres", name) + "&reWriteBatchedInserts=true";
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
}
