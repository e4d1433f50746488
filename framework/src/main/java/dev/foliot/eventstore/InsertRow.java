package dev.foliot.eventstore;

import dev.foliot.message.MessageKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Collections;

/**
 * The insert of one row. If the stream is closed or has reached the version, it inserts nothing:
 * the unique constraint does not see events in the archive. The server keeps the plan of a plain
 * select, and the check of the stream reads one entry of its index: the previous version.
 */
final class InsertRow {
  private static final int COLUMN_COUNT = NewRow.COLUMNS.split(",").length;

  private InsertRow() {}

  private static final String PARAMETERS =
      String.join(", ", Collections.nCopies(COLUMN_COUNT, "?"));

  /** An insert of a row without a stream version; {@link #set} sets its parameters. */
  static String unversionedInto(String messages) {
    return "insert into %s (%s) values (%s)".formatted(messages, NewRow.COLUMNS, PARAMETERS);
  }

  /** An insert that checks the stream; its parameters are those of {@link #setWithLook}. */
  static String into(String messages) {
    return into(messages, NewRow.COLUMNS, PARAMETERS);
  }

  /**
   * An insert that checks the stream, with a position from the column {@code position} of another
   * statement.
   */
  static String withPosition(String messages, String statement) {
    return into(
        messages,
        "position, " + NewRow.COLUMNS,
        "p.position, " + PARAMETERS + "\n  from " + statement + " p");
  }

  private static String into(String messages, String columns, String values) {
    return """
        insert into %1$s (%2$s)
        select %3$s
         where not ?
            or not exists (select 1
                             from %1$s m
                            where %4$s)"""
        .formatted(messages, columns, values, isInTheWay("?", "?", "?"));
  }

  /**
   * An insert without a check of the stream; the position is the first parameter, and {@link #set}
   * sets the others.
   */
  static String asItIs(String messages) {
    return "insert into %s (position, %s) values (?, %s)"
        .formatted(messages, NewRow.COLUMNS, PARAMETERS);
  }

  /**
   * Whether row {@code m} forbids a version in a stream: it has this or a later version, or it
   * closed the stream just before.
   */
  static String isInTheWay(String category, String stream, String version) {
    return """
        m.category = %1$s and m.stream = %2$s
           and m.stream_version >= cast(%3$s as bigint) - 1
           and (m.kind = %4$s or m.stream_version <> cast(%3$s as bigint) - 1)"""
        .formatted(category, stream, version, MessageKind.TOMBSTONE.code());
  }

  /** Sets the parameters of the only row of an append. */
  static void setWithLook(PreparedStatement statement, NewRow row) throws SQLException {
    int next = set(statement, 1, row);
    statement.setBoolean(next++, row.streamVersion() != null);
    statement.setString(next++, row.category());
    statement.setString(next++, row.stream());
    statement.setObject(next++, row.streamVersion(), Types.BIGINT);
    statement.setObject(next, row.streamVersion(), Types.BIGINT);
  }

  /**
   * Sets the columns of the row.
   *
   * @param first the number of the first parameter
   * @return the number of the next one
   */
  static int set(PreparedStatement statement, int first, NewRow row) throws SQLException {
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
    return next;
  }
}
