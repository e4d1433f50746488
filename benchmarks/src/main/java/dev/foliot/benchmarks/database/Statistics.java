package dev.foliot.benchmarks.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Whether the planner of PostgreSQL knows how many rows the tables of a contender have. */
public enum Statistics {
  /** The tables are analyzed each time they have been filled. */
  ANALYZED(""),

  /** The tables are never analyzed, as in the first minutes of a new database. */
  NONE(", never analyzed");

  private static final String NO_AUTOVACUUM =
      """
      do $$ declare t regclass; begin
        for t in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        loop execute format('alter table %s set (autovacuum_enabled = false)', t); end loop;
      end $$""";

  private final String suffix;

  Statistics(String suffix) {
    this.suffix = suffix;
  }

  /** The kinds that make a difference on that database: H2 analyzes by itself. */
  public static List<Statistics> on(Database database) {
    return database.isServer() ? List.of(values()) : List.of(ANALYZED);
  }

  /** The contender's name in the report. */
  public String name(String contender) {
    return contender + suffix;
  }

  /** To be called once, when the tables are there. */
  public void begin(DataSource database) {
    if (this == NONE) {
      execute(database, NO_AUTOVACUUM);
    }
  }

  /** To be called when the tables have been filled. */
  public void filled(DataSource database) {
    if (this == ANALYZED) {
      execute(database, "analyze");
    }
  }

  private static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The planner's statistics could not be set up", e);
    }
  }
}
