package dev.foliot.test.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database as a node sees it that is killed: from then on nothing of it reaches the database,
 * neither a commit nor a heartbeat. The heartbeat has no connections of its own, since the URL of
 * these ones is another one than the configured one.
 */
final class KillableDataSource extends DelegatingDataSource {
  private final CountDownLatch killed = new CountDownLatch(1);
  private volatile Predicate<String> last = sql -> false;

  KillableDataSource(DataSource target) {
    super(target);
  }

  void kill() {
    killed.countDown();
  }

  /** Kills the node in the next transaction that executes such a statement: right after it. */
  void killAfter(Predicate<String> sql) {
    last = sql;
  }

  /** Is counted down when the node is killed. */
  CountDownLatch killed() {
    return killed;
  }

  private boolean isKilled() {
    return killed.getCount() == 0;
  }

  private void check() throws SQLException {
    if (isKilled()) {
      throw new SQLNonTransientConnectionException("The node was killed", "08006");
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    check();
    Connection target = super.getConnection();
    AtomicBoolean isLast = new AtomicBoolean(); // the next call comes after the last statement
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (isLast.get()) {
                kill();
              }
              if (isKilled() && !method.getName().equals("close")) {
                if (method.getName().equals("commit")) {
                  target.rollback();
                }
                check();
              }
              try {
                Object result = method.invoke(target, arguments);
                isLast.set(
                    method.getName().equals("prepareStatement")
                        && last.test((String) arguments[0])
                        && !target.getAutoCommit());
                return result instanceof DatabaseMetaData data ? withoutUrl(data) : result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private static Object withoutUrl(DatabaseMetaData data) {
    return Proxy.newProxyInstance(
        KillableDataSource.class.getClassLoader(),
        new Class<?>[] {DatabaseMetaData.class},
        (proxy, method, arguments) ->
            method.getName().equals("getURL")
                ? "jdbc:killable:node"
                : method.invoke(data, arguments));
  }
}
