package dev.foliot.timer;

import dev.foliot.eventstore.MessageColumns;
import dev.foliot.message.MessageJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements of PostgreSQL. Due rows are found by the index of due times, and deleted by their
 * {@code ctid}.
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
            set due_at = excluded.due_at, number = default,"""
            + " "
            + message;
  }

  @Override
  void put(List<NewTimer> timers, List<MessageColumns.Written> messages) {
    write(put, timers, messages);
  }

  /**
   * The statement has no parameters, so that the server plans it each time. A plan that was made
   * while the table was empty would read the whole table, until the table is analyzed.
   */
  @Override
  List<StoredTimer> take(TimerOwners owners, Instant now, int limit) {
    String sql =
        """
        delete from %1$s m
         where m.ctid = any(array(select m.ctid
                                    from %1$s m
                                   where %2$s
                                   order by %3$s, m.number
                                   limit %4$s
                                     for update skip locked))
        returning %5$s"""
            .formatted(table(), due(owners, literal(now)), owners.dueAt(), limit, taken());
    return jdbc().query(sql, reader()).stream().sorted(StoredTimer.IN_ORDER).toList();
  }

  private static String literal(Instant instant) {
    return "timestamptz '%s'".formatted(stored(instant));
  }
}
