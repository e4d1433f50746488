package dev.foliot.rebuild;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row that differs between a projection and its rebuild. Values are texts, as the database writes
 * them.
 *
 * @param table the table
 * @param key the columns of the primary key and their values; all compared columns if the table has
 *     no primary key, or the comparison ignores it
 * @param liveRows the number of rows with this key in the live table
 * @param rebuiltRows the number of rows with this key in the rebuilt table
 * @param columns the columns that differ, if both tables have one row of this key
 */
public record RowDifference(
    String table,
    Map<String, @Nullable String> key,
    long liveRows,
    long rebuiltRows,
    Map<String, Values> columns) {
  public RowDifference {
    key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * The values of one column.
   *
   * @param live the value in the live table
   * @param rebuilt the value in the rebuilt table
   */
  public record Values(@Nullable String live, @Nullable String rebuilt) {
    @Override
    public String toString() {
      return "%s live, %s rebuilt".formatted(live, rebuilt);
    }
  }

  /** One line: table, key, and the difference. */
  @Override
  public String toString() {
    return "%s %s: %s".formatted(table, written(key), difference());
  }

  private String difference() {
    if (liveRows == 1 && rebuiltRows == 0) {
      return "missing in the rebuild";
    }
    if (liveRows == 0 && rebuiltRows == 1) {
      return "missing in the live table";
    }
    if (columns.isEmpty()) {
      return "%s rows live, %s rebuilt".formatted(liveRows, rebuiltRows);
    }
    List<String> each =
        columns.entrySet().stream()
            .map(column -> column.getKey() + " is " + column.getValue())
            .toList();
    return String.join("; ", each);
  }

  private static String written(Map<String, @Nullable String> key) {
    return key.entrySet().stream()
        .map(column -> column.getKey() + "=" + column.getValue())
        .collect(Collectors.joining(", "));
  }
}
