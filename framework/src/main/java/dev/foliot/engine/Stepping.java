package dev.foliot.engine;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.outbox.MessageBroker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apiguardian.api.API;

/**
 * The parts that a {@link SteppedNode} has instead of the application's own.
 *
 * @param node its name
 * @param random returns random numbers from 0 to 1
 * @param heartbeats where the heartbeat takes its connection from
 * @param broker wraps the application's broker for the relay
 * @param handling notified of each message before it is handled, in the transaction of its delivery
 * @param delivered notified of each delivery when its outcome is known
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Stepping(
    String node,
    DoubleSupplier random,
    DataSource heartbeats,
    UnaryOperator<MessageBroker> broker,
    Consumer<DeliveryAttempt> handling,
    DeliveryListener delivered) {

  /** The application's parts as this node has them; time passes as its clock says. */
  EngineParts of(EngineParts parts) {
    LocalNode local = parts.node();
    Deliveries of = parts.deliveries();
    Relay relay = parts.relay();
    return new EngineParts(
        parts.storage(),
        new LocalNode(
            node,
            heartbeats,
            () -> "timestamp with time zone '%s'".formatted(local.clock().instant()),
            local.clock(),
            () -> TimeUnit.MILLISECONDS.toNanos(local.clock().instant().toEpochMilli()),
            local.threads()),
        new Deliveries(
            of.handlers(),
            of.upcasters(),
            of.inbox(),
            of.synchronous(),
            delivered,
            around(of),
            of.interceptors()),
        new Relay(
            relay.types(),
            relay.outbox(),
            broker.apply(relay.broker()),
            relay.settings(),
            relay.around()),
        parts.settings(),
        parts.works());
  }

  private Around<DeliveryAttempt> around(Deliveries application) {
    return attempt -> {
      handling.accept(attempt);
      return application.around().enter(attempt);
    };
  }
}
