package dev.foliot.rebuild;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/**
 * Copies of a projection's tables, in a schema of their own. A rebuild fills these shadow tables
 * while the live tables are read and written. Then both are exchanged.
 *
 * <p>All methods work on the connection of the caller's transaction. Tables are named as the
 * database stores their names. A name refers to the table that the unqualified name means on a
 * connection of the application.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ShadowTables {
  private final JdbcTemplate jdbc;
  private final Supplier<ShadowDialect> dialect;

  /**
   * @param lockWait the longest time for which {@link #exchange} waits for readers and writers of
   *     the live tables
   */
  public ShadowTables(DataSource dataSource, Duration lockWait) {
    this.jdbc = new JdbcTemplate(dataSource);
    this.dialect = SingletonSupplier.of(() -> dialect(jdbc, lockWait));
  }

  private static ShadowDialect dialect(JdbcTemplate jdbc, Duration lockWait) {
    String product =
        jdbc.execute(
            (ConnectionCallback<String>)
                (Connection connection) -> connection.getMetaData().getDatabaseProductName());
    return "H2".equals(product) ? new H2Shadow(jdbc) : new PostgresShadow(jdbc, lockWait);
  }

  /**
   * Creates a schema with empty copies of the live tables: columns, defaults, constraints, indexes,
   * owner and grants. Foreign keys between these tables are copied too. On H2 this commits the
   * transaction.
   *
   * @throws ShadowTablesRefusedException if one of the tables cannot be copied or exchanged; the
   *     exception lists all problems
   */
  public void create(String schema, List<String> tables) {
    List<String> problems = new ArrayList<>();
    tables.stream()
        .filter(table -> table.toLowerCase(Locale.ROOT).startsWith("foliot_"))
        .forEach(
            table ->
                problems.add(
                    "Table %s belongs to Foliot. Name the tables of the projection."
                        .formatted(table)));
    problems.addAll(dialect().problems(tables));
    if (!problems.isEmpty()) {
      throw ShadowTablesRefusedException.of(tables, problems);
    }
    dialect().create(schema, tables);
  }

  /**
   * From now to the end of the current transaction, an unqualified name refers to the table in this
   * schema, if the schema has it. Other names are not affected. Call it before the first statement
   * of the transaction.
   *
   * @throws IllegalStateException without a transaction
   */
  public void enter(String schema) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "Schema %s can only be entered in a transaction, because its end leaves the schema. Begin one first."
              .formatted(schema));
    }
    dialect().enter(schema);
  }

  /**
   * Exchanges the live tables with those of the schema. When the transaction commits, readers see
   * the rows of the shadow tables, and the schema has the former rows. To roll back to the former
   * rows, call it again.
   *
   * <p>On PostgreSQL the tables move, so no other transaction may use them until this one ends. On
   * H2 the rows move.
   *
   * @throws TablesInUseException if another transaction uses the live tables for too long
   * @throws ShadowTablesRefusedException if a live table was altered since it was copied
   */
  public void exchange(String schema, List<String> tables) {
    requireShadow(schema);
    requireSameColumns(schema, tables);
    dialect().exchange(schema, tables);
  }

  private void requireSameColumns(String schema, List<String> tables) {
    List<String> problems =
        live(tables).stream()
            .flatMap(table -> AlteredColumns.of(jdbc, table, schema).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw ShadowTablesRefusedException.of(tables, problems);
    }
  }

  /**
   * Compares the rows of the live tables with those of the schema. Each table is compared by one
   * statement. To compare several tables at one moment, begin a transaction with {@link
   * #snapshotIsolation()}.
   *
   * @param ignoring columns that are not compared, such as {@code updated_at} or {@code
   *     balance.updated_at}, in upper or lower case. If one of them is part of the primary key,
   *     rows are not matched by key: all other columns of a row must be equal
   * @param limit the maximum number of differences
   * @return the first differences, by table and key
   * @throws IllegalArgumentException if an ignored column exists in none of the tables
   */
  public List<RowDifference> compare(
      String schema, List<String> tables, Set<String> ignoring, int limit) {
    return compareWith(live(tables), schema, ignoring, limit);
  }

  /** The live tables, if no schema is entered. */
  List<LiveTable> live(List<String> tables) {
    return tables.stream().map(dialect()::live).toList();
  }

  /** As {@link #compare}, also while the schema is entered. */
  List<RowDifference> compareWith(
      List<LiveTable> tables, String schema, Set<String> ignoring, int limit) {
    IgnoredColumns ignored = new IgnoredColumns(ignoring);
    List<CompareTables> compared =
        tables.stream()
            .map(table -> new CompareTables(jdbc, table, schema, columns(table, ignored)))
            .toList();
    ignored.requireAllFound(tables.stream().map(LiveTable::name).toList());
    List<RowDifference> found = new ArrayList<>();
    compared.forEach(table -> found.addAll(table.find(limit - found.size())));
    return found;
  }

  private TableColumns columns(LiveTable table, IgnoredColumns ignored) {
    return dialect()
        .useCatalogue(() -> TableColumns.of(jdbc, table, name -> ignored.test(table.name(), name)));
  }

  /**
   * Drops the schema and its tables, if the schema exists. On H2 this commits the transaction.
   *
   * @throws IllegalArgumentException if {@link #create} did not create the schema
   */
  public void drop(String schema) {
    if (dialect().exists(schema)) {
      requireShadow(schema);
      dialect().drop(schema);
    }
  }

  /** The names of all schemas that {@link #create} created. */
  List<String> all() {
    return dialect().all();
  }

  /**
   * Whether other transactions can commit changes of the live rows between {@link #exchange} and
   * the end of its transaction. On H2 they can: the tables are not locked.
   */
  boolean letsOthersCommit() {
    return dialect().letsOthersCommit();
  }

  /** As {@link ShadowDialect#writtenOutside}. */
  Map<String, Long> writtenOutside(String schema) {
    return dialect().writtenOutside(schema);
  }

  /**
   * Reserves a schema until the end of the current transaction.
   *
   * @return false if another transaction has reserved it
   */
  boolean reserve(String schema) {
    return dialect().reserve(schema);
  }

  /** As {@link ShadowDialect#stayIdle}. */
  void stayIdle() {
    dialect().stayIdle();
  }

  /**
   * As {@link #enter}. It fails if a table is missing in the schema, because its name would mean
   * the live table. On PostgreSQL, no table can be dropped before this transaction ends.
   */
  void enterAll(String schema, List<LiveTable> tables) {
    enter(schema);
    tables.forEach(
        each -> jdbc.query("select 1 from %s where 1 = 0".formatted(each.in(schema)), row -> {}));
  }

  /** The isolation level at which all statements see the tables as of one moment. */
  int snapshotIsolation() {
    return dialect().snapshotIsolation();
  }

  private void requireShadow(String schema) {
    if (!dialect().isShadow(schema)) {
      throw new IllegalArgumentException(
          "Schema %s is not a schema of shadow tables, or does not exist: it lacks the comment \"%s\". Nothing was changed."
              .formatted(schema, ShadowDialect.MARK));
    }
  }

  private ShadowDialect dialect() {
    return Objects.requireNonNull(dialect.get());
  }
}
