package dev.foliot.eventstore;

import dev.foliot.eventstore.LogQuery.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * PostgreSQL's wording of a {@link LogQuery} by streams, types or categories: one limited read for
 * each of them, merged.
 *
 * <p>It is to cost what it finds, and not what the log holds. Left alone, the planner likes to walk
 * through the positions and to drop what does not fit, above all when it plans a prepared statement
 * for any arguments. A comparison of whole rows, in the order of the index, leaves it no choice:
 * the primary key cannot serve it. A limit keeps the read of a stream from becoming a join.
 */
final class LateralQuery {
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
    return filter.categories() != null
        ? query.byCategory(filter.categories())
        : LogQuery.ofRange(filter, table);
  }

  private LogQuery byStream(Set<StreamName> streams) {
    String sql =
        """
        select m.*
          from unnest(?, ?) w (category, stream)
         cross join lateral (
        select m.*
          from %s m
         where m.category = w.category and m.stream = w.stream
           and m.position > ? and m.position <= ?%s
         order by m.position
         limit ?) m
         order by m.position
         limit ?""";
    return query(
        sql,
        Conditions.of(filter).lane(filter).types(filter).categories(filter),
        LogQuery.texts(streams.stream().map(StreamName::category).toList()),
        LogQuery.texts(streams.stream().map(StreamName::id).toList()));
  }

  private LogQuery byType(List<String> types) {
    String sql =
        """
        select m.*
          from unnest(?, ?) w (type, lane)
         cross join lateral (
        select m.*
          from %s m
         where (m.type, m.lane, m.position) > (w.type, w.lane, ?)
           and (m.type, m.lane, m.position) <= (w.type, w.lane, ?)%s
         order by m.type, m.lane, m.position
         limit ?) m
         order by m.position
         limit ?""";
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
          from unnest(?) w (category)
         cross join lateral (
        select m.*
          from %s m
         where (m.category, m.position) > (w.category, ?)
           and (m.category, m.position) <= (w.category, ?)%s
         order by m.category, m.position
         limit ?) m
         order by m.position
         limit ?""";
    return query(sql, Conditions.of(filter).lane(filter), LogQuery.texts(categories));
  }

  private LogQuery query(String sql, Conditions conditions, Object... keys) {
    List<Object> arguments = new ArrayList<>(List.of(keys));
    arguments.addAll(LogQuery.range(filter));
    arguments.addAll(conditions.arguments());
    arguments.addAll(List.of(filter.limit(), filter.limit()));
    return new LogQuery(sql.formatted(table, conditions.sql()), arguments);
  }
}
