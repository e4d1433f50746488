package dev.foliot.command;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SqlText;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import java.util.stream.Collectors;

/**
 * Selects the commands in the log that may still be delivered: a segment has not passed them, or
 * they are held, or wait behind a held command of their sequence.
 */
record ToBeDelivered(FoliotSchema schema, HandlerRegistry handlers) {
  /** The same as a condition on rows {@code m} of the log. */
  String condition() {
    return """
    (m.position > coalesce((
        select min(k.position) from %1$s k
        where k.lane = m.lane and k.subscription in (%3$s)), 0)
      or exists (
        select 1 from %2$s w
        where w.subscription in (%3$s) and w.category = m.category and w.stream = m.stream
          and w.position <= m.position))"""
        .formatted(schema.table("foliot_checkpoint"), schema.table("foliot_held"), subscriptions());
  }

  private String subscriptions() {
    String names =
        handlers.subscriptions().stream()
            .filter(each -> each.kind() == HandlerKind.SUBMITTED)
            .map(HandlerBean::name)
            .map(SqlText::quoted)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "''" : names;
  }
}
