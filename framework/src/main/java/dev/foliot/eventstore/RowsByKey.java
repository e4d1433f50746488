package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads the rows of many keys in one statement, at the cost of one search of the index for each
 * key. The text of the statement is the same for any number of keys, so the server keeps its plan.
 * On PostgreSQL, the statement looks up each key by itself ({@code lateral}). The plan of an
 * ordinary join, made while the table was empty, would read the whole table later.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RowsByKey {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final Wanted wanted;
  private final SingletonSupplier<String> sql;

  /**
   * The rows to be read.
   *
   * @param columns the selected columns
   * @param table the name without its schema
   * @param condition is true for one row at most of each key {@code w.k}
   * @param keyType the type of the keys in SQL
   */
  public record Wanted(String columns, String table, String condition, String keyType) {}

  public RowsByKey(JdbcTemplate jdbc, FoliotSchema schema, Wanted wanted) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.wanted = wanted;
    this.sql = SingletonSupplier.of(() -> jdbc.execute((ConnectionCallback<String>) this::sql));
  }

  private String sql(Connection connection) throws SQLException {
    String sql =
        SupportedDatabases.isH2(connection)
            ? """
              select %1$s
                from unnest(cast(? as %2$s array)) w (k)
                join %3$s p on %4$s"""
            : """
              select %1$s
                from unnest(cast(? as %2$s array)) w (k)
               cross join lateral (select *
                                     from %3$s
                                    where %4$s
                                    limit 1) p""";
    return sql.formatted(
        wanted.columns(), wanted.keyType(), schema.table(wanted.table()), wanted.condition());
  }

  /**
   * Reads the rows that exist, in any order.
   *
   * @param arguments the arguments of the condition
   */
  public <T> List<T> read(Collection<?> keys, RowMapper<T> mapper, Object... arguments) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Object> all = new ArrayList<>();
    all.add(new SqlArrayValue(wanted.keyType(), keys.stream().distinct().toArray()));
    all.addAll(List.of(arguments));
    return jdbc.query(sql.obtain(), mapper, all.toArray());
  }
}
