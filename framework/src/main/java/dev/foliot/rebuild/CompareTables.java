package dev.foliot.rebuild;

import dev.foliot.rebuild.RowDifference.Values;
import dev.foliot.rebuild.TableColumns.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares the rows of a live table with the rows of its shadow table in one statement. The
 * database finds the different rows, and only these are read.
 */
record CompareTables(JdbcTemplate jdbc, LiveTable live, String shadow, TableColumns columns) {
  /**
   * The first differences, in the order of the key.
   *
   * @param limit the maximum number
   */
  List<RowDifference> find(int limit) {
    if (limit <= 0 || (columns.key().isEmpty() && columns.others().isEmpty())) {
      return List.of();
    }
    return columns.key().isEmpty() ? byWholeRows(limit) : byKey(limit);
  }

  private List<RowDifference> byKey(int limit) {
    String differ =
        Stream.concat(
                Stream.of("s.foliot_found is null"),
                columns.others().stream()
                    .map(each -> each.of("l") + " is distinct from " + each.of("s")))
            .collect(Collectors.joining(" or "));
    String sql =
        """
        select %s
          from (select 1 as foliot_found, x.* from %s x) l
          left join (select 1 as foliot_found, x.* from %s x) s on %s
         where %s
        union all
        select %s
          from (select 1 as foliot_found, x.* from %s x) s
          left join (select 1 as foliot_found, x.* from %s x) l on %s
         where l.foliot_found is null
         order by %s
         limit %s"""
            .formatted(
                selected("l"),
                live.quoted(),
                live.in(shadow),
                sameKey(),
                differ,
                selected("s"),
                live.in(shadow),
                live.quoted(),
                sameKey(),
                first(columns.key().size()),
                limit);
    return jdbc.query(sql, (row, number) -> ofKey(row));
  }

  private String sameKey() {
    return columns.key().stream()
        .map(each -> each.of("l") + " = " + each.of("s"))
        .collect(Collectors.joining(" and "));
  }

  /**
   * The selected columns: the key, whether each side has the row, and both values of each other
   * column.
   */
  private String selected(String from) {
    return Stream.of(
            columns.key().stream().map(each -> each.of(from)),
            Stream.of("l.foliot_found", "s.foliot_found"),
            columns.others().stream().flatMap(each -> Stream.of(each.of("l"), each.of("s"))))
        .flatMap(each -> each)
        .collect(Collectors.joining(", "));
  }

  private static String first(int columns) {
    return IntStream.rangeClosed(1, columns)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private RowDifference ofKey(ResultSet row) throws SQLException {
    int keys = columns.key().size();
    long liveRows = row.getLong(keys + 1);
    long rebuiltRows = row.getLong(keys + 2);
    Map<String, Values> different = new LinkedHashMap<>();
    for (int i = 0; liveRows == rebuiltRows && i < columns.others().size(); i++) {
      Values values = new Values(row.getString(keys + 3 + 2 * i), row.getString(keys + 4 + 2 * i));
      if (!Objects.equals(values.live(), values.rebuilt())) {
        different.put(columns.others().get(i).name(), values);
      }
    }
    return new RowDifference(
        live.name(), texts(row, columns.key()), liveRows, rebuiltRows, different);
  }

  private List<RowDifference> byWholeRows(int limit) {
    List<Column> all = columns.others();
    BiFunction<String, String, String> rows =
        (table, counts) ->
            "select %s, %s from %s x"
                .formatted(
                    IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i).of("x") + " as c" + i)
                        .collect(Collectors.joining(", ")),
                    counts,
                    table);
    String names =
        IntStream.range(0, all.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String sql =
        """
        select %s, sum(in_live), sum(in_shadow)
          from (%s
                union all
                %s) each_row
         group by %s
        having sum(in_live) <> sum(in_shadow)
         order by %s
         limit %s"""
            .formatted(
                names,
                rows.apply(live.quoted(), "1 as in_live, 0 as in_shadow"),
                rows.apply(live.in(shadow), "0 as in_live, 1 as in_shadow"),
                names,
                names,
                limit);
    return jdbc.query(
        sql,
        (row, number) ->
            new RowDifference(
                live.name(),
                texts(row, all),
                row.getLong(all.size() + 1),
                row.getLong(all.size() + 2),
                Map.of()));
  }

  private static Map<String, @Nullable String> texts(ResultSet row, List<Column> columns)
      throws SQLException {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      texts.put(columns.get(i).name(), row.getString(i + 1));
    }
    return texts;
  }
}
