package dev.foliot.engine;

import dev.foliot.failure.ReadableError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for notifications of other nodes (R30), on a thread and a connection of its own. A lost
 * connection is opened again, with growing pauses. Then the engine reads everything, since a
 * notification may have been missed.
 *
 * <p>It counts as connected only when a notification that was sent on another connection has
 * arrived: a pooler that lends a connection for one transaction (PgBouncer) accepts the {@code
 * LISTEN}, but does not pass notifications on. Then the engine polls.
 */
final class ListenUntilStopped {
  private static final Logger LOG = LoggerFactory.getLogger(ListenUntilStopped.class);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final DataSource connections;
  private final SignalChannel channel;
  private final String node;
  private final Consumer<Signal> heard;
  private final Duration untilEcho;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stopped;
  private volatile boolean connected;
  private volatile @Nullable Connection open;
  private Duration pause = FIRST_PAUSE;
  private boolean reported;

  /**
   * @param connections outside the pool
   * @param untilEcho how long the first notification may take
   */
  ListenUntilStopped(
      DataSource connections,
      SignalChannel channel,
      String node,
      Consumer<Signal> heard,
      Duration untilEcho,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.connections = connections;
    this.channel = channel;
    this.node = node;
    this.heard = heard;
    this.untilEcho = untilEcho;
    this.nanoTime = nanoTime;
    this.thread = threads.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether notifications arrive now, as far as it is known. */
  boolean isConnected() {
    return connected;
  }

  private void run() {
    while (!stopped) {
      try (Connection connection = connections.getConnection()) {
        open = connection;
        listenOn(connection);
      } catch (Throwable e) {
        lost(e);
      } finally {
        connected = false;
      }
      waitBeforeNextTry();
    }
  }

  /** Do not use the connection afterwards: it would go on listening. */
  private void listenOn(Connection connection) throws SQLException {
    try {
      connection.setAutoCommit(true);
      listen(connection);
    } finally {
      open = null;
      connection.abort(Runnable::run);
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection notifications = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + channel.quoted());
    }
    if (!hearsEcho(notifications)) {
      throw new SQLException(
          "notifications do not arrive; perhaps a connection pooler lends each connection for one transaction only");
    }
    connected();
    while (!stopped) {
      PGNotification[] arrived = notifications.getNotifications((int) SILENCE.toMillis());
      if (arrived != null && arrived.length > 0) {
        for (PGNotification each : arrived) {
          Signal.read(each.getParameter(), node).ifPresent(heard);
        }
      } else if (!connection.isValid((int) SILENCE.toSeconds())) {
        throw new SQLException("the connection is broken");
      }
    }
  }

  /** A notification that this node sends on another connection must come back. */
  private boolean hearsEcho(PGConnection notifications) throws SQLException {
    String echo = "ECHO " + node;
    try (Connection other = connections.getConnection();
        var notify = other.prepareStatement("select pg_notify(?, ?)")) {
      other.setAutoCommit(true);
      notify.setString(1, channel.name());
      notify.setString(2, echo);
      notify.execute();
    }
    long deadline = nanoTime.getAsLong() + untilEcho.toNanos();
    for (long left = 1; left > 0; left = (deadline - nanoTime.getAsLong()) / 1_000_000) {
      PGNotification[] arrived = notifications.getNotifications((int) Math.max(1, left));
      if (arrived != null) {
        for (PGNotification each : arrived) {
          if (each.getParameter().equals(echo)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void connected() {
    connected = true;
    pause = FIRST_PAUSE;
    if (reported) {
      LOG.info("node={} is notified of commits of other nodes again", node);
      reported = false;
    }
    heard.accept(Signal.COMMITTED);
    heard.accept(Signal.OWNERSHIP);
  }

  private void lost(Throwable e) {
    if (stopped) {
      return;
    }
    if (!reported) {
      LOG.info(
          "node={} receives no notifications of other nodes' commits and polls instead: {}",
          node,
          ErrorLine.of(e));
      reported = true;
    }
    LOG.debug("node={} is not notified of commits of other nodes", node, ReadableError.of(e));
  }

  private void waitBeforeNextTry() {
    try {
      if (!stopped) {
        wakeUp.await(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /** Ends at once; later notifications are ignored. */
  void stop() {
    stopped = true;
    wakeUp.signal();
    Connection connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run); // it waits for the network
      } catch (SQLException e) {
        LOG.debug("The connection that listened could not be closed", ReadableError.of(e));
      }
    }
  }
}
