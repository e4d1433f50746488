package dev.foliot.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.springframework.jdbc.core.JdbcTemplate;

/** A disk without room for some tables: each of their inserts and updates fails as it then does. */
public final class FullDisk {
  private static final String TEXT = "could not extend file: No space left on device";
  private static final String STATE = "53100";

  private final JdbcTemplate jdbc;
  private final String[] tables;

  private FullDisk(JdbcTemplate jdbc, String... tables) {
    this.jdbc = jdbc;
    this.tables = tables.clone();
  }

  /** For writes to these tables. */
  public static FullDisk of(JdbcTemplate jdbc, String... tables) {
    return new FullDisk(jdbc, tables);
  }

  /** Full while this runs. */
  public void during(Runnable work) {
    fill();
    try {
      work.run();
    } finally {
      empty();
    }
  }

  private static boolean isPostgres() {
    return System.getProperty("foliot.test.database", "h2").equals("postgres");
  }

  private void fill() {
    if (isPostgres()) {
      jdbc.execute(
          """
          create function refuse() returns trigger language plpgsql as $$
          begin
            raise exception '%s' using errcode = '%s';
          end $$"""
              .formatted(TEXT, STATE));
    }
    for (String table : tables) {
      jdbc.execute(
          isPostgres()
              ? "create trigger full_disk before insert or update on %s for each statement execute function refuse()"
                  .formatted(table)
              : "create trigger full_disk_%1$s before insert, update on %1$s for each row call '%2$s'"
                  .formatted(table, Refuse.class.getName()));
    }
  }

  private void empty() {
    for (String table : tables) {
      jdbc.execute(
          isPostgres() ? "drop trigger full_disk on " + table : "drop trigger full_disk_" + table);
    }
    if (isPostgres()) {
      jdbc.execute("drop function refuse()");
    }
  }

  /** Made by H2. */
  public static final class Refuse implements Trigger {
    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
      throw new SQLException(TEXT, STATE);
    }
  }
}
