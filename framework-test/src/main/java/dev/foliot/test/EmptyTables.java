package dev.foliot.test;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the rows of all tables of all schemas. One query finds the tables with rows, and only
 * their rows are deleted: a test rarely fills more than a few. Foreign keys do not matter, even
 * where they form a circle: PostgreSQL checks them at the end of a statement, so one statement
 * deletes everything; for H2, the check is turned off. The tables are looked up once, and again
 * after one of them was dropped.
 */
final class EmptyTables {
  private static final int MAX_SECONDS = 30;
  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("information_schema", "pg_catalog", "pg_toast");

  private final DataSource dataSource;
  private final Set<String> never;
  private final Map<List<String>, ToEmpty> toEmpty = new HashMap<>();
  private @Nullable List<Table> all;

  /**
   * @param never names of tables that are never emptied
   */
  EmptyTables(DataSource dataSource, Collection<String> never) {
    this.dataSource = dataSource;
    this.never = never.stream().map(EmptyTables::lowerCase).collect(Collectors.toSet());
  }

  /** Names of tables that are never emptied, in lower case. */
  Set<String> neverEmptied() {
    return never;
  }

  /** A table, with names as the database stores them. */
  private record Table(String schema, String name) {
    String quoted() {
      return quote(schema) + "." + quote(name);
    }

    private static String quote(String identifier) {
      return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    boolean isNamed(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /**
   * Tables that a test may fill.
   *
   * @param look the query for the indexes of the tables with rows. Every test uses the same query
   */
  private record ToEmpty(List<Table> tables, String look) {
    ToEmpty(List<Table> tables) {
      this(
          tables,
          IntStream.range(0, tables.size())
              .mapToObj(
                  i ->
                      "select %s where exists (select 1 from %s)"
                          .formatted(i, tables.get(i).quoted()))
              .collect(Collectors.joining(" union all ")));
    }

    List<Table> filled(Statement statement) throws SQLException {
      List<Table> filled = new ArrayList<>();
      if (tables.isEmpty()) {
        return filled;
      }
      try (ResultSet found = statement.executeQuery(look)) {
        while (found.next()) {
          filled.add(tables.get(found.getInt(1)));
        }
      }
      return filled;
    }
  }

  /**
   * Deletes all rows but those of some tables.
   *
   * @param keep names of tables, in upper or lower case; the tables that they refer to are kept as
   *     well
   * @throws IllegalArgumentException if there is no such table
   */
  synchronized void except(List<String> keep) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        deleteFrom(toEmpty(keep, connection), connection);
      } catch (SQLException e) {
        connection.rollback();
        if (all == null || !isUnknownTable(e)) {
          throw e;
        }
        all = null; // a test has dropped a table since
        toEmpty.clear();
        deleteFrom(toEmpty(keep, connection), connection);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database could not be emptied before the test: " + e.getMessage(), e);
    }
  }

  private static boolean isUnknownTable(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("42");
  }

  private ToEmpty toEmpty(List<String> keep, Connection connection) throws SQLException {
    ToEmpty some = toEmpty.get(keep);
    if (some == null) {
      some = new ToEmpty(tablesBut(keep, connection.getMetaData()));
      toEmpty.put(keep, some);
    }
    return some;
  }

  private void deleteFrom(ToEmpty some, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(MAX_SECONDS);
      List<Table> filled = some.filled(statement);
      if (filled.isEmpty()) {
        return;
      }
      if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        deleteAtOnce(filled, statement);
      } else {
        deleteUnchecked(filled, statement);
      }
    }
  }

  private static void deleteAtOnce(List<Table> tables, Statement statement) throws SQLException {
    String deletes =
        IntStream.range(0, tables.size())
            .mapToObj(i -> "d%s as (delete from %s)".formatted(i, tables.get(i).quoted()))
            .collect(Collectors.joining(", "));
    statement.execute("with " + deletes + " select 1");
  }

  private static void deleteUnchecked(List<Table> tables, Statement statement) throws SQLException {
    statement.execute("set referential_integrity false");
    try {
      for (Table table : tables) {
        statement.addBatch("delete from " + table.quoted());
      }
      statement.executeBatch();
    } finally {
      statement.execute("set referential_integrity true");
    }
  }

  private List<Table> tablesBut(List<String> keep, DatabaseMetaData database) throws SQLException {
    if (all == null) {
      all = tables(database);
    }
    List<Table> tables = all;
    Set<Table> kept = new HashSet<>();
    for (String name : keep) {
      List<Table> named = tables.stream().filter(table -> table.isNamed(name)).toList();
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "There is no table %s to keep. The tables are: %s."
                .formatted(
                    name, tables.stream().map(table -> lowerCase(table.name())).sorted().toList()));
      }
      kept.addAll(named);
    }
    kept.addAll(referredToBy(kept, database));
    return tables.stream()
        .filter(table -> !never.contains(lowerCase(table.name())) && !kept.contains(table))
        .toList();
  }

  private static List<Table> tables(DatabaseMetaData database) throws SQLException {
    List<Table> tables = new ArrayList<>();
    String catalog = database.getConnection().getCatalog();
    try (ResultSet found =
        database.getTables(catalog, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
      while (found.next()) {
        Table table = new Table(found.getString("TABLE_SCHEM"), found.getString("TABLE_NAME"));
        if (!SYSTEM_SCHEMAS.contains(lowerCase(table.schema()))) {
          tables.add(table);
        }
      }
    }
    return List.copyOf(tables);
  }

  private static Set<Table> referredToBy(Set<Table> kept, DatabaseMetaData database)
      throws SQLException {
    Set<Table> found = new HashSet<>();
    Deque<Table> open = new ArrayDeque<>(kept);
    while (!open.isEmpty()) {
      Table table = open.pop();
      try (ResultSet keys = database.getImportedKeys(null, table.schema(), table.name())) {
        while (keys.next()) {
          Table other = new Table(keys.getString("PKTABLE_SCHEM"), keys.getString("PKTABLE_NAME"));
          if (found.add(other)) {
            open.push(other);
          }
        }
      }
    }
    return found;
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
