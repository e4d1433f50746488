package dev.foliot.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * PostgreSQL's insert of several rows, all or none: one statement with an array for each column,
 * which does not depend on rewrites by the driver. Positions are drawn in the order of the select.
 * Each stream is checked once, as {@link InsertRow} does.
 *
 * <p>The driver sends arrays of strings or numbers in binary form. Arrays of other classes are
 * written and escaped as text.
 */
final class InsertRows {
  /** Keeps the transaction usable if another transaction has just taken a version. */
  static final String UNLESS_TAKEN = "\non conflict (category, stream, stream_version) do nothing";

  static final String POSITION = "\nreturning position";

  /**
   * From this number of rows on, the statement fails if another transaction has just taken a
   * version: {@code on conflict} costs a fifth of such an insert.
   */
  static final int MANY = 50;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("kind", "int2", NewRow::kind),
          new Column("category", "text", NewRow::category),
          new Column("stream", "text", NewRow::stream),
          new Column("stream_version", "int8", NewRow::streamVersion),
          new Column("id", "uuid", NewRow::id),
          new Column("type", "text", NewRow::type),
          new Column("type_version", "int4", NewRow::typeVersion),
          new Column("priority", "int2", NewRow::priority),
          new Column("lane", "int2", NewRow::lane),
          new Column("delivered_synchronously", "bool", NewRow::deliveredSynchronously),
          new Column("payload", "text", NewRow::payload),
          new Column("metadata", "text", NewRow::metadata),
          new Column("occurred_at", "timestamptz", NewRow::occurredAt),
          new Column("correlation_id", "uuid", NewRow::correlationId),
          new Column("causation_id", "uuid", NewRow::causationId));

  private final JdbcTemplate jdbc;
  private final String messages;
  private final String insert;
  private final String insertMany;

  InsertRows(JdbcTemplate jdbc, String messages) {
    this.jdbc = jdbc;
    this.messages = messages;
    this.insert = insertInto(messages);
    this.insertMany =
        "with inserted as (%s%s) select min(position), max(position) from inserted"
            .formatted(insert, POSITION);
  }

  /**
   * The positions; empty if nothing was inserted, because a stream has reached the version or is
   * closed.
   *
   * @throws org.springframework.dao.DuplicateKeyException if an id is there already; if there are
   *     many rows, also if another transaction has just taken a version
   */
  Optional<AppendedPositions> all(List<NewRow> rows) {
    if (rows.size() >= MANY) {
      return jdbc.query(insertMany, InsertRows::ends, arguments(rows)).stream()
          .flatMap(Optional::stream)
          .findFirst();
    }
    List<Long> positions =
        jdbc.queryForList(insert + UNLESS_TAKEN + POSITION, Long.class, arguments(rows));
    if (positions.size() == rows.size()) {
      return Optional.of(AppendedPositions.of(positions));
    }
    jdbc.update(
        "delete from %s where position = any(?)".formatted(messages),
        new SqlArrayValue("int8", positions.toArray()));
    return Optional.empty();
  }

  private static Optional<AppendedPositions> ends(ResultSet row, int number) throws SQLException {
    long first = row.getLong(1);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(AppendedPositions.between(first, row.getLong(2)));
  }

  private static String insertInto(String messages) {
    return """
        insert into %1$s (%2$s)
        select %3$s
          from unnest(%4$s) with ordinality as new (%2$s, ordinal)
         where not exists (select 1
                             from unnest(cast(? as text[]), cast(? as text[]), cast(? as int8[]))
                               as first (category, stream, version)
                            cross join lateral (select 1
                                                  from %1$s m
                                                 where %5$s
                                                 limit 1) found)
         order by ordinal"""
        .formatted(
            messages,
            NewRow.COLUMNS,
            each(Column::selected),
            each(Column::parameter),
            InsertRow.isInTheWay("first.category", "first.stream", "first.version"));
  }

  private static String each(Function<Column, String> text) {
    return COLUMNS.stream().map(text).collect(Collectors.joining(", "));
  }

  private static Object[] arguments(List<NewRow> rows) {
    List<Object> arguments = new ArrayList<>();
    COLUMNS.forEach(column -> arguments.add(column.values(rows)));
    Map<StreamName, Long> firsts = NewRow.firstVersions(rows);
    arguments.add(texts(firsts, StreamName::category));
    arguments.add(texts(firsts, StreamName::id));
    arguments.add(new SqlArrayValue("int8", (Object[]) firsts.values().toArray(Long[]::new)));
    return arguments.toArray();
  }

  private static SqlArrayValue texts(
      Map<StreamName, Long> firsts, Function<StreamName, String> part) {
    return new SqlArrayValue(
        "text", (Object[]) firsts.keySet().stream().map(part).toArray(String[]::new));
  }

  /** A column of the table, with the source of its values. */
  private record Column(String name, String type, Function<NewRow, ?> value) {

    /** Whether the driver has no binary form of these values. */
    private boolean goesAsText() {
      return type.equals("uuid") || type.equals("timestamptz");
    }

    private String sentType() {
      return goesAsText() ? "text" : type;
    }

    String parameter() {
      return "cast(? as %s[])".formatted(sentType());
    }

    String selected() {
      return goesAsText() ? "cast(%s as %s)".formatted(name, type) : name;
    }

    SqlArrayValue values(List<NewRow> rows) {
      Object[] values = rows.stream().map(value).map(this::sent).toArray(this::array);
      return new SqlArrayValue(sentType(), values);
    }

    private @Nullable Object sent(@Nullable Object each) {
      return each != null && goesAsText() ? each.toString() : each;
    }

    private Object[] array(int length) {
      return switch (sentType()) {
        case "int2" -> new Short[length];
        case "int4" -> new Integer[length];
        case "int8" -> new Long[length];
        case "bool" -> new Boolean[length];
        default -> new String[length];
      };
    }
  }
}
