package dev.foliot.projection;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads a table that a projector writes by SQL, as records. Component {@code accountId} is read
 * from column {@code account_id}. Declare it as a bean of type {@code SqlView<ThatRecord>}. Inject
 * the bean to use {@link Where}. {@code domain.viewFor} returns a {@link View} of the same rows,
 * which can wait for a token. It does not measure its {@link #staleness()}. Safe for use by several
 * threads.
 *
 * <p>The view does not see changes that JPA has not written yet.
 *
 * @param <P> the record
 */
public final class SqlView<P extends Record> implements View<P> {
  private static final Pattern TABLE = Pattern.compile("(\\w+\\.)?\\w+|(\"[^\"]+\"\\.)?\"[^\"]+\"");

  private final JdbcClient jdbc;
  private final String table;
  private final Class<P> type;
  private final String key;
  private final TableRows<P> rows;

  private SqlView(JdbcClient jdbc, String table, Class<P> type, String key) {
    this.jdbc = jdbc;
    this.table = table;
    this.type = type;
    this.key = key;
    this.rows =
        new TableRows<>(
            jdbc,
            type,
            table,
            "*",
            SingletonSupplier.of(() -> new RecordColumns(jdbc, type, table, key)),
            DataClassRowMapper.newInstance(type));
  }

  /**
   * Creates a view whose ids are the values of the record's first component. It reads nothing yet.
   *
   * @param table the table as SQL writes it, preferably without a schema
   * @throws IllegalArgumentException if the name of the table does not consist of plain or quoted
   *     identifiers, or if the record is empty
   */
  public static <P extends Record> SqlView<P> of(JdbcClient jdbc, String table, Class<P> type) {
    if (!TABLE.matcher(given(table, "the name of a table")).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not the name of a table. Give SqlView a plain name such as account_balance, or quote it."
              .formatted(table));
    }
    if (given(type, "a record class").getRecordComponents().length == 0) {
      throw new IllegalArgumentException(
          "%s has no components to read. Give SqlView a record with components."
              .formatted(type.getName()));
    }
    return new SqlView<>(
        given(jdbc, "a JdbcClient"), table, type, type.getRecordComponents()[0].getName());
  }

  /**
   * Returns the same view with other ids.
   *
   * @param component the component whose values are the ids: unique in the table
   * @throws IllegalArgumentException if the record has no such component
   */
  public SqlView<P> keyedBy(String component) {
    if (!RecordColumns.has(type, given(component, "the name of a component"))) {
      throw new IllegalArgumentException(
          "%s has no component '%s'. Name one of its components."
              .formatted(type.getName(), component));
    }
    return new SqlView<>(jdbc, table, type, component);
  }

  @Override
  public P get(Object id) {
    return find(id).orElseThrow(() -> new ProjectionNotFoundException(type, id));
  }

  @Override
  public Optional<P> find(Object id) {
    return rows.find(SqlValue.of(given(id, "the id of a row")));
  }

  RowsById<P> byId() {
    return new RowsOfTable<>(rows, SqlValue::of, this::keyOf);
  }

  private Object keyOf(P row) {
    return SqlValue.of(RecordColumns.value(row, key));
  }

  @Override
  public boolean exists(Object id) {
    return find(id).isPresent();
  }

  @Override
  public List<P> findAll() {
    return findAll(Sort.unsorted());
  }

  @Override
  public List<P> findAll(Sort sort) {
    return rows.list(null, given(sort, "a sort"));
  }

  @Override
  public Page<P> findAll(Pageable pageable) {
    return rows.page(null, given(pageable, "a pageable"));
  }

  @Override
  public long count() {
    return rows.count(null);
  }

  @Override
  public Stream<P> stream(Sort sort) {
    return rows.stream(given(sort, "a sort"));
  }

  /** Returns the rows that match, in no particular order. */
  public List<P> findAll(Where where) {
    return findAll(where, Sort.unsorted());
  }

  /**
   * Returns the rows that match, in this order.
   *
   * @throws IllegalArgumentException if the record lacks a compared or sorted component
   */
  public List<P> findAll(Where where, Sort sort) {
    return rows.list(given(where, "conditions"), given(sort, "a sort"));
  }

  /** Returns a page of the rows that match, sorted as by {@link #findAll(Pageable)}. */
  public Page<P> findAll(Where where, Pageable pageable) {
    return rows.page(given(where, "conditions"), given(pageable, "a pageable"));
  }

  /** Returns how many rows match. */
  public long count(Where where) {
    return rows.count(given(where, "conditions"));
  }

  /** Returns whether a row matches. */
  public boolean exists(Where where) {
    return rows.exists(given(where, "conditions"));
  }

  private static <T> T given(@Nullable T value, String needed) {
    if (value == null) {
      throw new IllegalArgumentException("SqlView was given null. Give it %s.".formatted(needed));
    }
    return value;
  }
}
