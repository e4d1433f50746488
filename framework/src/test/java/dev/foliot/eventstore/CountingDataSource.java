package dev.foliot.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the statements that its connections are asked for, and keeps the last prepared one. */
final class CountingDataSource extends DelegatingDataSource {
  private static final Set<String> COUNTED = Set.of("prepareStatement", "createStatement");
  private final AtomicInteger statements = new AtomicInteger();
  private volatile String lastSql = "";

  CountingDataSource(DataSource target) {
    super(target);
  }

  /** How many statements {@code work} takes. */
  int statementsOf(Runnable work) {
    int before = statements.get();
    work.run();
    return statements.get() - before;
  }

  String lastSql() {
    return lastSql;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            CountingDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (COUNTED.contains(method.getName())) {
                statements.incrementAndGet();
              }
              if (method.getName().equals("prepareStatement")) {
                lastSql = (String) arguments[0];
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
