package dev.foliot.rebuild;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses a transaction of a rebuild that writes to tables which the projection does not declare:
 * they have no shadow, so the live rows would be written twice.
 */
final class UndeclaredWrites {
  private final ShadowTables shadows;
  private final String schema;
  private final String projection;
  private Map<String, Long> before = Map.of();

  UndeclaredWrites(ShadowTables shadows, String schema, String projection) {
    this.shadows = shadows;
    this.schema = schema;
    this.projection = projection;
  }

  /** The transaction has begun. */
  void begin() {
    before = shadows.writtenOutside(schema);
  }

  /**
   * Everything is written.
   *
   * @throws RebuildRefusedException if other tables were written too
   */
  void refuse() {
    List<String> tables =
        shadows.writtenOutside(schema).entrySet().stream()
            .filter(each -> each.getValue() > before.getOrDefault(each.getKey(), 0L))
            .map(Map.Entry::getKey)
            .filter(each -> !isOfFoliot(each))
            .sorted()
            .toList();
    if (!tables.isEmpty()) {
      throw RebuildRefusedException.undeclared(projection, tables);
    }
  }

  private static boolean isOfFoliot(String table) {
    return table.toLowerCase(Locale.ROOT).contains(".foliot_");
  }
}
