package dev.foliot.engine;

import dev.foliot.handler.Around;
import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxSettings;
import org.apiguardian.api.API;

/**
 * The parts that relay the outbox to the broker.
 *
 * @param types the declared message types, with their destinations
 * @param outbox the outbox
 * @param broker the broker
 * @param settings the settings
 * @param around the code around each publishing
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Relay(
    MessageTypes types,
    Outbox outbox,
    MessageBroker broker,
    OutboxSettings settings,
    Around<OutboxEntry> around) {

  /** Whether the application publishes a type; if not, there is nothing to relay. */
  public boolean isUsed() {
    return types.anyPublished();
  }
}
