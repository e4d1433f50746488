package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.eventstore.FoliotSchema;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ends of commands that processes have sent. */
final class SentCommands {
  private static final int AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;

  SentCommands(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** The status of each of these commands that has ended. */
  Map<UUID, CommandStatus> statuses(Collection<UUID> commands) {
    Map<UUID, CommandStatus> found = new HashMap<>();
    List<UUID> all = List.copyOf(commands);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      jdbc.query(
          "select id, status from %s where id in (%s)"
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
