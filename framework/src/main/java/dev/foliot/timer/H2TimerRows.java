package dev.foliot.timer;

import dev.foliot.eventstore.MessageColumns;
import dev.foliot.message.MessageJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements of H2, where a statement costs little and cannot return the deleted rows. */
final class H2TimerRows extends TimerRows {
  H2TimerRows(JdbcTemplate jdbc, String table, MessageJson json) {
    super(jdbc, table, json);
  }

  @Override
  void put(List<NewTimer> timers, List<MessageColumns.Written> messages) {
    delete(timers.stream().map(NewTimer::key).toList());
    write(insert(), timers, messages);
  }

  /**
   * Reads twice, because a transaction that replaces a row deletes the row that the first read
   * waits for.
   */
  @Override
  Optional<StoredTimer> lock(TimerKey key) {
    return super.lock(key).or(() -> super.lock(key));
  }

  @Override
  List<StoredTimer> take(TimerOwners owners, Instant now, int limit) {
    String sql =
        """
        select %s
          from %s m
         where %s
         order by %s, m.number
         limit ?
           for update skip locked"""
            .formatted(taken(), table(), due(owners, "?"), owners.dueAt());
    List<StoredTimer> due = jdbc().query(sql, reader(), stored(now), limit);
    delete(due.stream().map(StoredTimer::key).toList());
    return due;
  }
}
