package dev.foliot.sample.web;

import dev.foliot.aggregate.HistoryEntry;
import java.time.Instant;

/**
 * One thing that happened to an order.
 *
 * @param version the version of the order after the event
 * @param at the time of the event
 * @param what the name of the event
 * @param event the event
 */
record OrderChange(long version, Instant at, String what, Object event) {
  static OrderChange of(HistoryEntry entry) {
    return new OrderChange(
        entry.version(), entry.metadata().occurredAt(), entry.metadata().type(), entry.event());
  }
}
