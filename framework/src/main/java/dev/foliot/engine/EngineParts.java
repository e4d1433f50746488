package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Upcasters;
import dev.foliot.outbox.Inbox;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxSettings;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an engine is made of; an engine in test mode is made of the same.
 *
 * @param log where messages come from
 * @param schema where Foliot's tables are
 * @param jdbc on the application's data source
 * @param heartbeats where the heartbeat, and who listens to other nodes, take their own connections
 *     from
 * @param leaseClock by which leases are told
 * @param transactions the seam through which deliveries commit
 * @param handlers whom to deliver to
 * @param types the declared message types
 * @param upcasters what stored messages are read as, asked after the start
 * @param outbox what to relay
 * @param inbox what subscribers have seen
 * @param broker where to relay to
 * @param outboxSettings how to relay
 * @param settings how to work
 * @param synchronous whether events are delivered at their commit
 * @param clock the application's clock
 * @param nanoTime how time passes for this node, in nanoseconds
 * @param listener is told of each delivery
 * @param aroundDeliveries what surrounds each delivery
 * @param aroundRelays what surrounds each publishing
 * @param threads makes the engine's threads
 * @param node the name of this node
 */
public record EngineParts(
    EventStore log,
    FoliotSchema schema,
    JdbcClient jdbc,
    DataSource heartbeats,
    LeaseClock leaseClock,
    Transactions transactions,
    HandlerRegistry handlers,
    MessageTypes types,
    Supplier<Upcasters> upcasters,
    Outbox outbox,
    Inbox inbox,
    MessageBroker broker,
    OutboxSettings outboxSettings,
    EngineSettings settings,
    boolean synchronous,
    MicrosecondClock clock,
    LongSupplier nanoTime,
    DeliveryListener listener,
    Around<DeliveryAttempt> aroundDeliveries,
    Around<OutboxEntry> aroundRelays,
    ThreadFactory threads,
    String node) {
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(5);

  /**
   * An SQL condition that is true, for the statements that lock what this node owns. Only the
   * commit follows them, so a session that is idle for a lease then has stalled, and the database
   * ends it. A node that others take for dead keeps its locks no longer.
   */
  String endIfIdle() {
    Duration lease = settings.lease();
    return log.endIfIdle(lease.compareTo(SHORTEST_IDLE) < 0 ? SHORTEST_IDLE : lease);
  }
}
