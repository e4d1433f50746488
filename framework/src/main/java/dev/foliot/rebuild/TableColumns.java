package dev.foliot.rebuild;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The columns of a table that are compared.
 *
 * @param key the primary key; empty if there is none, or a part of it is ignored
 * @param others the other columns
 */
record TableColumns(List<Column> key, List<Column> others) {
  /** Types of PostgreSQL that have no equality. */
  private static final Set<String> WITHOUT_EQUALITY =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

  /** In capitals, because H2 with DATABASE_TO_UPPER=FALSE accepts no other spelling. */
  private static final String COLUMNS =
      """
      select COLUMN_NAME, DATA_TYPE
        from INFORMATION_SCHEMA.COLUMNS
       where TABLE_SCHEMA = ? and TABLE_NAME = ? and IS_GENERATED = 'NEVER'
       order by ORDINAL_POSITION""";

  private static final String KEY =
      """
      select K.COLUMN_NAME
        from INFORMATION_SCHEMA.TABLE_CONSTRAINTS C
        join INFORMATION_SCHEMA.KEY_COLUMN_USAGE K
          on K.CONSTRAINT_SCHEMA = C.CONSTRAINT_SCHEMA
         and K.CONSTRAINT_NAME = C.CONSTRAINT_NAME
         and K.TABLE_NAME = C.TABLE_NAME
       where C.TABLE_SCHEMA = ? and C.TABLE_NAME = ? and C.CONSTRAINT_TYPE = 'PRIMARY KEY'
       order by K.ORDINAL_POSITION""";

  /**
   * A column.
   *
   * @param comparable whether values can be compared for equality
   */
  record Column(String name, boolean comparable) {
    /** The value in the row of an alias. */
    String of(String alias) {
      String value = alias + "." + ShadowDialect.quoted(name);
      return comparable ? value : "cast(%s as text)".formatted(value);
    }
  }

  /** Reads the columns from the catalogue. */
  static TableColumns of(JdbcTemplate jdbc, LiveTable table, Predicate<String> ignored) {
    List<Column> compared =
        jdbc
            .query(
                COLUMNS,
                (row, number) -> new Column(row.getString(1), isComparable(row.getString(2))),
                table.schema(),
                table.name())
            .stream()
            .filter(column -> !ignored.test(column.name()))
            .toList();
    List<String> key = jdbc.queryForList(KEY, String.class, table.schema(), table.name());
    List<Column> ofKey =
        key.stream()
            .flatMap(name -> compared.stream().filter(column -> column.name().equals(name)))
            .toList();
    return ofKey.size() < key.size() || key.isEmpty()
        ? new TableColumns(List.of(), compared)
        : new TableColumns(
            ofKey, compared.stream().filter(column -> !ofKey.contains(column)).toList());
  }

  private static boolean isComparable(String type) {
    return !WITHOUT_EQUALITY.contains(type.toLowerCase(Locale.ROOT));
  }
}
