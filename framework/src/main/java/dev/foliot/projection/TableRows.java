package dev.foliot.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.support.PageableExecutionUtils;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the rows of one table by SQL, as objects. */
final class TableRows<P> {
  private final JdbcClient jdbc;
  private final Class<P> type;
  private final String table;
  private final String selected;
  private final Supplier<? extends Columns> columns;
  private final RowMapper<P> mapper;

  /**
   * @param selected the expressions that a query selects for a row
   */
  TableRows(
      JdbcClient jdbc,
      Class<P> type,
      String table,
      String selected,
      Supplier<? extends Columns> columns,
      RowMapper<P> mapper) {
    this.jdbc = jdbc;
    this.type = type;
    this.table = table;
    this.selected = selected;
    this.columns = columns;
    this.mapper = mapper;
  }

  /** The beginning of a query, and its parameters. */
  private record Query(StringBuilder sql, List<Object> parameters) {
    Query append(String more) {
      sql.append(more);
      return this;
    }
  }

  Optional<P> find(Object id) {
    Query query = select(selected, null).append(" where " + columns.get().key() + " = ?");
    query.parameters().add(id);
    return run(query).query(mapper).optional();
  }

  /** The rows with these ids, in no particular order. There must be few ids. */
  List<P> list(List<Object> ids) {
    String parameters = String.join(", ", Collections.nCopies(ids.size(), "?"));
    Query query = select(selected, null);
    query.append(" where %s in (%s)".formatted(columns.get().key(), parameters));
    query.parameters().addAll(ids);
    return run(query).query(mapper).list();
  }

  List<P> list(@Nullable Where where, Sort sort) {
    return run(select(selected, where).append(orderBy(orders(sort)))).query(mapper).list();
  }

  Page<P> page(@Nullable Where where, Pageable pageable) {
    if (pageable.isUnpaged()) {
      return new PageImpl<>(list(where, pageable.getSort()));
    }
    List<String> orders = orders(pageable.getSort());
    orders.add(columns.get().key()); // so that the order of two rows is always the same
    Query query = select(selected, where).append(orderBy(orders)).append(" limit ? offset ?");
    query.parameters().add(pageable.getPageSize());
    query.parameters().add(pageable.getOffset());
    List<P> rows = run(query).query(mapper).list();
    return PageableExecutionUtils.getPage(rows, pageable, () -> count(where));
  }

  long count(@Nullable Where where) {
    return run(select("count(*)", where)).query(Long.class).single();
  }

  boolean exists(@Nullable Where where) {
    return run(select("1", where).append(" limit 1")).query(Integer.class).optional().isPresent();
  }

  Stream<P> stream(Sort sort) {
    RowStream.requireTransaction(type);
    Query query = select(selected, null).append(orderBy(orders(sort)));
    return RowStream.of(
        type,
        run(query).withFetchSize(RowStream.FETCH_SIZE).query(mapper).stream(),
        () -> {}); // nothing remembers the rows
  }

  private JdbcClient.StatementSpec run(Query query) {
    return jdbc.sql(query.sql().toString()).params(query.parameters());
  }

  private Query select(String what, @Nullable Where where) {
    Query query = new Query(new StringBuilder(), new ArrayList<>());
    query.append("select " + what + " from " + table);
    String conjunction = " where ";
    for (Where.Condition each : where == null ? List.<Where.Condition>of() : where.conditions()) {
      query.append(conjunction + columns.get().compared(each.property()) + " " + each.operator());
      each.values().stream()
          .map(value -> columns.get().parameter(each.property(), value))
          .forEach(query.parameters()::add);
      conjunction = " and ";
    }
    return query;
  }

  private List<String> orders(Sort sort) {
    return sort.stream().map(this::order).collect(Collectors.toCollection(ArrayList::new));
  }

  private String order(Sort.Order order) {
    String column = columns.get().sorted(order.getProperty());
    boolean lower = order.isIgnoreCase() && columns.get().isText(order.getProperty());
    String nulls =
        switch (order.getNullHandling()) {
          case NATIVE -> "";
          case NULLS_FIRST -> " nulls first";
          case NULLS_LAST -> " nulls last";
        };
    return (lower ? "lower(" + column + ")" : column)
        + (order.isAscending() ? " asc" : " desc")
        + nulls;
  }

  private static String orderBy(List<String> orders) {
    return orders.isEmpty() ? "" : " order by " + String.join(", ", orders);
  }
}
