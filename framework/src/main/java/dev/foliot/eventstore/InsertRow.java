package dev.foliot.eventstore;

import dev.foliot.message.MessageKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Collections;

/**
 * The insert of one row; of none if its stream is closed or has come to the version: the unique
 * constraint would not see that when its events are in the archive. A plain select with one look
 * into the index costs the least: the server keeps its plan, and has nothing to sort or to join.
 */
final class InsertRow {
  private static final int COLUMN_COUNT = NewRow.COLUMNS.split(",").length;

  private InsertRow() {}

  /** Whose parameters {@link #set} knows. */
  static String into(String messages) {
    return into(messages, NewRow.COLUMNS, COLUMN_COUNT);
  }

  /** The same with the position as the first parameter. */
  static String withPosition(String messages) {
    return into(messages, "position, " + NewRow.COLUMNS, COLUMN_COUNT + 1);
  }

  private static String into(String messages, String columns, int count) {
    return """
        insert into %1$s (%2$s)
        select %3$s
         where not ?
            or coalesce((select case kind when %4$s then %5$s else stream_version end
                           from %1$s
                          where category = ? and stream = ? and stream_version is not null
                          order by category desc, stream desc, stream_version desc
                          limit 1), 0) < ?"""
        .formatted(
            messages,
            columns,
            String.join(", ", Collections.nCopies(count, "?")),
            MessageKind.TOMBSTONE.code(),
            Long.MAX_VALUE);
  }

  /**
   * Sets all parameters of the row.
   *
   * @param first the number of the first one
   * @param looks whether to look at the end of the stream: once for each stream is enough
   */
  static void set(PreparedStatement statement, int first, NewRow row, boolean looks)
      throws SQLException {
    int next = first;
    statement.setShort(next++, row.kind());
    statement.setString(next++, row.category());
    statement.setString(next++, row.stream());
    statement.setObject(next++, row.streamVersion(), Types.BIGINT);
    statement.setObject(next++, row.id());
    statement.setString(next++, row.type());
    statement.setInt(next++, row.typeVersion());
    statement.setShort(next++, row.priority());
    statement.setShort(next++, row.lane());
    statement.setBoolean(next++, row.deliveredSynchronously());
    statement.setString(next++, row.payload());
    statement.setString(next++, row.metadata());
    statement.setObject(next++, row.occurredAt().atOffset(ZoneOffset.UTC));
    statement.setObject(next++, row.correlationId());
    statement.setObject(next++, row.causationId(), Types.OTHER);
    statement.setBoolean(next++, looks);
    statement.setString(next++, row.category());
    statement.setString(next++, row.stream());
    statement.setObject(next, row.streamVersion(), Types.BIGINT);
  }
}
