package dev.foliot.autoconfigure;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Limits the time to open a connection, for any driver and settings. Without this limit, the
 * heartbeat would wait for ever if a network accepts a connection and then is silent. The attempt
 * runs on a thread of its own. After the limit the caller gets an exception, and a connection that
 * comes later is closed.
 *
 * <p>The same limit applies to each answer on an open connection, if the driver can limit it.
 */
final class BoundedConnections extends DelegatingDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedConnections.class);
  private static final int MAX_ATTEMPTS = 32;

  private final Duration limit;
  private final ThreadPoolExecutor attempts;

  BoundedConnections(DataSource unbounded, Duration limit, ThreadFactory threads) {
    super(unbounded);
    this.limit = limit;
    this.attempts =
        new ThreadPoolExecutor(
            0, MAX_ATTEMPTS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /**
   * @throws SQLTimeoutException if the database has not answered within the limit
   */
  @Override
  public Connection getConnection() throws SQLException {
    Attempt attempt = new Attempt(this::open);
    try {
      attempts.execute(attempt);
      return attempt.within(limit);
    } catch (RejectedExecutionException e) {
      throw new SQLTimeoutException(
          "The database was not asked for another connection: %s attempts to connect still wait for an answer. The network to the database, or a proxy in between, accepts connections but does not answer."
              .formatted(MAX_ATTEMPTS),
          e);
    } catch (ExecutionException e) {
      throw asSqlException(e);
    } catch (InterruptedException e) {
      attempt.cancel(false);
      Thread.currentThread().interrupt();
      throw new SQLException("The thread was interrupted while it connected to the database", e);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private Connection open() throws SQLException {
    Connection connection = obtainTargetDataSource().getConnection();
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, millis(limit));
      return restoredAtItsEnd(connection, before);
    } catch (SQLException unsupported) {
      LOG.debug(
          "The driver does not limit how long it waits for the network",
          ReadableError.of(unsupported));
      return connection;
    }
  }

  /** Restores the limit: the pool may give the connection to other code of the application next. */
  private static Connection restoredAtItsEnd(Connection connection, int networkTimeout) {
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            restore(connection, networkTimeout);
          }
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            BoundedConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, calls);
  }

  private static void restore(Connection connection, int networkTimeout) {
    try {
      connection.setNetworkTimeout(Runnable::run, networkTimeout);
    } catch (SQLException broken) {
      LOG.debug(
          "A connection that is closed has lost its limit of the network already",
          ReadableError.of(broken));
    }
  }

  private static int millis(Duration limit) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toMillis()));
  }

  private static SQLException asSqlException(ExecutionException failed) {
    return Causes.direct(failed) instanceof SQLException sql
        ? sql
        : new SQLException(ErrorText.firstLine(failed), Causes.direct(failed));
  }

  private static final class Attempt extends FutureTask<Connection> {
    Attempt(Callable<Connection> open) {
      super(open);
    }

    /** Not interrupted afterwards: an embedded database may not like it. */
    Connection within(Duration limit)
        throws SQLException, ExecutionException, InterruptedException {
      try {
        return get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (!cancel(false)) {
          return get(); // it came at this very moment
        }
        throw new SQLTimeoutException(
            "The database did not answer an attempt to connect within %s (foliot.engine.lease). The network to it, or a proxy in between, may accept connections and be silent."
                .formatted(limit),
            e);
      }
    }

    @Override
    protected void set(Connection connection) {
      super.set(connection);
      if (isCancelled()) {
        closeLate(connection);
      }
    }

    private static void closeLate(Connection connection) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("A connection that came too late could not be closed", ReadableError.of(e));
      }
    }
  }
}
