package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.failure.ReadableError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Renews the lease of this node at intervals, on its own connection, so that neither handlers nor
 * an exhausted pool can prevent it (R28). The node counts the lease from the time before the
 * statement that renewed it.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEATS_A_LEASE = 3;

  /** After this number of leases without a successful step, the outage is no longer a short one. */
  static final int LEASES_UNTIL_OVERDUE = 12;

  private final String node;
  private final Duration lease;
  private final DataSource connections;
  private final FoliotSchema schema;
  private final LeaseClock clock;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Link> link = new AtomicReference<>();
  private final ReentrantLock using = new ReentrantLock();
  private volatile Set<String> knows;
  private volatile long heldUntil;
  private volatile boolean held;
  private volatile boolean ended;

  /**
   * @param knows the subscriptions and works that this node can work on
   */
  Heartbeat(FoliotSchema schema, LocalNode node, Duration lease, Set<String> knows) {
    this.node = node.name();
    this.lease = lease;
    this.connections = node.heartbeats();
    this.schema = schema;
    this.clock = node.leaseClock();
    this.nanoTime = node.nanoTime();
    this.knows = knows;
    this.heldUntil = nanoTime.getAsLong();
  }

  /** The connection, and the work on it. */
  private record Link(Connection connection, NodeStore nodes, TransactionTemplate transactions) {}

  /** Prolongs the lease, or registers the node if the database does not have it. */
  void step() {
    long before = nanoTime.getAsLong();
    through(
        open -> {
          if (ended) { // it was stopped while this thread connected
            close(open);
            return;
          }
          if (!open.nodes().renew(node, lease)) {
            open.transactions()
                .executeWithoutResult(begun -> open.nodes().enter(node, knows, lease));
            LOG.debug("node={} entered", node);
          }
          warnIfLate(before - heldUntil);
          heldUntil = before + lease.toNanos();
          held = true;
        });
  }

  private void warnIfLate(long nanos) {
    if (held && nanos > 0) {
      LOG.warn(
          "node={} renews its lease {} after it had ended; other nodes may have taken over its segments meanwhile",
          node,
          Duration.ofNanos(nanos).truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** Whether this node may begin to work: no other node can have taken its segments over. */
  boolean holdsLease() {
    return held && nanoTime.getAsLong() - heldUntil < 0;
  }

  /** How long to wait between two steps. */
  Duration interval() {
    return lease.dividedBy(BEATS_A_LEASE);
  }

  /** Whether no step has succeeded for {@value #LEASES_UNTIL_OVERDUE} leases. */
  boolean isOverdue() {
    long withoutLease = nanoTime.getAsLong() - heldUntil;
    return withoutLease / (LEASES_UNTIL_OVERDUE - 1) >= lease.toNanos();
  }

  /** From now on other nodes take the segments that this node releases. */
  void handOver() {
    knows = Set.of();
    through(open -> open.nodes().forget(node));
  }

  /** Removes this node from the database. */
  void leave() {
    end();
    try {
      through(open -> open.transactions().executeWithoutResult(begun -> open.nodes().leave(node)));
    } finally {
      close(link.get());
    }
  }

  /** Ends as if the process had died: the lease lasts until its end. */
  void crash() {
    end();
    close(link.get());
  }

  private void end() {
    ended = true;
    held = false;
  }

  /** One thread at a time uses the connection; no thread waits for another that opens one. */
  private void through(Consumer<Link> work) {
    Link open = link();
    using.lock();
    try {
      work.accept(open);
    } catch (Throwable e) {
      close(open);
      throw e;
    } finally {
      using.unlock();
    }
  }

  private Link link() {
    Link known = link.get();
    if (known != null) {
      return known;
    }
    Link opened = open();
    if (link.compareAndSet(null, opened)) {
      return opened;
    }
    close(opened);
    return link();
  }

  private Link open() {
    try {
      Connection connection = connections.getConnection();
      connection.setAutoCommit(true);
      DataSource only = new SingleConnectionDataSource(connection, true);
      return new Link(
          connection,
          new NodeStore(JdbcClient.create(only), schema, clock),
          new TransactionTemplate(new JdbcTransactionManager(only)));
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException(
          "The heartbeat of node %s got no connection to the database: %s"
              .formatted(node, e.getMessage()),
          e);
    }
  }

  private void close(@Nullable Link closing) {
    if (closing != null) {
      link.compareAndSet(closing, null);
      try {
        closing.connection().close();
      } catch (SQLException | RuntimeException e) { // a failure before it says more
        LOG.debug("The connection of the heartbeat could not be closed", ReadableError.of(e));
      }
    }
  }
}
