package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.command.Commands;
import dev.foliot.command.SubmittedCommand;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.RowsByKey;
import dev.foliot.eventstore.RowsByKey.Wanted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statuses of commands that processes have sent. Most of them have ended and are looked up
 * together; each of the others is looked up by itself.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SentCommands {
  private final RowsByKey ended;
  private final Commands commands;

  private record Ended(UUID id, CommandStatus status) {}

  public SentCommands(JdbcTemplate jdbc, FoliotSchema schema, Commands commands) {
    this.ended =
        new RowsByKey(
            jdbc,
            schema,
            new Wanted(
                "id, status", "foliot_command", "id = w.k and ended_at is not null", "uuid"));
    this.commands = commands;
  }

  /** The status of each command. A command that is not known any more has succeeded long ago. */
  Map<UUID, CommandStatus> statuses(Collection<UUID> sent) {
    Map<UUID, CommandStatus> statuses = ended(sent);
    for (UUID id : sent) {
      statuses.computeIfAbsent(
          id,
          open ->
              commands.find(open).map(SubmittedCommand::status).orElse(CommandStatus.SUCCEEDED));
    }
    return statuses;
  }

  private Map<UUID, CommandStatus> ended(Collection<UUID> sent) {
    Map<UUID, CommandStatus> found = new HashMap<>();
    for (Ended each : ended.read(sent, (row, number) -> ended(row))) {
      found.put(each.id(), each.status());
    }
    return found;
  }

  private static Ended ended(ResultSet row) throws SQLException {
    return new Ended(
        row.getObject(1, UUID.class),
        CommandStatus.valueOf(row.getString(2).toUpperCase(Locale.ROOT)));
  }
}
