package dev.foliot.timer;

import dev.foliot.eventstore.MessageColumns;
import dev.foliot.message.MessageJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * PostgreSQL. The rows to be taken are found by the index of due times and deleted by their places,
 * so that the plan does not depend on statistics.
 */
final class PostgresTimerRows extends TimerRows {
  private final String put;

  PostgresTimerRows(JdbcTemplate jdbc, String table, MessageJson json) {
    super(jdbc, table, json);
    String message =
        Arrays.stream(MessageColumns.NAMES.split(","))
            .map(String::strip)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    this.put =
        insert()
            + """

             on conflict (owner, owner_key, name) do update
            set due_at = excluded.due_at, number = default,\
            """
            + " "
            + message;
  }

  @Override
  void put(TimerKey key, Instant dueAt, MessageColumns.Written message) {
    jdbc().update(put, statement -> set(statement, key, dueAt, message));
  }

  @Override
  List<StoredTimer> take(TimerOwners owners, Instant now, int limit) {
    String sql =
        """
        delete from %1$s m
         where m.ctid = any(array(select m.ctid
                                    from %1$s m
                                   where %2$s
                                   order by %4$s, m.number
                                   limit ?
                                     for update skip locked))
        returning %3$s\
        """
            .formatted(table(), due(owners), taken(), owners.dueAt());
    return jdbc().query(sql, reader(), stored(now), limit).stream()
        .sorted(StoredTimer.IN_ORDER)
        .toList();
  }
}
