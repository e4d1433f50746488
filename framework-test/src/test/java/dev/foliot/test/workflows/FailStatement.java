package dev.foliot.test.workflows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Lets one statement fail, as if the database were unavailable for a moment. */
public final class FailStatement extends DelegatingDataSource {
  private final AtomicReference<Predicate<String>> failing = new AtomicReference<>();

  public FailStatement(DataSource target) {
    super(target);
  }

  /** The next statement with such an SQL text fails. */
  public void failNext(Predicate<String> sql) {
    failing.set(sql);
  }

  /** Whether no statement has failed yet. */
  public boolean isPending() {
    return failing.get() != null;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Predicate<String> wanted = failing.get();
              if (wanted != null
                  && method.getName().equals("prepareStatement")
                  && wanted.test(String.valueOf(arguments[0]))
                  && failing.compareAndSet(wanted, null)) {
                throw new SQLTransientConnectionException("The database is away.", "08006");
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
