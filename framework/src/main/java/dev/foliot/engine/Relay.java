package dev.foliot.engine;

import dev.foliot.handler.Around;
import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxSettings;

/**
 * How the outbox reaches the broker.
 *
 * @param types the declared message types, which say what is published
 * @param outbox what to relay
 * @param broker where to relay to
 * @param settings how to relay
 * @param around what surrounds each publishing
 */
public record Relay(
    MessageTypes types,
    Outbox outbox,
    MessageBroker broker,
    OutboxSettings settings,
    Around<OutboxEntry> around) {

  /** An application that publishes nothing relays nothing. */
  public boolean isUsed() {
    return types.anyPublished();
  }
}
