package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.command.Commands;
import dev.foliot.command.SubmittedCommand;
import dev.foliot.eventstore.FoliotSchema;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
  private static final int AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final Commands commands;

  public SentCommands(JdbcTemplate jdbc, FoliotSchema schema, Commands commands) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.commands = commands;
  }

  /** The status of each command. One that is not known any more has succeeded long ago. */
  Map<UUID, CommandStatus> statuses(Collection<UUID> sent) {
    Map<UUID, CommandStatus> statuses = ended(List.copyOf(sent));
    for (UUID id : sent) {
      statuses.computeIfAbsent(
          id,
          open ->
              commands.find(open).map(SubmittedCommand::status).orElse(CommandStatus.SUCCEEDED));
    }
    return statuses;
  }

  private Map<UUID, CommandStatus> ended(List<UUID> all) {
    Map<UUID, CommandStatus> found = new HashMap<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      jdbc.query(
          "select id, status from %s where ended_at is not null and id in (%s)"
              .formatted(
                  schema.table("foliot_command"),
                  String.join(", ", Collections.nCopies(some.size(), "?"))),
          row -> {
            found.put(
                row.getObject(1, UUID.class),
                CommandStatus.valueOf(row.getString(2).toUpperCase(Locale.ROOT)));
          },
          some.toArray());
    }
    return found;
  }
}
