package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Engine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Notes the statements about runs, and the commits of transactions that had one, with their
 * threads. An engine on threads may look for work at any time, and a caller that awaits a run may
 * read its status. So only the statements of certain threads can be counted then.
 */
public final class CountStatements extends DelegatingDataSource {
  public static final String COMMIT = "commit";

  private final List<Noted> all = new CopyOnWriteArrayList<>();

  public CountStatements(DataSource target) {
    super(target);
  }

  private record Noted(String statement, Thread thread) {}

  public void reset() {
    all.clear();
  }

  /** The statements of all threads. */
  public List<String> matching(Predicate<String> wanted) {
    return all.stream().map(Noted::statement).filter(wanted).toList();
  }

  /** The statements of one thread. */
  public List<String> of(Thread thread) {
    return all.stream().filter(each -> each.thread() == thread).map(Noted::statement).toList();
  }

  /** How often a stepped node looks in an idle cycle when the next run is due. */
  int looksOfAnIdleCycle(Engine engine) {
    reset();
    engine.run();
    assertThat(matching(CountStatements::isClaim)).as("claims").isEmpty();
    return matching(sql -> sql.startsWith("select min(due)")).size();
  }

  private static boolean isClaim(String sql) {
    return sql.contains("skip locked") && !isCleanUp(sql);
  }

  private static boolean isCleanUp(String sql) {
    return sql.contains("where ended_at <") || sql.contains("where a.until_at <");
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
                add(COMMIT);
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

  private void note(String sql, List<String> open) {
    if (isOfRuns(sql)) {
      add(sql);
      open.add(sql);
    }
  }

  private void add(String statement) {
    all.add(new Noted(statement, Thread.currentThread()));
  }
}
