package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inserts runs, with the position of the log after which a run may find events. The statement
 * leaves out the columns that are null, because most runs have about half of the columns.
 */
final class InsertRun {
  private static final List<String> COLUMNS = List.of(RunColumns.NAMES.split(", ", -1));

  private final String table;
  private final Supplier<EventStore.SqlValue> logPosition;
  private final String onConflict;

  /** The statements that were used, each by the columns that it has: a bit for each. */
  private final Map<Long, String> statements = new ConcurrentHashMap<>();

  /**
   * @param onConflict the end of each statement: what it does if a run with the id exists
   */
  InsertRun(String table, Supplier<EventStore.SqlValue> logPosition, String onConflict) {
    this.table = table;
    this.logPosition = logPosition;
    this.onConflict = onConflict;
  }

  /**
   * @param row the values of all columns
   */
  SqlStatement of(@Nullable Object[] row) {
    EventStore.SqlValue position = logPosition.get();
    long columns = 0;
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      if (row[i] != null) {
        columns |= 1L << i;
        values.add(row[i]);
      }
    }
    values.add(position.argument());
    String sql = statements.computeIfAbsent(columns, bits -> text(bits, position.sql()));
    return new SqlStatement(sql, values);
  }

  private String text(long columns, String position) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      if ((columns & 1L << i) != 0) {
        names.add(COLUMNS.get(i));
      }
    }
    return "insert into %s (%s, log_position) values (%s, %s)%s"
        .formatted(
            table,
            String.join(", ", names),
            String.join(", ", Collections.nCopies(names.size(), "?")),
            position,
            onConflict);
  }
}
