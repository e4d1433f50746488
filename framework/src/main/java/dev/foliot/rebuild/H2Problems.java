package dev.foliot.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads from H2's catalogue the reasons why tables cannot be exchanged. */
final class H2Problems {
  private static final String FOREIGN_KEYS =
      """
      select F.CONSTRAINT_NAME, F.TABLE_NAME, U.TABLE_NAME
        from INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R
        join INFORMATION_SCHEMA.TABLE_CONSTRAINTS F
          on F.CONSTRAINT_SCHEMA = R.CONSTRAINT_SCHEMA and F.CONSTRAINT_NAME = R.CONSTRAINT_NAME
        join INFORMATION_SCHEMA.TABLE_CONSTRAINTS U
          on U.CONSTRAINT_SCHEMA = R.UNIQUE_CONSTRAINT_SCHEMA and U.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME
       where F.TABLE_SCHEMA = current_schema and F.TABLE_NAME = ?
          or U.TABLE_SCHEMA = current_schema and U.TABLE_NAME = ?
       order by F.CONSTRAINT_NAME""";

  private final JdbcTemplate jdbc;
  private final List<String> tables;

  H2Problems(JdbcTemplate jdbc, List<String> tables) {
    this.jdbc = jdbc;
    this.tables = tables;
  }

  List<String> find() {
    List<String> problems = new ArrayList<>();
    for (String table : tables) {
      List<String> types =
          jdbc.queryForList(
              "select TABLE_TYPE from INFORMATION_SCHEMA.TABLES where TABLE_SCHEMA = current_schema and TABLE_NAME = ?",
              String.class,
              table);
      if (types.isEmpty()) {
        problems.add(
            "Table %s does not exist in the current schema of the connections. Create it, or correct its name."
                .formatted(table));
      } else if (!types.get(0).equals("BASE TABLE")) {
        problems.add(
            "Table %s is not an ordinary table. Name the tables that the projector writes."
                .formatted(table));
      } else {
        addForeignKeys(table, problems);
        addTriggers(table, problems);
        addViews(table, problems);
      }
    }
    return problems;
  }

  private void addForeignKeys(String table, List<String> problems) {
    jdbc.query(
        FOREIGN_KEYS,
        row -> {
          String from = row.getString(2);
          String to = row.getString(3);
          if (from.equals(to)) {
            problems.add(
                "Table %s has the foreign key %s to itself, so H2 cannot exchange its rows. Drop the foreign key, or rebuild the projection in place."
                    .formatted(table, row.getString(1)));
          } else if (!tables.contains(to)) {
            problems.add(
                "Table %s has the foreign key %s to %s, which is not a table of the projection. Drop the foreign key, or rebuild the projection in place."
                    .formatted(table, row.getString(1), to));
          } else if (!tables.contains(from)) {
            problems.add(
                "Table %s is named by the foreign key %s of %s, which is not a table of the projection. Drop the foreign key, or rebuild the projection in place."
                    .formatted(table, row.getString(1), from));
          }
        },
        table,
        table);
  }

  private void addTriggers(String table, List<String> problems) {
    jdbc.queryForList(
            "select TRIGGER_NAME from INFORMATION_SCHEMA.TRIGGERS where EVENT_OBJECT_SCHEMA = current_schema and EVENT_OBJECT_TABLE = ?",
            String.class,
            table)
        .forEach(
            trigger ->
                problems.add(
                    "Table %s has the trigger %s. Drop it, or rebuild the projection in place."
                        .formatted(table, trigger)));
  }

  /** H2 could keep the view, but PostgreSQL could not. So a test on H2 finds the problem, too. */
  private void addViews(String table, List<String> problems) {
    String name = quotedByDatabase("current_schema") + "." + quotedByDatabase("?", table);
    jdbc.queryForList(
            "select TABLE_NAME from INFORMATION_SCHEMA.VIEWS where position(cast(? as varchar) in VIEW_DEFINITION) > 0 order by TABLE_NAME",
            String.class,
            name)
        .forEach(
            view ->
                problems.add(
                    "Table %s is read by the view %s, which would still read the former rows on PostgreSQL. Drop the view, or rebuild the projection in place."
                        .formatted(table, view)));
  }

  private String quotedByDatabase(String expression, Object... arguments) {
    return Objects.requireNonNull(
        jdbc.queryForObject("select quote_ident(" + expression + ")", String.class, arguments));
  }
}
