package dev.foliot.test.workflows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Loses a commit, or its answer: the application sees an error, and does not know which. */
final class LoseCommits extends DelegatingDataSource {
  /** H2: the connection is broken. */
  private static final String LOST = "90067";

  private final AtomicReference<String> next = new AtomicReference<>("commit");
  private final AtomicBoolean loses = new AtomicBoolean();

  LoseCommits(DataSource target) {
    super(target);
  }

  /** The answer to the next commit is lost. */
  void loseNextAnswer() {
    next.set("commit");
    loses.set(true);
  }

  /** The next commit does not take place. */
  void loseNext() {
    next.set("rollback");
    loses.set(true);
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
                if (method.getName().equals("commit") && loses.getAndSet(false)) {
                  Connection.class.getMethod(next.get()).invoke(target);
                  throw new SQLException("The answer to the commit is lost.", LOST);
                }
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
