package dev.foliot.process;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RecordedMessage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of the events that came before the start of their process. */
final class KeptEvents {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;

  KeptEvents(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
  }

  private String name() {
    return schema.table("foliot_process_early");
  }

  /** An event with the instance that it is for. */
  record Of(String process, String id, NewMessage event) {}

  /** Adds events in this order. */
  void add(List<Of> all) {
    if (all.isEmpty()) {
      return;
    }
    List<MessageColumns.Written> written =
        MessageColumns.write(all.stream().map(Of::event).toList(), json);
    jdbc.batchUpdate(
        "insert into %s (process, correlation, %s) values (?, ?, %s)"
            .formatted(
                name(),
                MessageColumns.NAMES,
                String.join(", ", Collections.nCopies(MessageColumns.COUNT, "?"))),
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int i) throws SQLException {
            statement.setString(1, all.get(i).process());
            statement.setString(2, all.get(i).id());
            written.get(i).set(statement, 3);
          }

          @Override
          public int getBatchSize() {
            return all.size();
          }
        });
  }

  /** The events of an instance, in the order in which they came. */
  List<RecordedMessage> of(String process, String id) {
    return jdbc.query(
        "select %s from %s m where m.process = ? and m.correlation = ? order by m.number"
            .formatted(MessageColumns.SELECTED, name()),
        MessageColumns.recorded(json),
        process,
        id);
  }

  int delete(String process, String id) {
    return jdbc.update(
        "delete from %s where process = ? and correlation = ?".formatted(name()), process, id);
  }
}
