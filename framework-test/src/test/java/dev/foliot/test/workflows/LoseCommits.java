package dev.foliot.test.workflows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Loses the answer to a commit: the transaction is stored, and the application sees an error. */
final class LoseCommits extends DelegatingDataSource {
  /** H2: the connection is broken. */
  private static final String LOST = "90067";

  private final AtomicBoolean next = new AtomicBoolean();

  LoseCommits(DataSource target) {
    super(target);
  }

  /** The answer to the next commit is lost. */
  void loseNext() {
    next.set(true);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(target, arguments);
                if (method.getName().equals("commit") && next.getAndSet(false)) {
                  throw new SQLException("The answer to the commit is lost.", LOST);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
