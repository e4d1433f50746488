package dev.foliot.sample.web;

import dev.foliot.aggregate.HistoryEntry;
import java.time.Instant;

/**
 * One thing that happened to an order.
 *
 * @param version how many things had happened with it
 * @param at when
 * @param what the name of the event
 * @param event the event
 */
record OrderChange(long version, Instant at, String what, Object event) {
  static OrderChange of(HistoryEntry entry) {
    return new OrderChange(
        entry.version(), entry.metadata().occurredAt(), entry.metadata().type(), entry.event());
  }
}
