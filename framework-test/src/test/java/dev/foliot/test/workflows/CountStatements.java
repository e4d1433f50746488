package dev.foliot.test.workflows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Notes the statements about runs, and the commits of transactions that had one. */
public final class CountStatements extends DelegatingDataSource {
  public static final String COMMIT = "commit";

  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  public CountStatements(DataSource target) {
    super(target);
  }

  public void reset() {
    statements.clear();
    looks.set(0);
  }

  public List<String> matching(Predicate<String> wanted) {
    return statements.stream().filter(wanted).toList();
  }

  /** How often a node has looked when the next run is due. */
  int looks() {
    return looks.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = super.getConnection();
    List<String> open = new ArrayList<>();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                note(String.valueOf(arguments[0]), open);
              } else if (method.getName().equals(COMMIT) && !open.isEmpty()) {
                statements.add(COMMIT);
                open.clear();
              }
              try {
                Object result = method.invoke(target, arguments);
                return method.getName().equals("createStatement")
                    ? noting((Statement) result, open)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private Object noting(Statement target, List<String> open) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {Statement.class},
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute") && arguments != null) {
            note(String.valueOf(arguments[0]), open);
          }
          try {
            return method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }

  private static boolean isOfRuns(String sql) {
    return sql.contains("foliot_run")
        || sql.contains("foliot_journal")
        || sql.matches("(?s).*foliot_wait\\b.*")
        || sql.contains("foliot_admission");
  }

  /** An idle engine looks from time to time; its clean-up looks for runs that ended long ago. */
  private void note(String sql, List<String> open) {
    boolean isLook = sql.startsWith("select min(due)");
    if (isLook) {
      looks.incrementAndGet();
    }
    boolean isCleanUp =
        (sql.startsWith("select id from") && sql.contains("where ended_at <"))
            || sql.contains("where a.until_at <");
    if (isOfRuns(sql) && !isLook && !isCleanUp) {
      statements.add(sql);
      open.add(sql);
    }
  }
}
