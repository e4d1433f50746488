package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement that inserts a run, with the position of the log after which the run may find
 * events.
 *
 * @param values the values of its parameters
 */
record InsertRun(String sql, List<@Nullable Object> values) {
  static InsertRun of(String table, @Nullable Object[] row, EventStore.SqlValue position) {
    String sql =
        "insert into %s (%s, log_position) values (%s, %s)"
            .formatted(
                table,
                RunColumns.NAMES,
                String.join(", ", Collections.nCopies(row.length, "?")),
                position.sql());
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(row));
    values.add(position.argument());
    return new InsertRun(sql, values);
  }
}
