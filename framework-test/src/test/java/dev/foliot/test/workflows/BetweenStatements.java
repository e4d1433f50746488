package dev.foliot.test.workflows;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Lets a second writer act between two statements of a transaction. */
public final class BetweenStatements extends DelegatingDataSource {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String POSTGRES =
      "select count(*) from pg_locks where not granted and transactionid = pg_current_xact_id()::xid";
  private static final String H2 =
      "select count(*) from information_schema.sessions where blocker_id = session_id()";

  private final AtomicReference<Stop> stop = new AtomicReference<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Map<Connection, CompletableFuture<Void>> others = new ConcurrentHashMap<>();

  public BetweenStatements(DataSource target) {
    super(target);
  }

  private record Stop(
      boolean isBefore, Predicate<String> sql, Runnable other, CompletableFuture<Void> done) {}

  /** As {@link #after}, but stops the transaction before the statement. */
  public CompletableFuture<Void> before(Predicate<String> sql, Runnable other) {
    return stop(true, sql, other);
  }

  /**
   * Stops the next transaction that executes such a statement after it, until the other writer
   * waits for the transaction, or is done. Once the transaction has ended, its thread does nothing
   * before the other writer is done.
   */
  public CompletableFuture<Void> after(Predicate<String> sql, Runnable other) {
    return stop(false, sql, other);
  }

  private CompletableFuture<Void> stop(boolean isBefore, Predicate<String> sql, Runnable other) {
    CompletableFuture<Void> done =
        new CompletableFuture<Void>().orTimeout(LONG.toSeconds(), TimeUnit.SECONDS);
    stop.set(new Stop(isBefore, sql, other, done));
    return done;
  }

  /** The SQL states of failed statements, such as those of deadlocks. */
  public List<String> failures() {
    return failures;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = super.getConnection();
    if (!isPostgres(target)) {
      waitLongForLocks(target);
    }
    return (Connection)
        proxy(
            Connection.class,
            target,
            target,
            Map.of("prepareStatement", PreparedStatement.class, "createStatement", Statement.class),
            null);
  }

  private Object proxy(
      Class<?> type,
      Object target,
      Connection owner,
      Map<String, Class<?>> made,
      String preparedSql) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          boolean hasText = arguments != null && arguments[0] instanceof String;
          String sql = hasText ? (String) arguments[0] : preparedSql;
          boolean executes = method.getName().startsWith("execute") && sql != null;
          if (executes) {
            stopAt(true, sql, owner);
          }
          Object result;
          try {
            result = method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof SQLException failure) {
              failures.add(String.valueOf(failure.getSQLState()));
            }
            throw e.getTargetException();
          }
          if (List.of("commit", "rollback").contains(method.getName())) {
            awaitOther(owner);
          }
          if (made.containsKey(method.getName())) {
            return proxy(made.get(method.getName()), result, owner, Map.of(), sql);
          }
          if (executes) {
            stopAt(false, sql, owner);
          }
          return result;
        });
  }

  private void stopAt(boolean isBefore, String sql, Connection connection) throws SQLException {
    Stop wanted = stop.get();
    if (wanted == null
        || wanted.isBefore() != isBefore
        || !wanted.sql().test(sql)
        || !stop.compareAndSet(wanted, null)) {
      return;
    }
    CompletableFuture<Void> other = CompletableFuture.runAsync(wanted.other());
    other.whenComplete(
        (nothing, failure) -> {
          if (failure == null) {
            wanted.done().complete(null);
          } else {
            wanted.done().completeExceptionally(failure);
          }
        });
    others.put(connection, other);
    await()
        .atMost(LONG)
        .pollInSameThread() // which has the transaction
        .until(() -> other.isDone() || isAwaited(connection));
  }

  private void awaitOther(Connection connection) {
    CompletableFuture<Void> other = others.remove(connection);
    if (other != null) {
      await().atMost(LONG).until(other::isDone);
    }
  }

  /** The other writer fails only if it must, not because this one is slow. */
  private static void waitLongForLocks(Connection h2) throws SQLException {
    try (Statement statement = h2.createStatement()) {
      statement.execute("set lock_timeout 120000");
    }
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private static boolean isAwaited(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(isPostgres(connection) ? POSTGRES : H2)) {
      rows.next();
      return rows.getInt(1) > 0;
    }
  }
}
