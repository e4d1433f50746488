package dev.foliot.testsupport;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fresh, empty databases for the framework's own tests: each call gives another one, behind a small
 * connection pool. PostgreSQL is one server for each JVM, started on first use.
 */
public final class TestDatabases {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabases() {}

  /**
   * A new H2 database in memory, as Spring Boot's default one, except that a statement waits longer
   * for a lock: on a busy machine, the thread that has the lock may stand still for seconds.
   */
  public static DataSource h2() {
    return pool(h2Url(), "sa");
  }

  /**
   * A new H2 database in memory with settings of its own.
   *
   * @param settings as at the end of a URL, such as {@code MODE=PostgreSQL}
   */
  public static DataSource h2(String settings) {
    return pool(h2Url() + ";" + settings, "sa");
  }

  private static String h2Url() {
    return "jdbc:h2:mem:foliot%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000"
        .formatted(NUMBER.incrementAndGet());
  }

  /** A new database on the JVM's PostgreSQL server. */
  public static DataSource postgres() {
    return pool(postgresUrl(), "postgres");
  }

  /**
   * A new database on the JVM's PostgreSQL server, with settings of the driver.
   *
   * @param settings as at the end of a URL, such as {@code prepareThreshold=0}
   */
  public static DataSource postgres(String settings) {
    String url = postgresUrl();
    return pool(url + (url.contains("?") ? "&" : "?") + settings, "postgres");
  }

  private static String postgresUrl() {
    String name = "foliot" + NUMBER.incrementAndGet();
    new JdbcTemplate(Server.POSTGRES.getPostgresDatabase()).execute("create database " + name);
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  /**
   * The database of the running suite: {@code foliot.test.database} is h2 (default) or postgres.
   */
  public static DataSource ofSuite() {
    return isPostgres() ? postgres() : h2();
  }

  /** Whether the suite runs on PostgreSQL. */
  public static boolean isPostgres() {
    return System.getProperty("foliot.test.database", "h2").equals("postgres");
  }

  private static DataSource pool(String url, String user) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setMinimumIdle(0); // many databases, one server: keep no connection for nothing
    config.setMaximumPoolSize(20);
    config.setIdleTimeout(10_000);
    config.setConnectionTimeout(10_000); // so that an unavailable database is noticed soon
    return new HikariDataSource(config);
  }

  /** Started by the first test that needs it; the server ends with the JVM. */
  private static final class Server {

    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "300")
            .setServerConfig("fsync", "off") // its data need not survive this machine
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
      }
    }
  }
}
