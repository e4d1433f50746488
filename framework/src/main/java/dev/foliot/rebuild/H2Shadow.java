package dev.foliot.rebuild;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The dialect of H2. A statement that changes the definition of a table commits, so rows move
 * instead of tables. A third schema, the bay, holds the rows of one version meanwhile.
 */
final class H2Shadow implements ShadowDialect {
  private static final String BAY = "_BAY";
  private static final Set<String> RESERVED = ConcurrentHashMap.newKeySet();

  /**
   * H2 reads its catalogue without a lock, and fails with a NullPointerException if the read meets
   * an object that another connection drops at this moment.
   */
  private static final ReentrantLock CATALOGUE = new ReentrantLock();

  private final JdbcTemplate jdbc;

  H2Shadow(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<String> problems(List<String> tables) {
    return useCatalogue(() -> new H2Problems(jdbc, tables).find());
  }

  @Override
  public <T> T useCatalogue(Supplier<T> use) {
    CATALOGUE.lock();
    try {
      return use.get();
    } finally {
      CATALOGUE.unlock();
    }
  }

  private void changeCatalogue(Runnable change) {
    useCatalogue(
        () -> {
          change.run();
          return true;
        });
  }

  @Override
  public void create(String schema, List<String> tables) {
    changeCatalogue(() -> createAlone(schema, tables));
  }

  private void createAlone(String schema, List<String> tables) {
    H2Copy copy = new H2Copy(jdbc, currentSchema());
    createSchema(schema);
    copy.into(schema, tables);
    createSchema(schema + BAY);
    copy.columnsInto(schema + BAY, tables);
  }

  private void createSchema(String schema) {
    String quoted = ShadowDialect.quoted(schema);
    jdbc.execute("create schema " + quoted);
    jdbc.execute("comment on schema %s is '%s'".formatted(quoted, MARK));
  }

  @Override
  public LiveTable live(String table) {
    return new LiveTable(currentSchema(), table);
  }

  private String currentSchema() {
    return String.valueOf(jdbc.queryForObject("select current_schema", String.class));
  }

  @Override
  public void enter(String schema) {
    H2SearchPath.enter(jdbc, schema);
  }

  @Override
  public void exchange(String schema, List<String> tables) {
    H2Exchange exchange = new H2Exchange(jdbc, currentSchema(), schema, schema + BAY);
    exchange.of(useCatalogue(() -> exchange.parentsFirst(tables)));
  }

  @Override
  public boolean letsOthersCommit() {
    return true;
  }

  /** A transaction has a shared lock of each table that it writes. */
  @Override
  public Map<String, Long> writtenOutside(String schema) {
    Map<String, Long> written = new HashMap<>();
    jdbc.query(
        """
        select TABLE_SCHEMA || '.' || TABLE_NAME
          from INFORMATION_SCHEMA.LOCKS
         where SESSION_ID = session_id() and TABLE_SCHEMA <> ?""",
        row -> {
          written.put(row.getString(1), 1L);
        },
        schema);
    return written;
  }

  /** H2 has no such locks, and serves one process. */
  @Override
  public boolean reserve(String schema) {
    String name =
        jdbc.execute((ConnectionCallback<String>) each -> each.getMetaData().getURL())
            + ' '
            + schema;
    if (!RESERVED.add(name)) {
      return false;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            RESERVED.remove(name);
          }
        });
    return true;
  }

  @Override
  public void stayIdle() {}

  /** At repeatable read, each table is as of the first statement that reads it. */
  @Override
  public int snapshotIsolation() {
    return TransactionDefinition.ISOLATION_SERIALIZABLE;
  }

  @Override
  public boolean exists(String schema) {
    return is(
        "select exists (select 1 from INFORMATION_SCHEMA.SCHEMATA where SCHEMA_NAME = ?)", schema);
  }

  @Override
  public List<String> all() {
    return useCatalogue(
        () ->
            jdbc.queryForList(
                "select SCHEMA_NAME from INFORMATION_SCHEMA.SCHEMATA where REMARKS = ?",
                String.class,
                MARK));
  }

  @Override
  public boolean isShadow(String schema) {
    return is(
        "select exists (select 1 from INFORMATION_SCHEMA.SCHEMATA where SCHEMA_NAME = ? and REMARKS = ?)",
        schema,
        MARK);
  }

  private boolean is(String question, Object... arguments) {
    return useCatalogue(
        () -> Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, arguments)));
  }

  @Override
  public void drop(String schema) {
    changeCatalogue(
        () -> {
          jdbc.execute(
              "drop schema if exists %s cascade".formatted(ShadowDialect.quoted(schema + BAY)));
          jdbc.execute("drop schema %s cascade".formatted(ShadowDialect.quoted(schema)));
        });
  }
}
