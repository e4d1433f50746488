package dev.foliot.eventstore;

import dev.foliot.eventstore.LogQuery.Conditions;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * A {@link LogQuery} for PostgreSQL: reads an index in its order, once for each type, category or
 * stream, and merges the results.
 *
 * <p>The cost of a read must depend on the found rows only, also on a database without statistics,
 * and with a plan that the server made when the log was empty and keeps for every argument. So the
 * text leaves the planner one choice:
 *
 * <ul>
 *   <li>A comparison of whole rows in the order of the index. The primary key cannot serve it.
 *   <li>All other conditions inside {@code case}, which the planner takes for true in half of the
 *       rows. Without statistics it takes each plain comparison for true in one row of 200 and
 *       expects a handful of rows in all, which it would rather collect and sort.
 *   <li>A limit in a subquery, whose value the planner does not know. It then plans for a tenth of
 *       the rows, which favours an order that an index has already.
 * </ul>
 *
 * <p>The index of the categories does not contain commands, which are not read by category.
 *
 * <p>Arrays are cast: if the driver writes them into the statement, as with {@code
 * preferQueryMode=simple}, they have no type.
 */
final class LateralQuery {
  private static final String NO_COMMAND = "m.kind <> " + MessageKind.COMMAND.code();

  private final LogFilter filter;
  private final String table;

  private LateralQuery(LogFilter filter, String table) {
    this.filter = filter;
    this.table = table;
  }

  static LogQuery of(LogFilter filter, String table) {
    LateralQuery query = new LateralQuery(filter, table);
    if (filter.streams() != null) {
      return query.byStream(filter.streams());
    }
    if (filter.types() != null) {
      return query.byType(List.copyOf(filter.types()));
    }
    boolean isIndexed = !filter.kinds().contains(MessageKind.COMMAND);
    return filter.categories() != null && isIndexed
        ? query.byCategory(filter.categories())
        : query.byPosition();
  }

  /**
   * The condition of the lane is plain, so that the partial index of the backfill lane can be used.
   */
  private LogQuery byPosition() {
    Conditions conditions = Conditions.of(filter).categories(filter);
    String lane = filter.lane() == Lane.BACKFILL ? " and m.lane = " + Lane.BACKFILL.code() : "";
    if (lane.isEmpty()) {
      conditions.lane(filter);
    }
    String sql =
        """
        select m.*
          from %s m
         where m.position > ? and m.position <= ?%s%s
         order by m.position
         limit (select ?)"""
            .formatted(table, lane, conditions.asOne());
    List<Object> arguments = LogQuery.range(filter);
    arguments.addAll(conditions.arguments());
    arguments.add(filter.limit());
    return new LogQuery(sql, arguments);
  }

  /** Reads each whole stream. The positions are inside the conditions for the same reason. */
  private LogQuery byStream(Set<StreamName> streams) {
    Conditions conditions =
        Conditions.ofRange(filter).lane(filter).types(filter).categories(filter);
    String sql =
        """
        select m.*
          from unnest(cast(? as text[]), cast(? as text[])) w (category, stream)
         cross join lateral (
        select m.*
          from %s m
         where m.category = w.category and m.stream = w.stream%s) m
         order by m.position
         limit (select ?)"""
            .formatted(table, conditions.asOne());
    List<Object> arguments = new ArrayList<>();
    arguments.add(LogQuery.texts(streams.stream().map(StreamName::category).toList()));
    arguments.add(LogQuery.texts(streams.stream().map(StreamName::id).toList()));
    arguments.addAll(conditions.arguments());
    arguments.add(filter.limit());
    return new LogQuery(sql, arguments);
  }

  private LogQuery byType(List<String> types) {
    String sql =
        """
        select m.*
          from unnest(cast(? as text[]), cast(? as int2[])) w (type, lane)
         cross join lateral (
        select m.*
          from %s m
         where (m.type, m.lane, m.position) > (w.type, w.lane, ?)
           and (m.type, m.lane, m.position) <= (w.type, w.lane, ?)%s
         order by m.type, m.lane, m.position
         limit (select ?)) m
         order by m.position
         limit (select ?)""";
    List<String> names = new ArrayList<>();
    List<Integer> lanes = new ArrayList<>();
    for (int lane : LogQuery.lanes(filter)) {
      names.addAll(types);
      types.forEach(type -> lanes.add(lane));
    }
    return query(
        sql,
        Conditions.of(filter).categories(filter),
        LogQuery.texts(names),
        new SqlArrayValue("int2", lanes.toArray()));
  }

  private LogQuery byCategory(Set<String> categories) {
    String sql =
        """
        select m.*
          from unnest(cast(? as text[])) w (category)
         cross join lateral (
        select m.*
          from %1$s m
         where %3$s and (m.category collate "C", m.position) > (w.category, ?)
           and (m.category collate "C", m.position) <= (w.category, ?)%2$s
         order by m.category collate "C", m.position
         limit (select ?)) m
         order by m.position
         limit (select ?)""";
    return query(sql, Conditions.of(filter).lane(filter), LogQuery.texts(categories));
  }

  private LogQuery query(String sql, Conditions conditions, Object... keys) {
    List<Object> arguments = new ArrayList<>(List.of(keys));
    arguments.addAll(LogQuery.range(filter));
    arguments.addAll(conditions.arguments());
    arguments.addAll(List.of(filter.limit(), filter.limit()));
    return new LogQuery(sql.formatted(table, conditions.asOne(), NO_COMMAND), arguments);
  }
}
