package dev.foliot.command;

import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageKind;
import dev.foliot.unitofwork.PositionRuns;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the events that the delivery of a submitted command has raised. The cause of such an event
 * is the command, or a command that its handler processed. Processed commands are not in the log,
 * so events of other handlers that processed such commands may be included.
 */
final class FindRaisedEvents {
  private static final int MAX_EVENTS = 100_000;

  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  FindRaisedEvents(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  ConsistencyToken of(UUID command) {
    List<Run> raised =
        jdbc.sql(
                """
                select e.position from %1$s c
                  join %1$s e on e.correlation_id = c.correlation_id and e.correlation_id <> e.id
                    and e.position > c.position
                where c.id = :command and e.kind = %2$s and not e.delivered_synchronously
                  and (e.causation_id = :command
                    or not exists (select 1 from %1$s o where o.id = e.causation_id))
                order by e.position fetch first %3$s rows only"""
                    .formatted(
                        schema.table("foliot_message"), MessageKind.EVENT.code(), MAX_EVENTS))
            .param("command", command)
            .query((row, number) -> new Run(row.getLong(1), row.getLong(1)))
            .list();
    return ConsistencyToken.of(PositionRuns.of(raised));
  }
}
