package dev.foliot.test.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database as a node sees it that is killed: from then on nothing of it reaches the database,
 * neither a commit nor a heartbeat. The heartbeat has no connections of its own, since the URL of
 * these ones is another one than the configured one.
 */
final class KillableDataSource extends DelegatingDataSource {
  private volatile boolean killed;

  KillableDataSource(DataSource target) {
    super(target);
  }

  void kill() {
    killed = true;
  }

  private void check() throws SQLException {
    if (killed) {
      throw new SQLNonTransientConnectionException("The node was killed", "08006");
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    check();
    Connection target = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (killed && !method.getName().equals("close")) {
                if (method.getName().equals("commit")) {
                  target.rollback();
                }
                check();
              }
              try {
                Object result = method.invoke(target, arguments);
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
