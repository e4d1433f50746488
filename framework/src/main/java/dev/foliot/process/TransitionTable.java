package dev.foliot.process;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.process.Transition.Sent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of transitions. */
final class TransitionTable {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;

  /** The JSON of the commands that were sent. */
  private record SentList(List<Sent> commands) {}

  /** The JSON of the timers that were set and cancelled. */
  private record ChangedTimers(Map<String, Instant> set, List<String> cancelled) {}

  TransitionTable(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
  }

  private String name() {
    return schema.table("foliot_process_transition");
  }

  /** A transition with its instance. */
  record Of(String process, String id, Transition transition) {}

  void insert(List<Of> all) {
    if (all.isEmpty()) {
      return;
    }
    String sql =
        """
        insert into %s (process, correlation, number, message_id, message_type, handled_at, status,
                        changes, sent, timers)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            .formatted(name());
    jdbc.batchUpdate(sql, all, all.size(), this::set);
  }

  private void set(PreparedStatement statement, Of each) throws SQLException {
    Transition made = each.transition();
    statement.setString(1, each.process());
    statement.setString(2, each.id());
    statement.setInt(3, made.number());
    statement.setObject(4, made.messageId());
    statement.setString(5, made.messageType());
    statement.setObject(6, ProcessTable.stored(made.at()));
    statement.setString(7, made.status().name().toLowerCase(Locale.ROOT));
    statement.setString(8, made.changes());
    statement.setString(9, made.sent().isEmpty() ? null : json.write(new SentList(made.sent())));
    statement.setString(10, timers(made));
  }

  private @Nullable String timers(Transition made) {
    return made.timersSet().isEmpty() && made.timersCancelled().isEmpty()
        ? null
        : json.write(new ChangedTimers(made.timersSet(), made.timersCancelled()));
  }

  /** The latest transitions of an instance, in their order. */
  List<Transition> latest(String process, String id, int limit) {
    List<Transition> latest =
        new ArrayList<>(query("> 0 order by number desc", process, id, limit));
    Collections.reverse(latest);
    return latest;
  }

  /** The transitions of an instance behind one of them, in their order. */
  List<Transition> after(int number, String process, String id, int limit) {
    return query("> %s order by number".formatted(number), process, id, limit);
  }

  private List<Transition> query(String numbers, String process, String id, int limit) {
    return jdbc.query(
        """
        select number, message_id, message_type, handled_at, status, changes, sent, timers
          from %s
         where process = ? and correlation = ? and number %s
         fetch first ? rows only"""
            .formatted(name(), numbers),
        (row, number) -> transition(row),
        process,
        id,
        limit);
  }

  /**
   * The commands that the latest transitions of some instances have sent, by their correlations.
   */
  Map<String, List<UUID>> latestSent(String process, List<String> ids, int limit) {
    Map<String, List<UUID>> found = new HashMap<>();
    jdbc.query(
        """
        select correlation, sent
          from (select correlation, sent,
                       row_number() over (partition by correlation order by number desc) as place
                  from %s
                 where process = ? and correlation = any(?) and sent is not null) t
         where place <= ?"""
            .formatted(name()),
        row -> {
          List<UUID> sent = found.computeIfAbsent(row.getString(1), id -> new ArrayList<>());
          json.read(row.getString(2), SentList.class)
              .commands()
              .forEach(each -> sent.add(each.id()));
        },
        process,
        ids.toArray(String[]::new),
        limit);
    return found;
  }

  private Transition transition(ResultSet row) throws SQLException {
    String sent = row.getString(7);
    String timers = row.getString(8);
    ChangedTimers changed =
        timers == null
            ? new ChangedTimers(Map.of(), List.of())
            : json.read(timers, ChangedTimers.class);
    return new Transition(
        row.getInt(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        ProcessStatus.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
        row.getString(6),
        sent == null ? List.of() : json.read(sent, SentList.class).commands(),
        changed.set(),
        changed.cancelled());
  }

  void delete(String process, String id) {
    jdbc.update(
        "delete from %s where process = ? and correlation = ?".formatted(name()), process, id);
  }
}
