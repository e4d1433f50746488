package dev.foliot.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads the log by position. A page is bounded by its bytes, so that large messages do not add up:
 * the database counts them before it sends any.
 */
final class PositionReads {
  private static final String BYTES =
      "(octet_length(m.payload) + coalesce(octet_length(m.metadata), 0))"; // unpacks nothing

  private final JdbcTemplate jdbc;
  private final RowMapper<LogRow> rows;
  private final Dialect dialect;
  private final String messages;
  private final String after;

  PositionReads(JdbcTemplate jdbc, RowMapper<LogRow> rows, Dialect dialect, String messages) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.dialect = dialect;
    this.messages = messages;
    // If PostgreSQL's planner does not know the limit, it expects a tenth of the rows, and reads
    // them in the order of the primary key.
    this.after =
        weighed(
            "select m.* from %s m where m.position > ? order by m.position limit (select ?)"
                .formatted(messages));
  }

  /** A row, and the bytes of all rows of the page up to it. */
  private record Weighed(LogRow row, long bytes) {}

  /**
   * The next rows of every kind; more than {@code bytes} by one row at most, but at least one if
   * there is any. It has no filter, because a reader that skips rows cannot distinguish a hole from
   * a skipped row.
   */
  List<LogRow> after(long position, int limit, long bytes) {
    return weigh(after, List.of(position, limit), bytes).stream().map(Weighed::row).toList();
  }

  /** As {@link #after}, but only the messages that the filter accepts. */
  LogPage page(LogFilter filter, long bytes) {
    if (filter.matchesNothing()) {
      return new LogPage(List.of(), filter.upTo());
    }
    LogQuery query = dialect.query(filter);
    List<Weighed> found = weigh(weighed(query.sql()), query.arguments(), bytes);
    return new LogPage(
        LogRow.messages(found.stream().map(Weighed::row).toList()), through(filter, found, bytes));
  }

  private static long through(LogFilter filter, List<Weighed> found, long bytes) {
    if (found.isEmpty()) {
      return filter.upTo();
    }
    Weighed last = found.get(found.size() - 1);
    boolean isAll = found.size() < filter.limit() && last.bytes() < bytes;
    return isAll ? filter.upTo() : last.row().position();
  }

  private static String weighed(String sql) {
    return """
        select %1$s, coalesce(m.bytes_before, 0) + %2$s
          from (select m.*,
                       sum(%2$s) over (order by m.position rows between unbounded preceding
                                                             and 1 preceding) as bytes_before
                  from (%3$s) m) m
         where m.bytes_before is null or m.bytes_before < ?
         order by m.position"""
        .formatted(LogRow.COLUMNS, BYTES, sql);
  }

  private List<Weighed> weigh(String weighed, List<Object> arguments, long bytes) {
    List<Object> all = new ArrayList<>(arguments);
    all.add(bytes);
    return jdbc.query(
        weighed,
        (row, number) ->
            new Weighed(rows.mapRow(row, number), row.getLong(LogRow.COLUMN_COUNT + 1)),
        all.toArray());
  }

  List<LogRow> read(LogFilter filter) {
    if (filter.matchesNothing()) {
      return List.of();
    }
    LogQuery query = dialect.query(filter);
    String sql = "select %s from (%s) m order by m.position".formatted(LogRow.COLUMNS, query.sql());
    return jdbc.query(sql, rows, query.arguments().toArray());
  }

  /** The names of the stored types, by one search of the index for each. */
  Set<String> types() {
    String sql =
        """
        with recursive found (type) as (
          select min(m.type) from %1$s m
           union all
          select (select min(m.type) from %1$s m where m.type > found.type)
            from found
           where found.type is not null)
        select type
          from found
         where type is not null"""
            .formatted(messages);
    return new TreeSet<>(jdbc.queryForList(sql, String.class));
  }
}
