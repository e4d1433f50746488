package dev.foliot.rebuild;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The columns that a comparison ignores, named by column, or by table and column. */
final class IgnoredColumns {
  private final Set<String> names;
  private final Set<String> unused;

  IgnoredColumns(Set<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.unused = new TreeSet<>(this.names);
  }

  boolean test(String table, String column) {
    String name = column.toLowerCase(Locale.ROOT);
    String qualified = table.toLowerCase(Locale.ROOT) + "." + name;
    unused.remove(name);
    unused.remove(qualified);
    return names.contains(name) || names.contains(qualified);
  }

  void requireAllFound(Iterable<String> tables) {
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "No column is called %s in the tables %s. Correct the columns to ignore: write column, or table.column."
              .formatted(String.join(" or ", unused), String.join(", ", tables)));
    }
  }
}
