package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * A {@link LogFilter} as SQL that returns whole rows in the order of positions; {@link
 * Dialect#query} makes it for each database.
 */
record LogQuery(String sql, List<Object> arguments) {

  /** The condition of every row, besides the columns of the index. */
  static final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();

    static Conditions of(LogFilter filter) {
      Conditions all = new Conditions();
      all.add("m.kind in " + codes(filter.kinds()));
      if (!filter.withSynchronous()) {
        all.add("not m.delivered_synchronously");
      }
      if (!filter.excludedTypes().isEmpty()) {
        all.add("m.type <> all(?)", texts(filter.excludedTypes()));
      }
      return all;
    }

    /** The codes as text in the SQL, so that a partial index can be used. */
    private static String codes(Set<MessageKind> kinds) {
      return kinds.stream()
          .map(kind -> String.valueOf(kind.code()))
          .sorted()
          .collect(Collectors.joining(", ", "(", ")"));
    }

    Conditions lane(LogFilter filter) {
      Lane lane = filter.lane();
      return lane == null ? this : add("m.lane = " + lane.code());
    }

    Conditions types(LogFilter filter) {
      Set<String> types = filter.types();
      return types == null ? this : add("m.type = any(?)", texts(types));
    }

    Conditions categories(LogFilter filter) {
      Set<String> categories = filter.categories();
      return categories == null ? this : add("m.category = any(?)", texts(categories));
    }

    /** With the range of positions as the first condition. */
    static Conditions ofRange(LogFilter filter) {
      Conditions all = new Conditions();
      all.add("m.position > ? and m.position <= ?", filter.after(), filter.upTo());
      Conditions others = of(filter);
      all.sql.append(others.sql);
      all.arguments.addAll(others.arguments);
      return all;
    }

    Conditions add(String condition, Object... its) {
      sql.append("\n   and ").append(condition);
      arguments.addAll(List.of(its));
      return this;
    }

    /** The conditions, each with its {@code and}. */
    String sql() {
      return sql.toString();
    }

    /** All conditions as one expression with its {@code and}, for which no index can be used. */
    String asOne() {
      return "\n   and case when true%s then true else false end".formatted(sql);
    }

    List<Object> arguments() {
      return arguments;
    }
  }

  /** The rows of a range of positions. */
  static LogQuery ofRange(LogFilter filter, String table) {
    Conditions conditions = Conditions.of(filter).lane(filter).types(filter).categories(filter);
    String sql =
        """
        select m.*
          from %s m
         where m.position > ? and m.position <= ?%s
         order by m.position
         limit ?"""
            .formatted(table, conditions.sql());
    List<Object> arguments = range(filter);
    arguments.addAll(conditions.arguments());
    arguments.add(filter.limit());
    return new LogQuery(sql, arguments);
  }

  static List<Object> range(LogFilter filter) {
    return new ArrayList<>(List.of(filter.after(), filter.upTo()));
  }

  static SqlArrayValue texts(Collection<String> values) {
    return new SqlArrayValue("text", values.toArray());
  }

  /** The lanes of the filter, or all. */
  static List<Integer> lanes(LogFilter filter) {
    Lane only = filter.lane();
    return (only == null ? List.of(Lane.values()) : List.of(only))
        .stream().map(Lane::code).toList();
  }
}
