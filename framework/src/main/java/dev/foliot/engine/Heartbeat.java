package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
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
 * Says that this node lives, again and again, on a connection of its own, so that neither handlers
 * nor an exhausted pool can keep it from doing so (R28). The node trusts its lease only as long as
 * it lasts counted from before the statement that took it.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEATS_A_LEASE = 3;

  private final String node;
  private final Duration lease;
  private final DataSource connections;
  private final FoliotSchema schema;
  private final LeaseClock clock;
  private final LongSupplier nanoTime;
  private volatile Set<String> knows;
  private @Nullable Link link;
  private volatile long heldUntil;
  private volatile boolean held;

  /**
   * @param knows the subscriptions and duties that this node can work on
   */
  Heartbeat(EngineParts parts, Set<String> knows) {
    this.node = parts.node();
    this.lease = parts.settings().lease();
    this.connections = parts.heartbeats();
    this.schema = parts.schema();
    this.clock = parts.leaseClock();
    this.nanoTime = parts.nanoTime();
    this.knows = knows;
  }

  /** The connection, and what is done through it. */
  private record Link(Connection connection, NodeStore nodes, TransactionTemplate transactions) {}

  /** Prolongs the lease, or enters the node if it is not known, or not known any more. */
  synchronized void step() {
    long before = nanoTime.getAsLong();
    try {
      Link open = link();
      if (!open.nodes().renew(node, lease)) {
        open.transactions().executeWithoutResult(begun -> open.nodes().enter(node, knows, lease));
        LOG.debug("node={} entered", node);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    heldUntil = before + lease.toNanos();
    held = true;
  }

  /** Whether this node may begin to work: nobody else can have taken over what it owns. */
  boolean holdsLease() {
    return held && nanoTime.getAsLong() - heldUntil < 0;
  }

  /** How long to wait between two steps. */
  Duration interval() {
    return lease.dividedBy(BEATS_A_LEASE);
  }

  /** From now on others are to take what this node lets go. */
  synchronized void handOver() {
    knows = Set.of();
    link().nodes().forget(node);
  }

  /** Says good-bye. */
  synchronized void leave() {
    held = false;
    try {
      Link open = link();
      open.transactions().executeWithoutResult(begun -> open.nodes().leave(node));
    } finally {
      close();
    }
  }

  /** Ends as if the process had died: the lease goes on until its end. */
  synchronized void crash() {
    held = false;
    close();
  }

  private Link link() {
    Link open = link;
    if (open == null) {
      open = open();
      link = open;
    }
    return open;
  }

  private Link open() {
    try {
      Connection connection = connections.getConnection();
      connection.setAutoCommit(true);
      limitWaiting(connection);
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

  /** A network that is silent must not hold up the next try for longer than the lease lasts. */
  private void limitWaiting(Connection connection) {
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(lease.toMillis()));
    } catch (SQLException unsupported) {
      LOG.debug("The driver limits no waiting for the network", unsupported);
    }
  }

  private void close() {
    Link open = link;
    link = null;
    if (open != null) {
      try {
        open.connection().close();
      } catch (SQLException e) {
        LOG.debug("The connection of the heartbeat could not be closed", e);
      }
    }
  }
}
