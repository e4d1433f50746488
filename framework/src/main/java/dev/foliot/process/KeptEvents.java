package dev.foliot.process;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RecordedMessage;
import java.util.Collections;
import java.util.List;
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

  void add(String process, String id, NewMessage event) {
    MessageColumns.Written written = MessageColumns.write(List.of(event), json).get(0);
    jdbc.update(
        "insert into %s (process, correlation, %s) values (?, ?, %s)"
            .formatted(
                name(),
                MessageColumns.NAMES,
                String.join(", ", Collections.nCopies(MessageColumns.COUNT, "?"))),
        statement -> {
          statement.setString(1, process);
          statement.setString(2, id);
          written.set(statement, 3);
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
