package dev.foliot.projection;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The columns of the components of a record, by their names: component {@code accountId} has column
 * {@code account_id}.
 */
final class RecordColumns implements Columns {
  private static final Set<Integer> TEXTS =
      Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB);

  private final Class<?> type;
  private final String key;
  private final Map<String, Column> columns = new HashMap<>();

  /** A column as SQL writes it. */
  private record Column(String quoted, boolean isText) {}

  /**
   * Looks the columns up.
   *
   * @throws IllegalStateException if the table has no column for a component
   */
  RecordColumns(JdbcClient jdbc, Class<?> type, String table, String key) {
    this.type = type;
    this.key = key;
    Map<String, Column> found =
        jdbc.sql("select * from " + table + " where 1 = 0")
            .query((ResultSetExtractor<Map<String, Column>>) rows -> columns(rows.getMetaData()));
    for (RecordComponent component : type.getRecordComponents()) {
      Column column = found.get(component.getName().toLowerCase(Locale.ROOT));
      if (column == null) {
        throw new IllegalStateException(
            "Table %s has no column for component %s of %s. Add the column %s, or remove the component."
                .formatted(table, component.getName(), type.getName(), nameOf(component)));
      }
      columns.put(component.getName(), column);
    }
  }

  private static String nameOf(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static Map<String, Column> columns(ResultSetMetaData metadata) throws SQLException {
    Map<String, Column> found = new HashMap<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      String name = metadata.getColumnName(i);
      found.put(
          name.replace("_", "").toLowerCase(Locale.ROOT),
          new Column(
              '"' + name.replace("\"", "\"\"") + '"', TEXTS.contains(metadata.getColumnType(i))));
    }
    return found;
  }

  /** Whether the record has such a component. */
  static boolean has(Class<?> type, String component) {
    return Stream.of(type.getRecordComponents()).anyMatch(each -> each.getName().equals(component));
  }

  /** The value of a component. */
  static Object value(Record row, String component) {
    try {
      Method accessor = row.getClass().getDeclaredMethod(component);
      accessor.setAccessible(true);
      return Objects.requireNonNull(accessor.invoke(row));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "The component %s of %s cannot be read: %s"
              .formatted(component, row.getClass().getName(), e),
          e);
    }
  }

  @Override
  public String key() {
    return compared(key);
  }

  @Override
  public String compared(String property) {
    Column column = columns.get(property);
    if (column == null) {
      throw new IllegalArgumentException(
          "%s has no component '%s' to find rows by. Its components are %s."
              .formatted(type.getSimpleName(), property, known()));
    }
    return column.quoted();
  }

  @Override
  public String sorted(String property) {
    Column column = columns.get(property);
    if (column == null) {
      throw new UnknownSortPropertyException(type, property, type, known());
    }
    return column.quoted();
  }

  private List<String> known() {
    return columns.keySet().stream().sorted().toList();
  }

  @Override
  public boolean isText(String property) {
    Column column = columns.get(property);
    return column != null && column.isText();
  }

  @Override
  public Object parameter(String property, Object value) {
    return SqlValue.of(value);
  }
}
