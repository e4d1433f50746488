package dev.foliot.test.workflows;

import dev.foliot.test.postgres.PostgresDatabase;
import dev.foliot.test.postgres.PostgresServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A new database that several applications share. A writer waits long for a busy other one. */
public record RunDatabase(List<String> properties) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  public static RunDatabase fresh() {
    if (System.getProperty("foliot.test.database", "h2").equals("postgres")) {
      return of(PostgresServer.shared().newDatabase());
    }
    String url =
        "jdbc:h2:mem:runs-" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
    return of(url, "sa", "");
  }

  static RunDatabase of(PostgresDatabase database) {
    return of(database.jdbcUrl(), database.username(), database.password());
  }

  private static RunDatabase of(String url, String user, String password) {
    return new RunDatabase(
        List.of(
            "--foliot.test.database=h2", // so that the applications get none of their own
            "--foliot.schema.initialize=always",
            "--spring.jpa.hibernate.ddl-auto=none",
            "--spring.sql.init.mode=never",
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=" + user,
            "--spring.datasource.password=" + password));
  }
}
