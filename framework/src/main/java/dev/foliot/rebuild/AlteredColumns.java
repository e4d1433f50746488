package dev.foliot.rebuild;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds columns that a migration has changed since the table was copied. */
final class AlteredColumns {
  /** In capitals, because H2 with DATABASE_TO_UPPER=FALSE accepts no other spelling. */
  private static final String SQL =
      """
      select distinct COLUMN_NAME
        from (select COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, IS_NULLABLE,
                     count(*) as SCHEMAS
                from INFORMATION_SCHEMA.COLUMNS
               where TABLE_SCHEMA in (?, ?) and TABLE_NAME = ?
               group by COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, IS_NULLABLE) C
       where SCHEMAS <> 2
       order by COLUMN_NAME""";

  private AlteredColumns() {}

  /** The problem, if there is one. */
  static Optional<String> of(JdbcTemplate jdbc, LiveTable table, String shadow) {
    List<String> columns =
        jdbc.queryForList(SQL, String.class, table.schema(), shadow, table.name());
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Table %s was altered after it was copied: column %s. Drop the copy, and begin again."
                .formatted(table.name(), String.join(", ", columns)));
  }
}
