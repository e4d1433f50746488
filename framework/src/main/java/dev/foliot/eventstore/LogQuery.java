package dev.foliot.eventstore;

import dev.foliot.message.MessageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.support.SqlArrayValue;

/** A {@link LogFilter} as SQL. Codes stand in the text, so that a partial index can be chosen. */
record LogQuery(String sql, List<Object> arguments) {

  static LogQuery of(LogFilter filter, String table) {
    StringBuilder sql = new StringBuilder("select ").append(LogRow.COLUMNS).append(" from ");
    List<Object> arguments = new ArrayList<>();
    Set<StreamName> streams = filter.streams();
    if (streams != null) {
      sql.append("unnest(?, ?) s (category, stream) join ");
      arguments.add(texts(streams.stream().map(StreamName::category).toList()));
      arguments.add(texts(streams.stream().map(StreamName::id).toList()));
    }
    sql.append(table).append(" m");
    if (streams != null) {
      sql.append(" on m.category = s.category and m.stream = s.stream");
    }
    sql.append(" where m.position > ? and m.position <= ?");
    arguments.add(filter.after());
    arguments.add(filter.upTo());
    appendConditions(filter, sql, arguments);
    sql.append(" order by m.position limit ?");
    arguments.add(filter.limit());
    return new LogQuery(sql.toString(), arguments);
  }

  private static void appendConditions(
      LogFilter filter, StringBuilder sql, List<Object> arguments) {
    sql.append(" and m.kind in ").append(codes(filter.kinds()));
    if (filter.lane() != null) {
      sql.append(" and m.lane = ").append(filter.lane().code());
    }
    if (!filter.withSynchronous()) {
      sql.append(" and not m.delivered_synchronously");
    }
    if (filter.categories() != null) {
      appendIn("m.category", filter.categories(), sql, arguments);
    }
    if (filter.types() != null) {
      appendIn("m.type", filter.types(), sql, arguments);
    }
    if (!filter.excludedTypes().isEmpty()) {
      sql.append(" and m.type <> all(?)");
      arguments.add(texts(filter.excludedTypes()));
    }
  }

  /** One value as an equation, which an index on the column and the position serves in order. */
  private static void appendIn(
      String column, Set<String> values, StringBuilder sql, List<Object> arguments) {
    boolean single = values.size() == 1;
    sql.append(" and ").append(column).append(single ? " = ?" : " = any(?)");
    arguments.add(single ? values.iterator().next() : texts(values));
  }

  private static SqlArrayValue texts(Collection<String> values) {
    return new SqlArrayValue("text", values.toArray());
  }

  private static String codes(Set<MessageKind> kinds) {
    return (kinds.isEmpty() ? Set.of(MessageKind.values()) : kinds)
        .stream()
            .map(kind -> String.valueOf(kind.code()))
            .sorted()
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
