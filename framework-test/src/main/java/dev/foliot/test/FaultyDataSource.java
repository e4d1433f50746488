package dev.foliot.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source between the application and its database while a simulation runs. At every commit,
 * {@link InjectFaults} decides on the fault. So faults come from the same place as in production,
 * and reach every transaction. Statements outside of a transaction are commits of their own.
 */
final class FaultyDataSource extends DelegatingDataSource {
  private final InjectFaults faults;

  FaultyDataSource(DataSource target, InjectFaults faults) {
    super(target);
    this.faults = faults;
  }

  @Override
  public Connection getConnection() throws SQLException {
    faults.alive();
    return wrap(super.getConnection());
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    faults.alive();
    return wrap(super.getConnection(username, password));
  }

  private Connection wrap(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Watched(connection)::invoke);
  }

  private interface Act {
    void run() throws SQLException;
  }

  /** One connection, from when it is taken from the pool until it goes back. */
  private final class Watched {
    private final Connection connection;
    private boolean writes;
    private boolean lost;

    Watched(Connection connection) {
      this.connection = connection;
    }

    @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Object first = arguments == null ? null : arguments[0];
      switch (method.getName()) {
        case "commit" -> {
          commit();
          return null;
        }
        case "rollback" -> {
          writes = false;
          checkNotLost();
        }
        case "isValid" -> {
          if (lost) {
            return false;
          }
        }
        case "prepareStatement", "prepareCall" -> prepared(String.valueOf(first));
        case "equals" -> {
          return proxy == first;
        }
        case "hashCode" -> {
          return System.identityHashCode(proxy);
        }
        default -> {}
      }
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void checkNotLost() throws SQLException {
      if (lost) {
        throw new SQLException("The simulation has cut this connection.", "08003");
      }
    }

    private void prepared(String sql) throws SQLException {
      faults.alive();
      checkNotLost();
      String text = sql.stripLeading().toLowerCase(Locale.ROOT);
      if (text.startsWith("select")) {
        if (isFenceOfWork(text)) {
          faults.checkpoint();
        }
        return;
      }
      if (connection.getAutoCommit()) {
        orLose(faults::statement);
        return;
      }
      writes = true;
      if (text.startsWith("update") && text.contains("foliot_checkpoint set position")) {
        faults.checkpoint();
      }
    }

    private boolean isFenceOfWork(String select) {
      return select.contains("foliot_segment")
          && select.contains("token = ?")
          && select.endsWith("for update");
    }

    private void commit() throws SQLException {
      boolean wrote = writes;
      writes = false;
      faults.alive();
      checkNotLost();
      orLose(wrote ? () -> faults.commit(connection) : connection::commit);
    }

    private void orLose(Act act) throws SQLException {
      try {
        act.run();
      } catch (SQLException e) {
        lost = InjectFaults.isLost(e);
        throw e;
      }
    }
  }
}
