package dev.foliot.eventstore;

import dev.foliot.eventstore.LogQuery.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A {@link LogQuery} in SQL that every database supports: one limited read for each type and lane,
 * or each category, merged.
 */
final class UnionQuery {
  private UnionQuery() {}

  static LogQuery of(LogFilter filter, String table) {
    if (filter.streams() != null) {
      return byStream(filter, filter.streams(), table);
    }
    if (filter.types() != null) {
      return byType(filter, filter.types(), table);
    }
    return filter.categories() != null
        ? byCategory(filter, filter.categories(), table)
        : LogQuery.ofRange(filter, table);
  }

  /**
   * The condition adds 0 to the position, so H2 uses the index of streams instead of the positions.
   */
  private static LogQuery byStream(LogFilter filter, Set<StreamName> streams, String table) {
    Conditions conditions = Conditions.of(filter).lane(filter).types(filter).categories(filter);
    String sql =
        """
        select m.*
          from unnest(cast(? as varchar array), cast(? as varchar array)) w (category, stream)
          join %s m on m.category = w.category and m.stream = w.stream
         where m.position + 0 > ? and m.position + 0 <= ?%s
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
    List<Key> keys =
        LogQuery.lanes(filter).stream()
            .flatMap(
                lane ->
                    types.stream().map(type -> new Key("m.type = ? and m.lane = " + lane, type)))
            .toList();
    return union(filter, conditions, keys, "m.type, m.lane, m.position", table);
  }

  private static LogQuery byCategory(LogFilter filter, Set<String> categories, String table) {
    Conditions conditions = Conditions.of(filter).lane(filter);
    List<Key> keys = categories.stream().map(each -> new Key("m.category = ?", each)).toList();
    return union(filter, conditions, keys, "m.category, m.position", table);
  }

  /** The beginning of an index, and its only argument. */
  private record Key(String condition, String argument) {}

  private static LogQuery union(
      LogFilter filter, Conditions conditions, List<Key> keys, String order, String table) {
    String sql =
        """
        (select m.*
          from %s m
         where %s and m.position > ? and m.position <= ?%s
         order by %s
         limit ?)""";
    List<String> reads = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (Key key : keys) {
      reads.add(sql.formatted(table, key.condition(), conditions.sql(), order));
      arguments.add(key.argument());
      arguments.addAll(LogQuery.range(filter));
      arguments.addAll(conditions.arguments());
      arguments.add(filter.limit());
    }
    arguments.add(filter.limit());
    return new LogQuery(
        "select m.* from (%s) m order by m.position limit ?"
            .formatted(String.join("\nunion all\n", reads)),
        arguments);
  }
}
