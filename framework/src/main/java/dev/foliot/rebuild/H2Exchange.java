package dev.foliot.rebuild;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Exchanges the rows of live and shadow tables within one transaction, by way of a third schema.
 *
 * @param live the schema of the live tables
 * @param bay the third schema: empty tables with the columns only
 */
record H2Exchange(JdbcTemplate jdbc, String live, String shadow, String bay) {
  private static final String PARENTS =
      """
      select U.TABLE_NAME
        from INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R
        join INFORMATION_SCHEMA.TABLE_CONSTRAINTS F
          on F.CONSTRAINT_SCHEMA = R.CONSTRAINT_SCHEMA and F.CONSTRAINT_NAME = R.CONSTRAINT_NAME
        join INFORMATION_SCHEMA.TABLE_CONSTRAINTS U
          on U.CONSTRAINT_SCHEMA = R.UNIQUE_CONSTRAINT_SCHEMA and U.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME
       where F.TABLE_SCHEMA = ? and F.TABLE_NAME = ?
       order by U.TABLE_NAME""";

  /** Exchanges the rows of tables in the order of {@link #parentsFirst}. */
  void of(List<String> parentsFirst) {
    List<String> childrenFirst = new ArrayList<>(parentsFirst);
    Collections.reverse(childrenFirst);
    try {
      parentsFirst.forEach(table -> copy(table, live, bay));
      childrenFirst.forEach(table -> empty(table, live));
      parentsFirst.forEach(table -> copy(table, shadow, live));
      childrenFirst.forEach(table -> empty(table, shadow));
      parentsFirst.forEach(table -> copy(table, bay, shadow));
      childrenFirst.forEach(table -> empty(table, bay));
      parentsFirst.forEach(this::continueIdentity);
    } catch (PessimisticLockingFailureException
        | QueryTimeoutException
        | DuplicateKeyException e) { // a delivery has inserted a row meanwhile
      throw new TablesInUseException(parentsFirst, lockTimeout(), e);
    }
  }

  /** The tables in an order in which each comes after the tables that its foreign keys point to. */
  List<String> parentsFirst(List<String> tables) {
    Set<String> ordered = new LinkedHashSet<>();
    tables.forEach(table -> addAfterParents(table, tables, ordered, new HashSet<>()));
    return List.copyOf(ordered);
  }

  private void addAfterParents(
      String table, List<String> tables, Set<String> ordered, Set<String> open) {
    if (open.add(table)) {
      jdbc.queryForList(PARENTS, String.class, live, table).stream()
          .filter(tables::contains)
          .forEach(parent -> addAfterParents(parent, tables, ordered, open));
      ordered.add(table);
    }
  }

  private void copy(String table, String from, String to) {
    LiveTable each = new LiveTable(live, table);
    String columns = String.join(", ", columns(table));
    jdbc.update(
        "insert into %s (%s) overriding system value select %s from %s"
            .formatted(each.in(to), columns, columns, each.in(from)));
  }

  /** The columns that the database does not compute. */
  private List<String> columns(String table) {
    return jdbc
        .queryForList(
            """
            select COLUMN_NAME
              from INFORMATION_SCHEMA.COLUMNS
             where TABLE_SCHEMA = ? and TABLE_NAME = ? and IS_GENERATED = 'NEVER'
             order by ORDINAL_POSITION""",
            String.class,
            live,
            table)
        .stream()
        .map(ShadowDialect::quoted)
        .toList();
  }

  private void empty(String table, String schema) {
    jdbc.update("delete from " + new LiveTable(live, table).in(schema));
  }

  /**
   * Sets the next id above the ids of both versions. A rollback does not reset it, so ids may have
   * gaps.
   */
  private void continueIdentity(String table) {
    LiveTable each = new LiveTable(live, table);
    jdbc.query(
            """
            select COLUMN_NAME, max(IDENTITY_BASE)
              from INFORMATION_SCHEMA.COLUMNS
             where TABLE_SCHEMA in (?, ?) and TABLE_NAME = ? and IS_IDENTITY = 'YES'
             group by COLUMN_NAME""",
            (row, number) ->
                ShadowDialect.quoted(row.getString(1)) + " restart with " + row.getLong(2),
            live,
            shadow,
            table)
        .forEach(
            restart -> {
              jdbc.execute("alter table %s alter column %s".formatted(each.in(live), restart));
              jdbc.execute("alter table %s alter column %s".formatted(each.in(shadow), restart));
            });
  }

  private Duration lockTimeout() {
    Long millis = jdbc.queryForObject("select lock_timeout()", Long.class);
    return Duration.ofMillis(millis == null ? 0 : millis);
  }
}
