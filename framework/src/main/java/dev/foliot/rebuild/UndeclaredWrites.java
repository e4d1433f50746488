package dev.foliot.rebuild;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses a transaction of a rebuild that writes to tables which the projection does not declare:
 * they have no shadow, so the live rows would be written twice.
 */
final class UndeclaredWrites {
  private final ShadowTables shadows;
  private final String schema;
  private final String projection;
  private final Set<String> declared;
  private Map<String, Long> before = Map.of();

  UndeclaredWrites(ShadowTables shadows, String schema, String projection) {
    this(shadows, schema, projection, List.of());
  }

  /**
   * @param declared live tables that may be written
   */
  UndeclaredWrites(
      ShadowTables shadows, String schema, String projection, List<LiveTable> declared) {
    this.shadows = shadows;
    this.schema = schema;
    this.projection = projection;
    this.declared =
        declared.stream()
            .map(each -> each.schema() + "." + each.name())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The transaction has begun, and may have written. */
  void begin() {
    before = shadows.writtenOutside(schema);
  }

  /**
   * Everything is written.
   *
   * @throws UndeclaredWriteException if other tables were written since its begin
   */
  void refuse() {
    List<String> tables =
        shadows.writtenOutside(schema).entrySet().stream()
            .filter(each -> each.getValue() > before.getOrDefault(each.getKey(), 0L))
            .map(Map.Entry::getKey)
            .filter(each -> !isOfFoliot(each) && !declared.contains(each))
            .sorted()
            .toList();
    if (!tables.isEmpty()) {
      throw new UndeclaredWriteException(projection, tables);
    }
  }

  private static boolean isOfFoliot(String table) {
    return table.toLowerCase(Locale.ROOT).contains(".foliot_");
  }
}
