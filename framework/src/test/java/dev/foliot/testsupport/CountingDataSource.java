package dev.foliot.testsupport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Notes which connections are taken, which statements are prepared, and how often the database is
 * asked; can lose a connection.
 */
public final class CountingDataSource extends DelegatingDataSource {
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final AtomicInteger untilLostAnswer = new AtomicInteger();
  private final AtomicInteger untilLostCommit = new AtomicInteger();

  public CountingDataSource(DataSource target) {
    super(target);
  }

  public void reset() {
    connections.set(0);
    roundTrips.set(0);
    statements.clear();
  }

  /** The next commit takes place, but its connection is lost before the answer comes. */
  public void loseAnswerOfNextCommit() {
    loseAnswerOfCommit(1);
  }

  /** The same, with the n-th commit from now on. */
  public void loseAnswerOfCommit(int number) {
    untilLostAnswer.set(number);
  }

  /** The next commit does not take place, because its connection is lost. */
  public void loseNextCommit() {
    loseCommit(1);
  }

  /** The same, with the n-th commit from now on. */
  public void loseCommit(int number) {
    untilLostCommit.set(number);
  }

  /** From now on nothing is lost; true if something was. */
  public boolean stopLosing() {
    return Math.max(untilLostCommit.getAndSet(0), untilLostAnswer.getAndSet(0)) <= 0;
  }

  public int connections() {
    return connections.get();
  }

  public List<String> statements() {
    return List.copyOf(statements);
  }

  /** How many statements {@code work} takes. */
  public int statementsOf(Runnable work) {
    int before = statements.size();
    work.run();
    return statements.size() - before;
  }

  /** Executed statements, a batch for one, and ends of transactions. */
  public int roundTrips() {
    return roundTrips.get();
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
              if (method.getName().equals("commit") || method.getName().equals("rollback")) {
                roundTrips.incrementAndGet();
              }
              if (method.getName().equals("commit") && untilLostCommit.decrementAndGet() == 0) {
                target.rollback();
                throw lost(target);
              }
              try {
                Object result = method.invoke(target, arguments);
                if (result instanceof Statement statement) {
                  boolean writes =
                      arguments != null && !String.valueOf(arguments[0]).startsWith("select");
                  return counted(statement, writes, target, method.getReturnType());
                }
                if (method.getName().equals("commit") && untilLostAnswer.decrementAndGet() == 0) {
                  throw lost(target);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private static SQLException lost(Connection connection) throws SQLException {
    connection.close();
    return new SQLException("The connection was lost.", "08006");
  }

  /**
   * @param writes whether it is a commit, too, if its connection commits each statement
   */
  private Object counted(Statement target, boolean writes, Connection connection, Class<?> type) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          boolean executes = method.getName().startsWith("execute");
          if (executes) {
            roundTrips.incrementAndGet();
          }
          boolean commits = executes && writes && connection.getAutoCommit();
          if (commits && untilLostCommit.decrementAndGet() == 0) {
            throw lost(connection);
          }
          try {
            Object result = method.invoke(target, arguments);
            if (commits && untilLostAnswer.decrementAndGet() == 0) {
              throw lost(connection);
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }
}
