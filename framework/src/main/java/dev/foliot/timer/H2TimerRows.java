package dev.foliot.timer;

import dev.foliot.eventstore.MessageColumns;
import dev.foliot.message.MessageJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** H2, where a statement costs little and cannot return the rows that it deletes. */
final class H2TimerRows extends TimerRows {
  private final String deleteOne;

  H2TimerRows(JdbcTemplate jdbc, String table, MessageJson json) {
    super(jdbc, table, json);
    this.deleteOne =
        "delete from %s where owner = ? and owner_key = ? and name = ?".formatted(table);
  }

  @Override
  void put(TimerKey key, Instant dueAt, MessageColumns.Written message) {
    jdbc().update(deleteOne, key.owner(), key.ownerKey(), key.name());
    jdbc().update(insert(), statement -> set(statement, key, dueAt, message));
  }

  /** Whoever put a row anew has deleted the one that was waited for. */
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
    jdbc()
        .batchUpdate(
            deleteOne,
            due.stream()
                .map(StoredTimer::key)
                .map(key -> new Object[] {key.owner(), key.ownerKey(), key.name()})
                .toList());
    return due;
  }
}
