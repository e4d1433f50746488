package dev.foliot.eventstore;

import dev.foliot.eventstore.LogQuery.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A {@link LogQuery} in words that every database understands: by types, one limited read for each
 * type and lane, merged. H2 finds streams and categories by itself.
 */
final class UnionQuery {
  private UnionQuery() {}

  static LogQuery of(LogFilter filter, String table) {
    if (filter.streams() != null) {
      return byStream(filter, filter.streams(), table);
    }
    return filter.types() == null
        ? LogQuery.ofRange(filter, table)
        : byType(filter, filter.types(), table);
  }

  private static LogQuery byStream(LogFilter filter, Set<StreamName> streams, String table) {
    Conditions conditions = Conditions.of(filter).lane(filter).types(filter).categories(filter);
    String sql =
        """
        select m.*
          from unnest(?, ?) w (category, stream)
          join %s m on m.category = w.category and m.stream = w.stream
         where m.position > ? and m.position <= ?%s
         order by m.position
         limit ?"""
            .formatted(table, conditions.sql());
    List<Object> arguments = new ArrayList<>();
    arguments.add(LogQuery.texts(streams.stream().map(StreamName::category).toList()));
    arguments.add(LogQuery.texts(streams.stream().map(StreamName::id).toList()));
    arguments.addAll(LogQuery.range(filter));
    arguments.addAll(conditions.arguments());
    arguments.add(filter.limit());
    return new LogQuery(sql, arguments);
  }

  private static LogQuery byType(LogFilter filter, Set<String> types, String table) {
    Conditions conditions = Conditions.of(filter).categories(filter);
    String sql =
        """
        (select m.*
          from %s m
         where m.type = ? and m.lane = %d and m.position > ? and m.position <= ?%s
         order by m.type, m.lane, m.position
         limit ?)""";
    List<String> reads = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (int lane : LogQuery.lanes(filter)) {
      for (String type : types) {
        reads.add(sql.formatted(table, lane, conditions.sql()));
        arguments.add(type);
        arguments.addAll(LogQuery.range(filter));
        arguments.addAll(conditions.arguments());
        arguments.add(filter.limit());
      }
    }
    arguments.add(filter.limit());
    return new LogQuery(
        "select m.* from (%s) m order by m.position limit ?"
            .formatted(String.join("\nunion all\n", reads)),
        arguments);
  }
}
