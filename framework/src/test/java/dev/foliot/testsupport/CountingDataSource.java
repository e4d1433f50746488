package dev.foliot.testsupport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Notes which connections are taken and which statements are prepared; can lose one. */
public final class CountingDataSource extends DelegatingDataSource {
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicBoolean losesAnswer = new AtomicBoolean();

  public CountingDataSource(DataSource target) {
    super(target);
  }

  public void reset() {
    connections.set(0);
    statements.clear();
  }

  /** The next commit takes place, but its connection is lost before the answer comes. */
  public void loseAnswerOfNextCommit() {
    losesAnswer.set(true);
  }

  public int connections() {
    return connections.get();
  }

  public List<String> statements() {
    return List.copyOf(statements);
  }

  @Override
  public Connection getConnection() throws SQLException {
    connections.incrementAndGet();
    Connection target = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("prepare")
                  || method.getName().equals("createStatement")) {
                statements.add(arguments == null ? "?" : String.valueOf(arguments[0]));
              }
              try {
                Object result = method.invoke(target, arguments);
                if (method.getName().equals("commit") && losesAnswer.getAndSet(false)) {
                  target.close();
                  throw new SQLException("The connection was lost.", "08006");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
