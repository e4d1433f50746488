package dev.foliot.rebuild;

import dev.foliot.failure.Causes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;

/** The dialect of PostgreSQL: whole tables move from one schema to another. */
final class PostgresShadow implements ShadowDialect {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresShadow.class);
  private static final String SWAP = "_swap";

  private final JdbcTemplate jdbc;
  private final Duration lockWait;
  private final AtomicBoolean warned = new AtomicBoolean();

  PostgresShadow(JdbcTemplate jdbc, Duration lockWait) {
    this.jdbc = jdbc;
    this.lockWait = lockWait;
  }

  @Override
  public List<String> problems(List<String> tables) {
    return new PostgresProblems(jdbc).of(tables);
  }

  @Override
  public void create(String schema, List<String> tables) {
    warnOnceIfNothingIsCounted();
    String quoted = ShadowDialect.quoted(schema);
    jdbc.execute("create schema " + quoted);
    jdbc.execute("comment on schema %s is '%s'".formatted(quoted, MARK));
    PostgresCopy copy = new PostgresCopy(jdbc, schema);
    tables.forEach(copy::table);
    List<String> foreignKeys =
        tables.stream().map(copy::foreignKeys).flatMap(List::stream).toList();
    String path = path();
    enter(schema); // so that each finds the copy of the table that it points to
    foreignKeys.forEach(jdbc::execute);
    setPath(path);
  }

  private void warnOnceIfNothingIsCounted() {
    if (!"on".equals(ask("select current_setting('track_counts')")) && !warned.getAndSet(true)) {
      LOG.warn(
          "track_counts is off in the database, so a rebuild does not notice writes to tables that its projector does not declare. Switch it on");
    }
  }

  @Override
  public void enter(String schema) {
    jdbc.query(
        """
        select set_config('search_path',
                          concat_ws(', ', quote_ident(?), nullif(current_setting('search_path'), '')),
                          true)""",
        row -> {},
        schema);
  }

  private String path() {
    return ask("select current_setting('search_path')");
  }

  private void setPath(String path) {
    jdbc.query("select set_config('search_path', ?, true)", row -> {}, path);
  }

  @Override
  public void exchange(String schema, List<String> tables) {
    List<LiveTable> live = tables.stream().map(this::live).toList();
    // 1. Let the planner know the new rows before the first query.
    live.forEach(table -> jdbc.execute("analyze " + table.in(schema)));
    // 2. Wait for readers and writers.
    lock(schema, live);
    // 3. A sequence that serves both versions stays where it is.
    List<OwnedSequence> sequences = live.stream().flatMap(this::sequences).toList();
    sequences.forEach(sequence -> jdbc.execute(sequence.disown()));
    // 4. Move the tables, with their indexes and identities.
    String swap = schema + SWAP;
    jdbc.execute("create schema " + ShadowDialect.quoted(swap));
    live.forEach(table -> move(table, schema, swap));
    live.forEach(table -> move(table, table.schema(), schema));
    live.forEach(table -> move(table, swap, table.schema()));
    jdbc.execute("drop schema " + ShadowDialect.quoted(swap));
    sequences.forEach(sequence -> jdbc.execute(sequence.own()));
  }

  @Override
  public LiveTable live(String table) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            """
            select n.nspname, c.relname
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where c.oid = to_regclass(quote_ident(?))""",
            (row, number) -> new LiveTable(row.getString(1), row.getString(2)),
            table));
  }

  /**
   * Takes all locks by one statement with one time limit. It is shorter than the time after which
   * the database looks for deadlocks, so a reader of several tables is never its victim.
   */
  private void lock(String schema, List<LiveTable> live) {
    String names =
        String.join(", ", live.stream().map(LiveTable::quoted).toList())
            + ", "
            + String.join(", ", live.stream().map(table -> table.in(schema)).toList());
    String before = ask("select current_setting('statement_timeout')");
    setTimeout(lockWait.toMillis() + "ms");
    try {
      jdbc.execute("lock table %s in access exclusive mode".formatted(names));
    } catch (DataAccessException e) {
      if (!isTimeout(e)) {
        throw e;
      }
      throw new TablesInUseException(live.stream().map(LiveTable::name).toList(), lockWait, e);
    }
    setTimeout(before);
  }

  private void setTimeout(String timeout) {
    jdbc.query("select set_config('statement_timeout', ?, true)", row -> {}, timeout);
  }

  private static boolean isTimeout(DataAccessException failure) {
    Optional<SQLException> cause = Causes.find(failure, SQLException.class);
    return cause.filter(e -> List.of("57014", "55P03").contains(e.getSQLState())).isPresent();
  }

  private Stream<OwnedSequence> sequences(LiveTable table) {
    return OwnedSequence.of(jdbc, table).stream();
  }

  private void move(LiveTable table, String from, String to) {
    jdbc.execute(
        "alter table %s set schema %s".formatted(table.in(from), ShadowDialect.quoted(to)));
  }

  @Override
  public boolean letsOthersCommit() {
    return false;
  }

  /**
   * The counters of this session, before they become a part of the statistics. That happens at most
   * once a second, so they include earlier transactions.
   */
  @Override
  public Map<String, Long> writtenOutside(String schema) {
    Map<String, Long> written = new HashMap<>();
    jdbc.query(
        """
        select n.nspname || '.' || w.relname, w.written
          from (select c.relnamespace, c.relname,
                       pg_stat_get_xact_tuples_inserted(c.oid)
                         + pg_stat_get_xact_tuples_updated(c.oid)
                         + pg_stat_get_xact_tuples_deleted(c.oid) as written
                  from pg_class c
                 where c.relkind in ('r', 'p')) w
          join pg_namespace n on n.oid = w.relnamespace
         where w.written > 0
           and n.nspname not in (?, 'pg_catalog', 'information_schema')
           and n.nspname not like 'pg\\_temp%'""",
        row -> {
          written.put(row.getString(1), row.getLong(2));
        },
        schema);
    return written;
  }

  @Override
  public boolean reserve(String schema) {
    return is("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", schema);
  }

  /** PostgreSQL before 17 knows only the first of these limits. */
  @Override
  public void stayIdle() {
    jdbc.query(
        """
        select set_config(name, '0', true)
          from pg_settings
         where name in ('idle_in_transaction_session_timeout', 'transaction_timeout')""",
        row -> {});
  }

  @Override
  public int snapshotIsolation() {
    return TransactionDefinition.ISOLATION_REPEATABLE_READ;
  }

  @Override
  public boolean exists(String schema) {
    return is("select exists (select 1 from pg_namespace where nspname = ?)", schema);
  }

  @Override
  public List<String> all() {
    return jdbc.queryForList(
        "select nspname from pg_namespace where obj_description(oid, 'pg_namespace') = ?",
        String.class,
        MARK);
  }

  @Override
  public boolean isShadow(String schema) {
    return is(
        """
        select exists (select 1
                         from pg_namespace
                        where nspname = ? and obj_description(oid, 'pg_namespace') = ?)""",
        schema,
        MARK);
  }

  private boolean is(String question, Object... arguments) {
    return Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, arguments));
  }

  private String ask(String question) {
    return Objects.requireNonNull(jdbc.queryForObject(question, String.class));
  }

  /** Drops without cascade, so that objects of others that depend on the tables are kept. */
  @Override
  public void drop(String schema) {
    List<String> tables =
        jdbc.queryForList(
            """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = ? and c.relkind = 'r'""",
            String.class, schema);
    if (!tables.isEmpty()) {
      jdbc.execute("drop table " + String.join(", ", tables));
    }
    jdbc.execute("drop schema " + ShadowDialect.quoted(schema));
  }
}
