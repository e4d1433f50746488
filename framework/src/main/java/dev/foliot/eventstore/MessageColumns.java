package dev.foliot.eventstore;

import dev.foliot.message.Message;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RawJson;
import dev.foliot.message.RecordedMessage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.RowMapper;

/**
 * The columns of a finished message in a table other than the log, where it waits until it is moved
 * into the log. They have the names and types of the columns of {@code foliot_message}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MessageColumns {
  /** The names of the columns, in the order of {@link Written#set}. */
  public static final String NAMES = NewRow.COLUMNS;

  /** The number of columns. */
  public static final int COUNT = LogRow.COLUMN_COUNT - 1;

  /** The columns for a select from a table with the alias {@code m}; see {@link #reader}. */
  public static final String SELECTED = LogRow.COLUMNS.replace("m.position,", "0,");

  private MessageColumns() {}

  /** A message in the form in which it is stored. */
  public static final class Written {
    private final NewRow row;

    private Written(NewRow row) {
      this.row = row;
    }

    /**
     * Sets the columns.
     *
     * @param first the number of the first parameter
     * @return the number of the next one
     */
    public int set(PreparedStatement statement, int first) throws SQLException {
      return InsertRow.set(statement, first, row);
    }
  }

  /**
   * Messages in the form in which they are stored, with their personal data sealed.
   *
   * @throws dev.foliot.message.UnstorableMessageException if one could not be read again
   */
  public static List<Written> write(List<NewMessage> messages, MessageJson json) {
    return NewRow.of(messages, json).stream().map(Written::new).toList();
  }

  /**
   * Reads {@link #SELECTED}, the first columns of the row, as a message that is appended as stored,
   * even if its kind is unknown here. If its metadata cannot be read, the metadata is appended
   * unchanged, so that only the delivery of this message fails.
   */
  public static RowMapper<NewMessage> reader(MessageJson json) {
    RowMapper<RecordedMessage> rows = recorded(json);
    return (row, number) -> {
      RecordedMessage stored = rows.mapRow(row, number);
      return new NewMessage(
          stored.kind(),
          new StreamName(stored.category(), stored.streamId()),
          null,
          new Message(
              new RawJson(
                  stored.storedJson(), stored.isMetadataBroken() ? row.getString(13) : null),
              stored.metadata()),
          stored.lane(),
          false);
    };
  }

  /** Reads {@link #SELECTED} as a message of the log, at position 0. */
  public static RowMapper<RecordedMessage> recorded(MessageJson json) {
    RowMapper<LogRow> rows = LogRow.mapper(json);
    return (row, number) -> {
      RecordedMessage stored = rows.mapRow(row, number).message();
      return stored != null
          ? stored
          : LogRow.message(row, new MessageKind(row.getInt(2), "UNKNOWN"), json);
    };
  }
}
